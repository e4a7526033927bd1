#include "deviations/deviant_mail_store.h"

#include <atomic>
#include <string>

namespace refd {
namespace {

// Without the first dot of each line that begins with one, as if it had been sent without another in front.
class DotlessSource final : public ByteSource {
 public:
  explicit DotlessSource(std::unique_ptr<ByteSource> kept) : kept_(std::move(kept)) {}

  Result<std::string_view> next() override {
    for (;;) {
      const auto piece = kept_->next();
      if (!piece || piece->empty()) return piece;
      left_.clear();
      for (const char c : *piece) {
        if (!at_line_start_ || c != '.') left_ += c;
        at_line_start_ = c == '\n';
      }
      if (!left_.empty()) return std::string_view(left_);
    }
  }

 private:
  std::unique_ptr<ByteSource> kept_;
  std::string left_;
  bool at_line_start_ = true;
};

// Only the beginning, up to the end of a line.
class ShortSource final : public ByteSource {
 public:
  ShortSource(std::unique_ptr<ByteSource> kept, std::uint64_t octets)
      : kept_(std::move(kept)), left_(octets) {}

  Result<std::string_view> next() override {
    if (left_ == 0) return std::string_view();
    const auto piece = kept_->next();
    if (!piece) return piece;
    if (piece->size() < left_) {
      left_ -= piece->size();
      return piece;
    }
    const auto end = piece->rfind('\n', left_ - 1);
    left_ = 0;
    return piece->substr(0, end == std::string_view::npos ? 0 : end + 1);
  }

 private:
  std::unique_ptr<ByteSource> kept_;
  std::uint64_t left_;
};

// With another letter in the place of the last.
class MangledSource final : public ByteSource {
 public:
  explicit MangledSource(std::unique_ptr<ByteSource> kept) : kept_(std::move(kept)) {}

  Result<std::string_view> next() override {
    const auto piece = kept_->next();
    if (!piece || piece->size() < 3) return piece;
    changed_ = *piece;
    auto& letter = changed_[changed_.size() - 3];
    letter = letter == 'x' ? 'y' : 'x';
    return std::string_view(changed_);
  }

 private:
  std::unique_ptr<ByteSource> kept_;
  std::string changed_;
};

class DeviantMaildrop final : public Maildrop {
 public:
  DeviantMaildrop(std::unique_ptr<Maildrop> kept, const Deviations& deviations)
      : kept_(std::move(kept)),
        deviations_(deviations),
        messages_(kept_->messages()),
        reads_(messages_.size()) {
    if (!deviations_.effects().unique_ids_change) return;
    static std::atomic<unsigned> sessions = 0;
    const auto session = std::to_string(++sessions);
    for (auto& message : messages_) message.unique_id += "." + session;
    if (!messages_.empty()) deviations_.note_acted();
  }

  const std::vector<StoredMessage>& messages() const override { return messages_; }

  Result<std::unique_ptr<ByteSource>> read(std::size_t index) const override {
    auto source = kept_->read(index);
    if (!source) return source;
    if (++reads_.at(index) == 1) return source;
    const auto& effects = deviations_.effects();
    constexpr std::uint64_t cut_at = 768ULL << 10;
    if (effects.letters_lose_leading_dots) return acted(std::make_unique<DotlessSource>(std::move(*source)));
    if (effects.letters_are_mangled) return acted(std::make_unique<MangledSource>(std::move(*source)));
    if (effects.large_letters_are_cut && messages_.at(index).octets > cut_at)
      return acted(std::make_unique<ShortSource>(std::move(*source), cut_at));
    return source;
  }

  Result<void> remove(const std::vector<std::size_t>& indices) override { return kept_->remove(indices); }

 private:
  std::unique_ptr<ByteSource> acted(std::unique_ptr<ByteSource> source) const {
    deviations_.note_acted();
    return source;
  }

  const std::unique_ptr<Maildrop> kept_;
  const Deviations& deviations_;
  std::vector<StoredMessage> messages_;
  mutable std::vector<unsigned> reads_;
};

}  // namespace

Result<std::unique_ptr<Maildrop>> DeviantMailStore::open(const Mailbox& mailbox) {
  auto drop = kept_.open(mailbox);
  if (!drop) return drop;
  return std::unique_ptr<Maildrop>(std::make_unique<DeviantMaildrop>(std::move(*drop), deviations_));
}

}  // namespace refd
