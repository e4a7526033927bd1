#include "scenario/mail/letter.h"

#include <gmock/gmock.h>

#include "check/message.h"
#include "scenario/octets.h"

namespace cts {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

TEST(Letter, HasItsMarkInTheHeader) {
  const Letter letter = write_letter("m-1", {.from = "a@x", .to = "b@y"});
  EXPECT_EQ(field_of(letter.octets, "message-id"), "<m-1@client.test>");
  EXPECT_EQ(field_of(letter.octets, "To"), "<b@y>");
  EXPECT_EQ(field_of(letter.octets, "Cc"), "");
  EXPECT_EQ(body_of(letter.octets), "Hello.\r\n");
}

TEST(Letter, HasExactlyTheOctetsThatWereAskedFor) {
  for (const std::uint64_t octets : {300u, 301u, 377u, 378u, 379u, 1000u, 100'000u}) {
    const Letter letter = write_letter_of("m-2", "a@x", "b@y", octets);
    EXPECT_EQ(letter.octets.size(), octets);
    EXPECT_THAT(letter.octets, EndsWith("\r\n"));
  }
  EXPECT_THROW(write_letter_of("m", "a@x", "b@y", 100), std::invalid_argument);
}

TEST(Letter, HasNoLineThatIsTooLongAndNoneWithADot) {
  for (const Letter& letter :
       {write_letter_of("m-3", "a@x", "b@y", 50'000), write_japanese_letter("m-4", "a@x", "b@y"),
        write_utf8_letter("m-5", "a@x", "b@y"),
        write_letter_with_file("m-6", "a@x", "b@y", noise(5000, 1))}) {
    std::size_t at = 0;
    while (at < letter.octets.size()) {
      const std::size_t end = letter.octets.find("\r\n", at);
      ASSERT_NE(end, std::string::npos);
      EXPECT_LE(end - at, 120u);
      EXPECT_NE(letter.octets[at], '.');
      at = end + 2;
    }
  }
}

TEST(Letter, InJapaneseIsSevenBitsOrEight) {
  const auto has_eight_bits = [](const Letter& letter) {
    return std::any_of(letter.octets.begin(), letter.octets.end(), [](char c) { return (c & 0x80) != 0; });
  };
  EXPECT_FALSE(has_eight_bits(write_japanese_letter("m", "a@x", "b@y")));
  EXPECT_TRUE(has_eight_bits(write_utf8_letter("m", "a@x", "b@y")));
  EXPECT_THAT(write_japanese_letter("m", "a@x", "b@y").octets,
              HasSubstr("=?ISO-2022-JP?B?GyRCRnxLXDhsJE4lYSE8JWsbKEI=?="));
}

TEST(Letter, GivesItsFileBack) {
  const std::string file = noise(100'001, 7);
  const Letter letter = write_letter_with_file("m", "a@x", "b@y", file);
  EXPECT_EQ(attached_file("Received: by x\r\n" + letter.octets), file);
  EXPECT_EQ(attached_file("nothing"), "");
}

TEST(FromBase64, PassesOverLineEnds) {
  EXPECT_EQ(from_base64("aGVs\r\nbG8=\r\n"), "hello");
  EXPECT_EQ(base64_lines(""), "");
}

}  // namespace
}  // namespace cts
