#include "check/octets.h"

#include <vector>

#include <gmock/gmock.h>

#include "client/text_source.h"

namespace cts {
namespace {

TEST(DescribeOctets, ShowsTheHeadOfAText) {
  EXPECT_EQ(describe_octets(""), "0 octets");
  EXPECT_EQ(describe_octets("a"), "1 octet \"a\"");
  EXPECT_EQ(describe_octets("a\r\nb"), "4 octets \"a\\r\\n b\"");
  EXPECT_LT(describe_octets(std::string(8'000'000, '\x01')).size(), 400u);
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

std::string found(const std::string& expected, std::size_t octets_a_piece, const std::string& actual,
                  std::size_t octets_that_come) {
  TextSource source(expected, octets_a_piece);
  DifferenceFinder finder(source);
  for (std::size_t at = 0; at < actual.size(); at += octets_that_come)
    finder.add(actual.substr(at, octets_that_come));
  return finder.describe();
}

TEST(DifferenceFinder, TellsTheSameAsOfTheWholeInPiecesOfAnySize) {
  const std::string text = "twenty octets of text";
  std::vector<std::string> others{text, "", text + "x", text + text, text.substr(1), "x" + text};
  for (std::size_t at = 0; at < text.size(); ++at) {
    others.push_back(text.substr(0, at));
    others.push_back(text);
    others.back()[at] ^= 1;
    others.push_back(text);
    others.back().erase(at, 1);
    others.push_back(text);
    others.back().insert(at, 1, '\0');
  }
  for (const std::string& other : others)
    for (const std::size_t made : {1u, 2u, 3u, 8u, 50u})
      for (const std::size_t come : {1u, 3u, 7u, 50u}) {
        EXPECT_EQ(found(text, made, other, come), describe_difference(text, other));
        EXPECT_EQ(found(other, made, text, come), describe_difference(other, text));
      }
}

}  // namespace
}  // namespace cts
