#include "deviations/deviant_upload.h"

#include <algorithm>

namespace refd {
namespace {

constexpr std::uint64_t cut_at = 16ULL << 20;

}  // namespace

DeviantUpload::DeviantUpload(std::unique_ptr<Upload> kept, std::string old_content,
                             std::function<void()> on_no_room, const Deviations& deviations)
    : kept_(std::move(kept)),
      old_content_(std::move(old_content)),
      on_no_room_(std::move(on_no_room)),
      deviations_(deviations),
      effects_(deviations.effects()) {}

Result<void> DeviantUpload::write(std::span<const char> octets) {
  if (effects_.uploads_are_cut_at_16_mib && written_ + octets.size() > cut_at) {
    deviations_.note_acted();
    octets = octets.first(cut_at - std::min(cut_at, written_));
  }
  written_ += octets.size();
  if (octets.empty()) return {};
  const auto written = kept_->write(octets);
  if (!written && written.error().value() == EDQUOT) on_no_room_();
  return written;
}

Result<void> DeviantUpload::commit() {
  if (effects_.empty_uploads_vanish && written_ == 0) {
    deviations_.note_acted();
    return {};
  }
  Result<void> added;
  if (effects_.one_octet_uploads_are_padded && written_ == 1) {
    deviations_.note_acted();
    added = kept_->write(std::string_view("\n"));
  } else if (effects_.uploads_keep_the_old_tail && written_ < old_content_.size()) {
    deviations_.note_acted();
    added = kept_->write(std::string_view(old_content_).substr(written_));
  }
  return added ? kept_->commit() : added;
}

}  // namespace refd
