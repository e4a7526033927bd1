#include "ftp/file_mode.h"

#include <algorithm>

namespace refd {
namespace {

bool is_octal(std::string_view text) {
  return (text.size() == 3 || text.size() == 4) &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '7'; });
}

// Bits of one class of users ("u" … "a"), as a factor for bits of "others"; 0 for another letter.
unsigned class_factor(char letter) {
  switch (letter) {
    case 'u':
      return 0100;
    case 'g':
      return 0010;
    case 'o':
      return 0001;
    case 'a':
      return 0111;
    default:
      return 0;
  }
}

Result<unsigned> permission(char letter, unsigned current, bool is_directory) {
  switch (letter) {
    case 'r':
      return 4U;
    case 'w':
      return 2U;
    case 'x':
      return 1U;
    case 'X':
      return is_directory || (current & 0111U) != 0 ? 1U : 0U;
    default:
      return system_error(EINVAL);
  }
}

// "ugo+rwx": classes, one operator, permissions.
Result<unsigned> apply_clause(std::string_view clause, unsigned mode, bool is_directory) {
  unsigned classes = 0;
  while (!clause.empty() && class_factor(clause.front()) != 0) {
    classes |= class_factor(clause.front());
    clause.remove_prefix(1);
  }
  if (classes == 0) classes = 0111;
  if (clause.empty()) return system_error(EINVAL);
  const char action = clause.front();
  unsigned bits = 0;
  for (const char letter : clause.substr(1)) {
    const auto bit = permission(letter, mode, is_directory);
    if (!bit) return bit.error();
    bits |= *bit;
  }
  switch (action) {
    case '+':
      return mode | classes * bits;
    case '-':
      return mode & ~(classes * bits);
    case '=':
      return (mode & ~(classes * 7)) | classes * bits;
    default:
      return system_error(EINVAL);
  }
}

}  // namespace

Result<unsigned> parse_file_mode(std::string_view text, unsigned current, bool is_directory) {
  if (is_octal(text)) {
    unsigned mode = 0;
    for (const char digit : text) mode = mode * 8 + static_cast<unsigned>(digit - '0');
    return mode;
  }
  unsigned mode = current;
  for (;;) {
    const auto comma = text.find(',');
    const auto changed = apply_clause(text.substr(0, comma), mode, is_directory);
    if (!changed) return changed.error();
    mode = *changed;
    if (comma == std::string_view::npos) return mode;
    text.remove_prefix(comma + 1);
  }
}

}  // namespace refd
