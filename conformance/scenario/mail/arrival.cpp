#include "scenario/mail/arrival.h"

#include <algorithm>

#include "check/message.h"

namespace cts {

void PrintTo(const Arrival& arrival, std::ostream* out) {
  PrintTo(arrival.message, out);
}

void ArrivalReader::add(std::string_view octets) {
  octets_ += octets.size();
  const std::string_view kept = octets.substr(0, kept_octets - head_.size());
  head_ += kept;
  if (chosen_) {
    compare(octets);
    return;
  }
  if (head_.size() < kept_octets && head_.find("\r\n\r\n") == std::string::npos) return;
  choose();
  compare(octets.substr(kept.size()));
}

// The letter is known by its mark, which its header has: what has come so far is compared, and all that
// comes.
void ArrivalReader::choose() {
  chosen_ = true;
  const std::string_view header = header_of(head_);
  const auto letter = std::find_if(letters_.begin(), letters_.end(), [&](const LargeLetter& one) {
    return header.find(one.mark) != std::string_view::npos;
  });
  if (letter == letters_.end()) return;
  message_ = std::make_unique<MessageComparison>(letter->text());
  if (letter->file) file_ = std::make_unique<File>(letter->file());
  compare(head_);
}

void ArrivalReader::compare(std::string_view octets) {
  if (message_) message_->add(octets);
  if (file_) file_->attached.add(octets);
}

Arrival ArrivalReader::result() {
  if (!chosen_) choose();
  Arrival arrival;
  arrival.message.difference =
      message_ ? message_->result().difference : "it is none of the letters that were looked for";
  if (file_) arrival.file_difference = file_->attached.ended() ? file_->finder.describe() : "it has no end";
  arrival.message.head = std::move(head_);
  arrival.message.octets = octets_;
  return arrival;
}

}  // namespace cts
