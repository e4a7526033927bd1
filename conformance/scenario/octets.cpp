#include "scenario/octets.h"

#include <algorithm>
#include <cstring>

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
  NoiseSource source(count, seed);
  return held(source);
}

std::string_view NoiseSource::next() {
  constexpr std::uint64_t octets_a_piece = 57 * sizeof(std::uint64_t) * 64;
  const auto count = static_cast<std::size_t>(std::min(left_, octets_a_piece));
  left_ -= count;
  piece_.resize(count);
  for (std::size_t at = 0; at < count; at += sizeof(std::uint64_t)) {
    const std::uint64_t word = generator_();
    std::memcpy(piece_.data() + at, &word, std::min(sizeof word, count - at));
  }
  return piece_;
}

}  // namespace cts
