#include "cgi/script_reply.h"

#include <algorithm>
#include <charconv>

#include "cgi/text.h"

namespace refd::cgi {

namespace {

// So much of a bad line is told.
constexpr std::size_t shown_octets = 200;

// A token of RFC 9110 section 5.6.2.
bool is_field_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return is_alphanumeric(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

bool has_control(std::string_view value) {
  return std::any_of(value.begin(), value.end(), [](char c) { return is_control(c) && c != '\t'; });
}

std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::string_view ReplyParser::feed(std::string_view octets) {
  while (state_ == State::reading && !octets.empty()) {
    const auto end = octets.find('\n');
    const auto taken = end == std::string_view::npos ? octets.size() : end + 1;
    octets_ += taken;
    if (octets_ > most_head_octets) {
      refuse("the header fields are too long", line_ + std::string(octets.substr(0, shown_octets)));
      return {};
    }
    line_.append(octets.substr(0, std::min(end, octets.size())));
    octets.remove_prefix(taken);
    if (end == std::string_view::npos) break;
    take_line(line_.ends_with('\r') ? std::string_view(line_).substr(0, line_.size() - 1) : line_);
    line_.clear();
  }
  return state_ == State::complete ? octets : std::string_view();
}

void ReplyParser::refuse(std::string_view why, std::string_view line) {
  state_ = State::malformed;
  mistake_ = std::string(why) + ": " + std::string(line.substr(0, shown_octets));
}

void ReplyParser::take_line(std::string_view line) {
  if (line.empty()) {
    // Section 6.2: a reply has at least one field.
    if (!has_fields_) return refuse("no header field before the empty line", {});
    state_ = State::complete;
    return;
  }
  const auto colon = line.find(':');
  const auto name = line.substr(0, std::min(colon, line.size()));
  if (colon == std::string_view::npos || !is_field_name(name)) return refuse("bad header line", line);
  const auto value = trimmed(line.substr(colon + 1));
  if (has_control(value)) return refuse("a control character in a header line", line);
  has_fields_ = true;
  take_field(line, name, value);
}

bool ReplyParser::is_called(std::string_view name, std::string_view known) const {
  return folds_case_ ? equals_ignoring_case(name, known) : name == known;
}

// The last one counts when a field stands there twice, as in Apache.
void ReplyParser::take_field(std::string_view line, std::string_view name, std::string_view value) {
  if (is_called(name, "Status")) {
    take_status(line, value);
  } else if (is_called(name, "Location")) {
    head_.location = value;
  } else if (is_called(name, "Content-Type")) {
    head_.content_type = value;
  } else if (is_called(name, "Content-Length")) {
    const auto length = whole_number(value);
    if (!length) return refuse("bad Content-Length", line);
    head_.content_length = length;
  } else {
    head_.fields.push_back({std::string(name), std::string(value)});
  }
}

void ReplyParser::take_status(std::string_view line, std::string_view value) {
  const auto digits = value.substr(0, 3);
  const auto rest = value.substr(digits.size());
  const auto status = whole_number(digits);
  if (!status || digits.size() != 3 || *status < 200 || (!rest.empty() && rest.front() != ' '))
    return refuse("bad Status", line);
  head_.status = static_cast<unsigned>(*status);
  head_.reason = trimmed(rest);
}

}  // namespace refd::cgi
