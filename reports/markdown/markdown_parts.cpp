#include "reports/markdown/markdown_parts.h"

#include <algorithm>

#include <fmt/format.h>

#include "reports/text/safe_text.h"

namespace reports::markdown {

std::string plain(std::string_view untrusted) {
  constexpr std::size_t longest_text = 600;
  std::string result;
  for (const char c : shortened(printable(untrusted, Lines::join), longest_text)) {
    if (c == '\n') {
      result += ' ';
    } else if (c == '<' || c == '>' || c == '&') {
      result += c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&amp;";
    } else {
      if (std::string_view("\\`*_{}[]#|~!").find(c) != std::string_view::npos) result += '\\';
      result += c;
    }
  }
  return result;
}

std::string code(std::string_view untrusted) {
  const std::string text = printable(untrusted, Lines::join);
  std::size_t longest = 0;
  std::size_t row = 0;
  for (const char c : text) {
    row = c == '`' ? row + 1 : 0;
    longest = std::max(longest, row);
  }
  if (text.empty()) return "` `";  // "``" alone would begin code that goes on to the next of its kind
  if (longest == 0) return fmt::format("`{}`", text);
  const std::string fence(longest + 1, '`');
  return fmt::format("{} {} {}", fence, text, fence);
}

std::string code_cell(std::string_view untrusted) {
  return untrusted.find('|') == std::string_view::npos ? code(untrusted) : plain(untrusted);
}

std::string_view mark(Verdict verdict) {
  if (is_bad(verdict) || verdict == Verdict::none) return "❌";
  if (verdict == Verdict::pass) return "✅";
  if (verdict == Verdict::inconclusive) return "❔";
  return verdict == Verdict::expected_failure ? "⚠️" : "➖";
}

}  // namespace reports::markdown
