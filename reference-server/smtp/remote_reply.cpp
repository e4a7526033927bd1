#include "smtp/remote_reply.h"

#include <algorithm>

namespace refd::smtp {
namespace {

constexpr std::size_t most_lines = 100;
constexpr std::size_t longest_text = 500;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// One to three digits, as RFC 3463 section 2 has a subject and a detail.
bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= 3 && std::all_of(text.begin(), text.end(), is_digit);
}

// "5.1.1", of the class of the code.
bool is_status(std::string_view word, int code) {
  if (word.size() < 5 || word[0] != static_cast<char>('0' + code / 100) || word[1] != '.') return false;
  const auto dot = word.find('.', 2);
  return dot != std::string_view::npos && is_number(word.substr(2, dot - 2)) &&
         is_number(word.substr(dot + 1));
}

}  // namespace

std::string RemoteReply::status() const {
  const auto& first = lines.empty() ? std::string() : lines.front();
  const auto word = std::string_view(first).substr(0, first.find(' '));
  return is_status(word, code) ? std::string(word) : std::to_string(code / 100) + ".0.0";
}

std::string RemoteReply::text() const {
  auto text = std::to_string(code);
  for (const auto& line : lines) {
    text.append(" ").append(line);
    if (text.size() > longest_text) break;
  }
  return text.substr(0, longest_text);
}

// Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [ SP textstring ] CRLF
ReplyReader::Progress ReplyReader::add(std::string_view line) {
  if (line.size() < 3 || !std::all_of(line.begin(), line.begin() + 3, is_digit)) return Progress::malformed;
  const int code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
  const char mark = line.size() == 3 ? ' ' : line[3];
  if (code < 200 || code > 599 || (mark != ' ' && mark != '-')) return Progress::malformed;
  if (!reply_.lines.empty() && code != reply_.code) return Progress::malformed;
  if (reply_.lines.size() == most_lines) return Progress::malformed;
  reply_.code = code;
  reply_.lines.emplace_back(line.substr(std::min<std::size_t>(line.size(), 4)));
  return mark == '-' ? Progress::more : Progress::whole;
}

RemoteReply ReplyReader::take() {
  RemoteReply whole = std::move(reply_);
  reply_ = RemoteReply();
  return whole;
}

}  // namespace refd::smtp
