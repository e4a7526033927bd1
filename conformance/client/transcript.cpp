#include "client/transcript.h"

#include <algorithm>
#include <cctype>

namespace cts {
namespace {

using reports::Direction;

constexpr std::size_t entry_overhead = 64;

std::size_t continuation_count(unsigned char lead) {
  if (lead >= 0xC2 && lead <= 0xDF) return 1;
  if (lead >= 0xE0 && lead <= 0xEF) return 2;
  if (lead >= 0xF0 && lead <= 0xF4) return 3;
  return 0;
}

// Length of a well-formed UTF-8 sequence of more than one octet; 0 when there is none.
std::size_t utf8_sequence(std::string_view bytes) {
  const auto octet = [&](std::size_t i) {
    return static_cast<unsigned char>(bytes[i]);
  };
  const std::size_t more = continuation_count(octet(0));
  if (more == 0 || bytes.size() <= more) return 0;
  for (std::size_t i = 1; i <= more; ++i)
    if ((octet(i) & 0xC0u) != 0x80u) return 0;
  const bool overlong = (octet(0) == 0xE0 && octet(1) < 0xA0) || (octet(0) == 0xF0 && octet(1) < 0x90);
  const bool beyond = (octet(0) == 0xED && octet(1) > 0x9F) || (octet(0) == 0xF4 && octet(1) > 0x8F);
  const bool control = octet(0) == 0xC2 && octet(1) < 0xA0;
  return overlong || beyond || control ? 0 : more + 1;
}

void append_escaped(std::string& out, char c) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  const auto octet = static_cast<unsigned char>(c);
  switch (c) {
    case '\r':
      out += "\\r";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\t':
      out += "\\t";
      return;
    case '\\':
      out += "\\\\";
      return;
    default:
      break;
  }
  if (octet >= 0x20 && octet < 0x7F) {
    out += c;
    return;
  }
  out += "\\x";
  out += digits[octet >> 4];
  out += digits[octet & 15u];
}

// The arguments of PASS, up to the end of their lines.
void add_pass_arguments(std::string_view bytes, std::vector<Masking::Span>& spans) {
  for (std::size_t line = 0; line < bytes.size();) {
    std::size_t end = bytes.find_first_of("\r\n", line);
    if (end == std::string_view::npos) end = bytes.size();
    std::string verb(bytes.substr(line, std::min<std::size_t>(5, end - line)));
    std::transform(verb.begin(), verb.end(), verb.begin(),
                   [](char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); });
    if (verb == "PASS " && end > line + 5) spans.push_back({line + 5, end});
    line = end + 1;
  }
}

}  // namespace

std::string readable(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  for (std::size_t i = 0; i < bytes.size();) {
    const std::size_t sequence = utf8_sequence(bytes.substr(i));
    if (sequence != 0) {
      out += bytes.substr(i, sequence);
      i += sequence;
      continue;
    }
    append_escaped(out, bytes[i]);
    // Broken where the line ends, so that a reply of many lines reads as such.
    if (bytes[i] == '\n' && i + 1 < bytes.size()) out += '\n';
    ++i;
  }
  return out;
}

Transcript::Transcript(std::vector<std::string> secrets) : secrets_(std::move(secrets)), masking_(secrets_) {}

void Transcript::hide(const std::string& secret) {
  secrets_.push_back(secret);
  masking_ = Masking(secrets_);
}

std::string Transcript::channel(std::string_view kind) {
  auto found =
      std::find_if(channels_.begin(), channels_.end(), [&](const auto& c) { return c.first == kind; });
  if (found == channels_.end()) found = channels_.insert(found, {std::string(kind), 0});
  return std::string(kind) + "#" + std::to_string(++found->second);
}

void Transcript::sent(std::string_view channel, std::string_view bytes) {
  keep(channel, Direction::sent, bytes, bytes.size());
}

void Transcript::received(std::string_view channel, std::string_view bytes) {
  keep(channel, Direction::received, bytes, bytes.size());
}

void Transcript::sent(std::string_view channel, std::string_view head, std::uint64_t whole) {
  keep(channel, Direction::sent, head, whole);
}

void Transcript::received(std::string_view channel, std::string_view head, std::uint64_t whole) {
  keep(channel, Direction::received, head, whole);
}

void Transcript::note(std::string_view channel, std::string_view text) {
  append(channel, Direction::note, readable(masking_.masked(text.substr(0, entry_limit))));
}

std::string Transcript::masked(std::string_view text) const {
  return masking_.masked(text);
}

void Transcript::repeat_with(std::string_view command) {
  repeat_ = masking_.masked(command);
}

Transcript::Tail& Transcript::tail_of(std::string_view channel, Direction direction) {
  for (Tail& tail : tails_)
    if (tail.channel == channel && tail.direction == direction) return tail;
  return tails_.emplace_back(Tail{std::string(channel), direction, 0, {}});
}

std::string Transcript::rendered(std::string_view bytes, std::vector<Masking::Span> spans) const {
  const std::size_t shown = std::min(bytes.size(), entry_limit);
  std::sort(spans.begin(), spans.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
  std::string out;
  std::size_t done = 0;
  for (const Masking::Span& span : spans) {
    if (span.begin >= shown) break;
    if (span.end <= done) continue;
    if (span.begin > done) out += readable(bytes.substr(done, span.begin - done));
    out += Masking::mask;
    done = span.end;
  }
  if (done < shown) out += readable(bytes.substr(done, shown - done));
  return out;
}

void Transcript::keep(std::string_view channel, Direction direction, std::string_view bytes,
                      std::uint64_t whole) {
  if (bytes.empty() || full_) return;
  // What is never shown needs no search.
  const std::string_view head = bytes.substr(0, head_octets());
  Tail& tail = tail_of(channel, direction);
  const std::string both = tail.bytes + std::string(head);
  const std::size_t border = tail.bytes.size();
  std::vector<Masking::Span> before;
  std::vector<Masking::Span> now;
  bool straddles = false;
  for (const Masking::Span& span : masking_.find(both)) {
    straddles = straddles || (span.begin < border && span.end > border);
    if (span.begin < border) before.push_back({span.begin, std::min(span.end, border)});
    if (span.end > border) now.push_back({std::max(span.begin, border) - border, span.end - border});
  }
  if (direction == Direction::sent) {
    add_pass_arguments(tail.bytes, before);
    add_pass_arguments(head, now);
  }
  if (straddles) entries_[tail.entry].text = rendered(tail.bytes, before);

  std::string text = rendered(head, now);
  if (whole > entry_limit) text += "… " + std::to_string(whole) + " octets";
  tail.bytes = whole > entry_limit ? std::string() : std::string(bytes);
  tail.entry = entries_.size();
  append(channel, direction, std::move(text));
}

void Transcript::append(std::string_view channel, Direction direction, std::string text) {
  if (full_) return;
  characters_ += text.size() + entry_overhead;
  full_ = characters_ > total_limit;
  if (full_) {
    direction = Direction::note;
    text = "the transcript is full: nothing more is kept";
  }
  entries_.push_back({.at = std::chrono::steady_clock::now() - start_,
                      .channel = std::string(channel),
                      .direction = direction,
                      .text = std::move(text)});
}

}  // namespace cts
