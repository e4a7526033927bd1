#include "reports/text/safe_text.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include <fmt/format.h>

namespace reports {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

struct CodePoint {
  std::uint32_t value = 0;
  /// Bytes taken; 0 when they are not UTF-8.
  std::size_t length = 0;
};

bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// The character at the start of `bytes`, which is not empty (RFC 3629: no overlong form, no surrogate).
CodePoint decode(std::string_view bytes) {
  const auto lead = static_cast<unsigned char>(bytes.front());
  if (lead < 0x80U) return {lead, 1};
  const std::size_t length = lead >= 0xF0U ? 4 : lead >= 0xE0U ? 3 : 2;
  if (lead < 0xC2U || lead > 0xF4U || bytes.size() < length) return {};
  constexpr std::array<std::uint32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
  std::uint32_t value = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(bytes[i])) return {};
    value = value << 6U | (static_cast<unsigned char>(bytes[i]) & 0x3FU);
  }
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < smallest.at(length) || value > 0x10FFFF || surrogate) return {};
  return {value, length};
}

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

template <std::size_t Count>
bool is_in(const std::array<Range, Count>& ranges, std::uint32_t value) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [value](const Range& range) { return value >= range.first && value <= range.last; });
}

constexpr std::array hidden_ranges{
    Range{0x00, 0x1F},     Range{0x7F, 0x9F},     Range{0x200E, 0x200F}, Range{0x2028, 0x202E},
    Range{0x2066, 0x2069}, Range{0xFEFF, 0xFEFF}, Range{0xFFFE, 0xFFFF},
};

constexpr std::array wide_ranges{
    Range{0x1100, 0x115F},   Range{0x2E80, 0x303E}, Range{0x3041, 0x33FF}, Range{0x3400, 0x4DBF},
    Range{0x4E00, 0x9FFF},   Range{0xA000, 0xA4CF}, Range{0xAC00, 0xD7A3}, Range{0xF900, 0xFAFF},
    Range{0xFE30, 0xFE6F},   Range{0xFF00, 0xFF60}, Range{0xFFE0, 0xFFE6}, Range{0x1F300, 0x1FAFF},
    Range{0x20000, 0x3FFFD},
};

constexpr std::array zero_width_ranges{Range{0x0300, 0x036F}, Range{0x200B, 0x200D}, Range{0xFE00, 0xFE0F}};

std::string shown_code(std::uint32_t value) {
  switch (value) {
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      return value < 0x100 ? fmt::format("\\x{:02x}", value) : fmt::format("\\u{{{:04x}}}", value);
  }
}

}  // namespace

std::string valid_utf8(std::string_view bytes) {
  std::string result;
  result.reserve(bytes.size());
  while (!bytes.empty()) {
    const CodePoint next = decode(bytes);
    result += next.length == 0 ? replacement : bytes.substr(0, next.length);
    bytes.remove_prefix(std::max<std::size_t>(next.length, 1));
  }
  return result;
}

std::string printable(std::string_view bytes, Lines lines) {
  std::string result;
  result.reserve(bytes.size());
  while (!bytes.empty()) {
    const CodePoint next = decode(bytes);
    const std::string_view taken = bytes.substr(0, std::max<std::size_t>(next.length, 1));
    bytes.remove_prefix(taken.size());
    const bool line_break = next.value == '\n' || next.value == '\t';
    const bool before_line_feed = next.value == '\r' && bytes.starts_with('\n');
    if (next.length == 0) {
      result += replacement;
    } else if (!is_in(hidden_ranges, next.value) || (lines == Lines::keep && line_break)) {
      result += taken;
    } else if (lines == Lines::join || !before_line_feed) {
      result += shown_code(next.value);
    }
  }
  return result;
}

std::string_view without_line_end(std::string_view text) {
  while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

std::string shortened(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return std::string(text);
  std::size_t head = limit / 2;
  std::size_t tail = text.size() - limit / 2;
  while (head > 0 && is_continuation(text[head])) --head;
  while (tail < text.size() && is_continuation(text[tail])) ++tail;
  return fmt::format("{}\n[… {} bytes left out …]\n{}", text.substr(0, head), tail - head, text.substr(tail));
}

std::string beginning(std::string_view text, std::size_t limit) {
  constexpr std::string_view blanks = " \t\r\n";
  std::string line;
  bool pending = false;
  for (std::size_t i = 0; i < text.size() && line.size() <= limit; ++i) {
    if (blanks.find(text[i]) != std::string_view::npos) {
      pending = !line.empty();
      continue;
    }
    if (pending) line += ' ';
    pending = false;
    line += text[i];
  }
  if (line.size() <= limit) return line;
  std::size_t end = limit;
  while (end > 0 && is_continuation(line[end])) --end;
  return line.substr(0, end) + "…";
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const CodePoint next = decode(text);
    text.remove_prefix(std::max<std::size_t>(next.length, 1));
    if (is_in(zero_width_ranges, next.value)) continue;
    width += is_in(wide_ranges, next.value) ? 2 : 1;
  }
  return width;
}

std::string fitted(std::string_view text, std::size_t width) {
  std::size_t taken = 0;
  std::size_t end = 0;
  while (end < text.size()) {
    const std::size_t length = std::max<std::size_t>(decode(text.substr(end)).length, 1);
    taken += display_width(text.substr(end, length));
    if (taken > width) break;
    end += length;
  }
  return std::string(text.substr(0, end));
}

std::string padded(std::string_view text, std::size_t width) {
  std::string result(text);
  const std::size_t taken = display_width(text);
  if (taken < width) result.append(width - taken, ' ');
  return result;
}

}  // namespace reports
