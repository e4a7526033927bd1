#include "check/message.h"

#include <algorithm>
#include <cctype>

#include "check/octets.h"

namespace cts {
namespace {

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y));
  });
}

// The first of `wanted` that does not stand in `lines` behind those before it; nullptr: all do.
const std::string_view* missing_line(const std::vector<std::string_view>& wanted,
                                     const std::vector<std::string_view>& lines) {
  auto from = lines.begin();
  for (const std::string_view& line : wanted) {
    from = std::find(from, lines.end(), line);
    if (from == lines.end()) return &line;
    ++from;
  }
  return nullptr;
}

}  // namespace

std::string_view header_of(std::string_view message) {
  const std::size_t end = message.find("\r\n\r\n");
  return end == std::string_view::npos ? message : message.substr(0, end + 2);
}

std::string_view body_of(std::string_view message) {
  const std::size_t end = message.find("\r\n\r\n");
  return end == std::string_view::npos ? std::string_view() : message.substr(end + 4);
}

std::vector<std::string_view> header_lines(std::string_view message) {
  const std::string_view header = header_of(message);
  std::vector<std::string_view> lines;
  for (std::size_t at = 0; at < header.size();) {
    const std::size_t end = std::min(header.find("\r\n", at), header.size());
    lines.push_back(header.substr(at, end - at));
    at = end + 2;
  }
  return lines;
}

std::string field_of(std::string_view message, std::string_view name) {
  std::string value;
  bool found = false;
  for (const std::string_view line : header_lines(message)) {
    const bool continues = line.starts_with(' ') || line.starts_with('\t');
    if (found && !continues) break;
    if (found) value += line;
    const std::size_t colon = line.find(':');
    if (found || continues || colon == std::string_view::npos || !same_name(line.substr(0, colon), name))
      continue;
    found = true;
    value = line.substr(colon + 1);
  }
  const std::size_t first = value.find_first_not_of(" \t");
  return first == std::string::npos ? std::string() : value.substr(first);
}

std::string describe_header_difference(std::string_view sent, std::string_view arrived) {
  const auto wanted = header_lines(sent);
  const std::string_view* line = missing_line(wanted, header_lines(arrived));
  return line == nullptr ? "" : "its header lacks " + describe_octets(*line) + ", or has it elsewhere";
}

bool CarriesMatcher::MatchAndExplain(const std::string& arrived,
                                     testing::MatchResultListener* listener) const {
  if (const std::string why = describe_header_difference(*sent_, arrived); !why.empty()) {
    *listener << why;
    return false;
  }
  if (body_of(arrived) == body_of(*sent_)) return true;
  *listener << "its body: " << describe_difference(body_of(*sent_), body_of(arrived));
  return false;
}

void CarriesMatcher::DescribeTo(std::ostream* out) const {
  *out << "the message as it was sent, " << describe_octets(*sent_);
}
void CarriesMatcher::DescribeNegationTo(std::ostream* out) const {
  *out << "another message than was sent";
}

CarriesMatcher Carries(std::string_view sent) {
  return CarriesMatcher(sent);
}

}  // namespace cts
