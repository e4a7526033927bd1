#include "ssi/substitution.h"

#include <algorithm>

#include "ssi/characters.h"

namespace refd::ssi {

namespace {

// A variable as it is written at the front of a text that begins with "$".
struct Reference {
  std::string_view written;  // empty: its "}" is missing
  std::string_view name;     // empty: it is no reference but a "$"
};

Reference reference_at(std::string_view text) {
  if (text.substr(1).starts_with('{')) {
    const auto end = text.find('}');
    if (end == std::string_view::npos) return {};
    if (end == 2) return {text.substr(0, 1), {}};
    return {text.substr(0, end + 1), text.substr(2, end - 2)};
  }
  const auto* end =
      std::find_if_not(text.begin() + 1, text.end(), [](char c) { return is_alphanumeric(c) || c == '_'; });
  const auto length = static_cast<std::size_t>(end - text.begin());
  return {text.substr(0, length), text.substr(1, length - 1)};
}

}  // namespace

std::optional<std::string> substituted(std::string_view text, const Lookup& lookup, Unknown unknown) {
  std::string out;
  while (!text.empty()) {
    const auto special = std::min(text.find_first_of("\\$"), text.size());
    out.append(text.substr(0, special));
    text.remove_prefix(special);
    if (out.size() > longest_text) return std::nullopt;
    if (text.empty()) break;
    if (text.front() == '\\') {
      const bool hides_dollar = text.substr(1).starts_with('$');
      out.push_back(hides_dollar ? '$' : '\\');
      text.remove_prefix(hides_dollar ? 2 : 1);
      continue;
    }
    const auto reference = reference_at(text);
    if (reference.written.empty()) break;
    text.remove_prefix(reference.written.size());
    if (reference.name.empty()) {
      out.push_back('$');
    } else if (const auto value = lookup(reference.name)) {
      out.append(*value);
    } else if (unknown == Unknown::kept) {
      out.append(reference.written);
    }
  }
  if (out.size() > longest_text) return std::nullopt;
  return out;
}

}  // namespace refd::ssi
