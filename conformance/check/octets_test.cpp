#include "check/octets.h"

#include <gmock/gmock.h>

namespace cts {
namespace {

TEST(DescribeOctets, ShowsTheHeadOfAText) {
  EXPECT_EQ(describe_octets(""), "0 octets");
  EXPECT_EQ(describe_octets("a"), "1 octet \"a\"");
  EXPECT_EQ(describe_octets("a\r\nb"), "4 octets \"a\\r\\n b\"");
  EXPECT_LT(describe_octets(std::string(10'000'000, '\x01')).size(), 400u);
}

TEST(DescribeDifference, NamesLengthsAndTheFirstDifference) {
  EXPECT_EQ(describe_difference("same", "same"), "");
  EXPECT_EQ(describe_difference("abcd", "abXd"), "the first difference at offset 2: 58 64 instead of 63 64");
  EXPECT_EQ(describe_difference("abcd", "ab"),
            "2 octets instead of 4; the first difference at offset 2: the end instead of 63 64");
  EXPECT_EQ(describe_difference("", "\xFF"),
            "1 octet instead of 0; the first difference at offset 0: ff instead of the end");
}

TEST(DescribeDifference, IsShortHoweverLongTheTextsAre) {
  EXPECT_LT(describe_difference(std::string(5'000'000, 'a'), std::string(5'000'001, 'b')).size(), 200u);
}

}  // namespace
}  // namespace cts
