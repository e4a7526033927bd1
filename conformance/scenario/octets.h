#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>

#include "client/octet_source.h"

namespace cts {

/// Every octet value in rising and in falling order, and the line ends in every order that a careless
/// translation would change.
std::string every_octet_value();

/// `count` octets that do not compress or repeat; the same for the same `seed`.
std::string noise(std::size_t count, std::uint64_t seed);
/// The same octets piece by piece. The pieces before the last are of a whole number of words of noise and of
/// lines of base64.
class NoiseSource : public OctetSource {
 public:
  NoiseSource(std::uint64_t count, std::uint64_t seed) : count_(count), left_(count), generator_(seed) {}

  std::uint64_t size() const override { return count_; }
  std::string_view next() override;

 private:
  std::uint64_t count_;
  std::uint64_t left_;
  std::mt19937_64 generator_;
  std::string piece_;
};

}  // namespace cts
