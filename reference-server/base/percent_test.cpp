#include "base/percent.h"

#include <gtest/gtest.h>

namespace refd {
namespace {

TEST(Percent, DecodesAnyOctet) {
  EXPECT_EQ(percent_decoded("a%41%e8%A1+"), "aA\xe8\xa1+");
  EXPECT_EQ(percent_decoded("%00"), std::string(1, '\0'));
  EXPECT_EQ(percent_decoded(""), "");
}

TEST(Percent, KnowsABrokenEscape) {
  for (const char* broken : {"%", "a%4", "%4g", "%g4", "%%41"})
    EXPECT_EQ(percent_decoded(broken), std::nullopt) << broken;
}

}  // namespace
}  // namespace refd
