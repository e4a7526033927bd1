#pragma once

#include <cstdint>
#include <string>

namespace cts {

/// Every octet value in rising and in falling order, and the line ends in every order that a careless
/// translation would change.
std::string every_octet_value();

/// `count` octets that do not compress or repeat; the same for the same `seed`.
std::string noise(std::size_t count, std::uint64_t seed);

}  // namespace cts
