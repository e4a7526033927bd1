#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <ostream>

#include "client/ftp_reply_parser.h"
#include "client/transcript.h"

namespace cts {
namespace {

constexpr std::size_t shown_text = 200;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// The code at the head of a line: three digits from 100 to 599, then a space, a hyphen or nothing. 0: none.
int code_of(std::string_view line) {
  if (line.size() < 3 || !is_digit(line[0]) || !is_digit(line[1]) || !is_digit(line[2])) return 0;
  if (line.size() > 3 && line[3] != ' ' && line[3] != '-') return 0;
  const int code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
  return code >= 100 && code < 600 ? code : 0;
}

bool opens_more(std::string_view line) {
  return line.size() > 3 && line[3] == '-';
}

std::string excerpt(std::string_view text) {
  std::string out = readable(text.substr(0, 60));
  if (text.size() > 60) out += "…";
  return out;
}

// Reads a number of at most `most` at `at` and moves `at` behind it.
std::optional<unsigned> number_at(std::string_view text, std::size_t& at, unsigned most) {
  unsigned value = 0;
  const char* const begin = text.data() + at;
  const auto [end, error] = std::from_chars(begin, text.data() + text.size(), value);
  if (error != std::errc() || end == begin || value > most) return std::nullopt;
  at += static_cast<std::size_t>(end - begin);
  return value;
}

std::optional<std::array<unsigned, 6>> six_numbers_at(std::string_view text, std::size_t at) {
  std::array<unsigned, 6> numbers{};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (i != 0 && (at >= text.size() || text[at++] != ',')) return std::nullopt;
    const auto number = number_at(text, at, 255);
    if (!number) return std::nullopt;
    numbers[i] = *number;
  }
  return numbers;
}

}  // namespace

std::string FtpReplyParser::objection(std::string_view line) const {
  if (!current_.lines.empty()) return {};
  return code_of(line) == 0 ? "malformed: a reply begins \"" + excerpt(line) + "\"" : std::string();
}

FtpReply FtpReplyParser::give_up(std::string problem) {
  raw_ = buffer_.substr(0, reply_limit);
  FtpReply broken;
  broken.lines = std::move(current_.lines);
  broken.problem = std::move(problem);
  buffer_.clear();
  scanned_ = 0;
  current_ = {};
  return broken;
}

std::optional<FtpReply> FtpReplyParser::next() {
  while (true) {
    const std::size_t end = buffer_.find('\n', scanned_);
    const std::size_t length = (end == std::string::npos ? buffer_.size() : end) - scanned_;
    if (length > line_limit)
      return give_up("malformed: a line of more than " + std::to_string(line_limit) + " octets");
    if (end == std::string::npos) return std::nullopt;
    if (end + 1 > reply_limit)
      return give_up("malformed: a reply of more than " + std::to_string(reply_limit) + " octets");

    std::string line = buffer_.substr(scanned_, length);
    if (line.ends_with('\r')) line.pop_back();
    if (std::string problem = objection(line); !problem.empty()) return give_up(std::move(problem));
    if (current_.lines.empty()) current_.code = code_of(line);
    const bool last = code_of(line) == current_.code && !opens_more(line);
    current_.lines.push_back(std::move(line));
    scanned_ = end + 1;
    if (!last) continue;

    raw_ = buffer_.substr(0, scanned_);
    buffer_.erase(0, scanned_);
    scanned_ = 0;
    FtpReply whole = std::move(current_);
    current_ = {};
    return whole;
  }
}

std::optional<PassiveAddress> parse_pasv(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_digit(text[at]) || (at > 0 && is_digit(text[at - 1]))) continue;
    const auto n = six_numbers_at(text, at);
    if (!n) continue;
    const unsigned port = (*n)[4] * 256 + (*n)[5];
    if (port == 0) return std::nullopt;
    std::string address;
    for (std::size_t i = 0; i < 4; ++i) address += (i == 0 ? "" : ".") + std::to_string((*n)[i]);
    return PassiveAddress{std::move(address), static_cast<std::uint16_t>(port)};
  }
  return std::nullopt;
}

std::optional<std::uint16_t> parse_epsv(std::string_view text) {
  std::size_t at = text.find('(');
  if (at == std::string_view::npos || at + 4 >= text.size()) return std::nullopt;
  const char bar = text[++at];
  if (bar < 33 || bar > 126 || is_digit(bar) || text[at + 1] != bar || text[at + 2] != bar)
    return std::nullopt;
  at += 3;
  const auto port = number_at(text, at, 65535);
  if (!port || *port == 0 || at >= text.size() || text[at] != bar) return std::nullopt;
  return static_cast<std::uint16_t>(*port);
}

std::string port_command(const std::string& ipv4_address, std::uint16_t port) {
  std::string numbers = ipv4_address;
  std::replace(numbers.begin(), numbers.end(), '.', ',');
  return "PORT " + numbers + "," + std::to_string(port >> 8) + "," + std::to_string(port & 255);
}

std::string eprt_command(const std::string& address, std::uint16_t port) {
  const char* const family = address.find(':') == std::string::npos ? "1" : "2";
  return std::string("EPRT |") + family + "|" + address + "|" + std::to_string(port) + "|";
}

std::string FtpReply::text() const {
  if (lines.empty() || lines.front().size() <= 4) return {};
  return lines.front().substr(4);
}

void PrintTo(const FtpReply& reply, std::ostream* out) {
  if (reply.code == 0) {
    *out << "no reply: " << (reply.problem.empty() ? "none was asked for" : readable(reply.problem));
    return;
  }
  *out << reply.code << ' ' << readable(reply.text().substr(0, shown_text));
  if (reply.lines.size() > 1) *out << " (" << reply.lines.size() << " lines)";
}

const FtpReply& FtpTransfer::outcome() const noexcept {
  if (completed.code != 0 || !completed.problem.empty()) return completed;
  if (opened.code != 0 || !opened.problem.empty()) return opened;
  return setup;
}

bool FtpTransfer::succeeded() const noexcept {
  return opened.code >= 100 && opened.code < 200 && completed.completed() && problem.empty();
}

void PrintTo(const FtpTransfer& transfer, std::ostream* out) {
  PrintTo(transfer.outcome(), out);
  if (!transfer.data.empty()) *out << ", " << transfer.data.size() << " octets received";
  if (!transfer.problem.empty()) *out << ", " << readable(transfer.problem);
}

}  // namespace cts
