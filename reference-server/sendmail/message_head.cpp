#include "sendmail/message_head.h"

#include <algorithm>

namespace refd::sendmail {

namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

// The name of the field that begins with `line`; empty when none does. Blanks before the colon are obsolete,
// yet met (RFC 5322 section 4.5).
std::string_view field_name(std::string_view line) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return {};
  auto name = line.substr(0, colon);
  while (!name.empty() && is_blank(name.back())) name.remove_suffix(1);
  const bool is_name = std::all_of(name.begin(), name.end(), [](char c) { return c > 0x20 && c < 0x7f; });
  return is_name ? name : std::string_view();
}

}  // namespace

std::string MessageHead::Field::value() const {
  std::string unfolded;
  for (const char c : std::string_view(text).substr(text.find(':') + 1)) {
    if (c != '\n') unfolded.push_back(c);
  }
  unfolded.erase(0, std::min(unfolded.find_first_not_of(" \t"), unfolded.size()));
  return unfolded;
}

bool is_named(const MessageHead::Field& field, std::string_view name) noexcept {
  return std::equal(field.name.begin(), field.name.end(), name.begin(), name.end(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

bool MessageHead::has(std::string_view name) const noexcept {
  return std::any_of(fields.begin(), fields.end(),
                     [name](const Field& field) { return is_named(field, name); });
}

std::optional<MessageHead> read_message_head(std::string_view text, bool is_all) {
  MessageHead head;
  for (bool is_first = true;; is_first = false) {
    const auto rest = text.substr(head.octets);
    const auto end = rest.find('\n');
    if (end == std::string_view::npos) {
      // The last line always has its end once all is there.
      if (is_all) return head;
      return std::nullopt;
    }
    const auto line = rest.substr(0, end + 1);
    if (line == "\n") {
      ++head.octets;
      return head;
    }
    if (is_first && line.starts_with("From ")) {
      head.octets += line.size();
      continue;
    }
    if (is_blank(line.front()) && !head.fields.empty()) {
      head.fields.back().text.append(line);
    } else if (const auto name = field_name(line); !name.empty()) {
      head.fields.push_back({std::string(name), std::string(line)});
    } else {
      return head;
    }
    head.octets += line.size();
  }
}

}  // namespace refd::sendmail
