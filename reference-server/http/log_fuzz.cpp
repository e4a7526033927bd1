#include <algorithm>
#include <array>

#include "fuzzing/dice.h"
#include "fuzzing/target.h"
#include "http/access_log.h"
#include "http/http_fuzz.h"

namespace refd::http {
namespace {

using fuzzing::require;
using fuzzing::require_same;

char octet_of(std::string_view digits) {
  unsigned number = 0;
  for (const char c : digits) number = number * 16 + static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10);
  return static_cast<char>(number);
}

// The value in quotes that `line` begins with, as a program reads it that knows Apache's logs; it goes.
std::string take_value(std::string_view& line, bool ends_at_any_quote) {
  require(line.starts_with('"'), "a value begins with a quote", line);
  std::string value;
  std::size_t at = 1;
  for (; at < line.size() && line[at] != '"'; ++at) {
    if (line[at] != '\\' || ends_at_any_quote) {
      value += line[at];
      continue;
    }
    ++at;
    require(at < line.size(), "an escape is whole", line);
    constexpr std::string_view letters = "bnrtv";
    constexpr std::string_view meanings = "\b\n\r\t\v";
    if (line[at] == 'x') {
      require(line.size() > at + 2, "an escape is whole", line);
      value += octet_of(line.substr(at + 1, 2));
      at += 2;
    } else if (const auto letter = letters.find(line[at]); letter != std::string_view::npos) {
      value += meanings[letter];
    } else {
      value += line[at];
    }
  }
  require(at < line.size(), "a value ends with a quote", line);
  line.remove_prefix(std::min(at + 2, line.size()));
  return value;
}

// Three lines of the text: request line, referer, agent.
void check_line(std::string_view text, bool ends_at_any_quote) {
  const auto end = [](std::string_view rest) {
    return std::min(rest.find('\t'), rest.size());
  };
  std::array<std::string_view, 3> values;
  for (auto& value : values) {
    value = text.substr(0, end(text));
    text.remove_prefix(std::min(text.size(), value.size() + 1));
  }
  std::string out;
  append_combined_line({.visitor_address = "192.0.2.7",
                        .time = {},
                        .request_line = values[0],
                        .status = 200,
                        .body_octets = 12,
                        .referer = values[1],
                        .user_agent = values[2]},
                       out);
  require(std::all_of(out.begin(), out.end() - 1, [](char c) { return c >= ' ' && c <= '~'; }) &&
              out.ends_with('\n'),
          "a line is one printable line", out);
  std::string_view rest(out);
  constexpr std::string_view time = "192.0.2.7 - - [";
  require(rest.starts_with(time) && rest.find("] \"") < 50, "a line begins as the server says", out);
  rest.remove_prefix(rest.find("] \"") + 2);
  const auto or_none = [](std::string_view value) {
    return value.empty() ? std::string_view("-") : value;
  };
  require_same(take_value(rest, ends_at_any_quote), or_none(values[0]), "a request line is read as it came");
  require(rest.starts_with("200 12 "), "the server's own words stand behind it", rest);
  rest.remove_prefix(7);
  require_same(take_value(rest, ends_at_any_quote), or_none(values[1]), "a referer is read as it came");
  require_same(take_value(rest, ends_at_any_quote), or_none(values[2]), "an agent is read as it came");
  require(rest.empty(), "nothing more is told", rest);
}

}  // namespace

void check_log_line(std::string_view text) {
  check_line(text, false);
}

void check_log_line_to_the_first_quote(std::string_view text) {
  check_line(text, true);
}

}  // namespace refd::http
