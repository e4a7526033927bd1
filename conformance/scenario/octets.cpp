#include "scenario/octets.h"

#include <cstring>
#include <random>

namespace cts {

std::string every_octet_value() {
  std::string octets;
  for (int value = 0; value < 256; ++value) octets.push_back(static_cast<char>(value));
  for (int value = 255; value >= 0; --value) octets.push_back(static_cast<char>(value));
  octets += "\r\n\n\r\r\n\n\n\r\r";
  // Telnet's escape octet, doubled and in front of a line end.
  octets += "\xff\xff\r\xff\n\xff";
  return octets;
}

std::string noise(std::size_t count, std::uint64_t seed) {
  std::mt19937_64 generator(seed);
  std::string octets(count, '\0');
  for (std::size_t at = 0; at < count; at += sizeof(std::uint64_t)) {
    const std::uint64_t word = generator();
    std::memcpy(octets.data() + at, &word, std::min(sizeof word, count - at));
  }
  return octets;
}

}  // namespace cts
