#include "smtp/incoming_message.h"

#include <algorithm>

#include "smtp/command_line.h"

namespace refd::smtp {
namespace {

// "at least 100" (RFC 5321 section 6.3).
constexpr unsigned most_hops = 100;
constexpr std::uint64_t shortened_line = 1000;
constexpr std::string_view trace_field = "received:";

}  // namespace

void HopCount::add(std::string_view octets) {
  while (in_header_ && !octets.empty()) {
    const auto end = octets.find('\n');
    const auto wanted = trace_field.size() - begin_of_line_.size();
    begin_of_line_ += small_letters(octets.substr(0, std::min(end, wanted)));
    if (end == std::string_view::npos) return;
    if (begin_of_line_ == trace_field) ++hops_;
    in_header_ = !begin_of_line_.empty() && begin_of_line_ != "\r";
    begin_of_line_.clear();
    octets.remove_prefix(end + 1);
  }
}

bool HopCount::has_too_many() const {
  return hops_ > most_hops;
}

IncomingMessage::IncomingMessage(std::unique_ptr<SpooledMessage> spooled, const Rules& rules)
    : spooled_(std::move(spooled)), rules_(rules), reader_(rules.framing) {}

void IncomingMessage::put_before(std::string_view line) {
  store(line);
}

std::size_t IncomingMessage::take(std::string_view octets) {
  piece_.clear();
  const auto taken = reader_.take(octets, piece_);
  octets_ += piece_.size();
  if (flaw_ != Flaw::none) return taken;
  hops_.add(piece_);
  if (rules_.most_octets && octets_ > *rules_.most_octets) {
    give_up(Flaw::too_large);
  } else if (hops_.has_too_many()) {
    give_up(Flaw::too_many_hops);
  } else {
    alter(piece_);
    store(piece_);
  }
  return taken;
}

void IncomingMessage::store(std::string_view octets) {
  if (octets.empty() || !spooled_) return;
  const auto stored = spooled_->write(octets);
  if (stored) return;
  error_ = stored.error();
  give_up(Flaw::not_stored);
}

void IncomingMessage::alter(std::string& octets) {
  if (!rules_.keeps_eight_bits) {
    for (auto& c : octets) c = static_cast<char>(static_cast<unsigned char>(c) & 0x7FU);
  }
  if (rules_.keeps_long_lines) return;
  std::erase_if(octets, [this](char c) {
    if (c == '\n') line_octets_ = 0;
    return c != '\n' && c != '\r' && ++line_octets_ > shortened_line;
  });
}

void IncomingMessage::give_up(Flaw flaw) {
  flaw_ = flaw;
  spooled_.reset();
}

}  // namespace refd::smtp
