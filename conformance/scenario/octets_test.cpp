#include "scenario/octets.h"

#include <set>

#include <gtest/gtest.h>

namespace cts {
namespace {

TEST(Octets, EveryValueIsThere) {
  const std::string octets = every_octet_value();
  EXPECT_EQ(std::set<char>(octets.begin(), octets.end()).size(), 256u);
  EXPECT_NE(octets.find("\r\n"), std::string::npos);
  EXPECT_NE(octets.find("\n\r"), std::string::npos);
}

TEST(Octets, NoiseHasTheLengthAskedFor) {
  for (const std::size_t count : {0u, 1u, 7u, 8u, 9u, 1000u}) EXPECT_EQ(noise(count, 7).size(), count);
}

TEST(Octets, NoiseIsTheSameForTheSameSeedOnly) {
  EXPECT_EQ(noise(1000, 7), noise(1000, 7));
  EXPECT_NE(noise(1000, 7), noise(1000, 8));
  EXPECT_TRUE(noise(100'000, 7).starts_with(noise(99'999, 7)));
}

TEST(Octets, NoiseDoesNotRepeat) {
  const std::string octets = noise(100'000, 7);
  EXPECT_EQ(octets.find(octets.substr(0, 16), 1), std::string::npos);
  EXPECT_NE(octets.find('\xff'), std::string::npos);
}

}  // namespace
}  // namespace cts
