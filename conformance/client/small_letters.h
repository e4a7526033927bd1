#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace cts {

/// `text` with its ASCII letters made small; every other octet stays, whatever the locale. For what protocols
/// and pages compare without regard to case.
inline std::string in_small_letters(std::string_view text) {
  std::string small(text);
  std::transform(small.begin(), small.end(), small.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return small;
}

}  // namespace cts
