#pragma once

#include <string>
#include <string_view>

namespace cts {

/// "12 octets \"Hello World!\"": for people; a long text by its head.
std::string describe_octets(std::string_view octets);

/// Where `actual` first differs from `expected`: "11 octets instead of 12; the first difference at offset 3:
/// 6c 6f instead of 4c 4f". Empty when they are equal. Never longer than a line.
std::string describe_difference(std::string_view expected, std::string_view actual);

}  // namespace cts
