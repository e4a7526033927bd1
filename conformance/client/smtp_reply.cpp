#include "client/smtp_reply.h"

#include <algorithm>
#include <ostream>

#include "client/transcript.h"

namespace cts {
namespace {

constexpr std::size_t shown_text = 200;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// The code at the head of a line: three digits from 200 to 599, then a space, a hyphen or nothing (RFC 5321
// §4.2: no reply begins with 1). 0: none.
int code_of(std::string_view line) {
  if (line.size() < 3 || !is_digit(line[0]) || !is_digit(line[1]) || !is_digit(line[2])) return 0;
  if (line.size() > 3 && line[3] != ' ' && line[3] != '-') return 0;
  const int code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
  return code >= 200 && code < 600 ? code : 0;
}

bool opens_more(std::string_view line) {
  return line.size() > 3 && line[3] == '-';
}

std::string excerpt(std::string_view text) {
  std::string out = readable(text.substr(0, 60));
  if (text.size() > 60) out += "…";
  return out;
}

// Up to `most` digits at the head of `text`, taken away; false when there are none.
bool take_digits(std::string_view& text, std::size_t most) {
  const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
  if (count == 0 || count > most) return false;
  text.remove_prefix(count);
  return true;
}

bool take_dot(std::string_view& text) {
  if (!text.starts_with('.')) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

std::string SmtpReplyParser::objection(std::string_view line) const {
  const int code = code_of(line);
  if (code == 0) return "malformed: a line of a reply begins \"" + excerpt(line) + "\"";
  if (current_.code != 0 && code != current_.code)
    return "malformed: a line with " + std::to_string(code) + " in a reply of " +
           std::to_string(current_.code);
  return {};
}

SmtpReply SmtpReplyParser::give_up(std::string problem) {
  raw_ = buffer_.substr(0, reply_limit);
  SmtpReply broken;
  broken.lines = std::move(current_.lines);
  broken.problem = std::move(problem);
  buffer_.clear();
  scanned_ = 0;
  current_ = {};
  return broken;
}

std::optional<SmtpReply> SmtpReplyParser::next() {
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
    current_.code = code_of(line);
    const bool last = !opens_more(line);
    current_.lines.push_back(std::move(line));
    scanned_ = end + 1;
    if (!last) continue;

    raw_ = buffer_.substr(0, scanned_);
    buffer_.erase(0, scanned_);
    scanned_ = 0;
    SmtpReply whole = std::move(current_);
    current_ = {};
    return whole;
  }
}

std::string SmtpReply::text() const {
  if (lines.empty() || lines.front().size() <= 4) return {};
  return lines.front().substr(4);
}

// RFC 2034 §4: class "." subject "." detail, and the class is the code's.
std::string SmtpReply::status() const {
  const std::string whole = text();
  std::string_view rest = whole;
  if (!take_digits(rest, 1) || !take_dot(rest) || !take_digits(rest, 3) || !take_dot(rest) ||
      !take_digits(rest, 3))
    return {};
  if (!rest.empty() && rest.front() != ' ') return {};
  return whole.substr(0, whole.size() - rest.size());
}

void PrintTo(const SmtpReply& reply, std::ostream* out) {
  if (reply.code == 0) {
    *out << "no reply: " << (reply.problem.empty() ? "none was asked for" : readable(reply.problem));
    return;
  }
  *out << reply.code << ' ' << readable(reply.text().substr(0, shown_text));
  if (reply.lines.size() > 1) *out << " (" << reply.lines.size() << " lines)";
}

SmtpReply no_smtp_reply(std::string problem) {
  SmtpReply reply;
  reply.problem = std::move(problem);
  return reply;
}

}  // namespace cts
