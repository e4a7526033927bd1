#include "scenario/mail/letter.h"

#include <gmock/gmock.h>

#include "check/message.h"

namespace cts {
namespace {

using testing::HasSubstr;

TEST(Letter, HasItsMarkInTheHeader) {
  const Letter letter = write_letter("m-1", {.from = "a@x", .to = "b@y"});
  EXPECT_EQ(field_of(letter.octets, "message-id"), "<m-1@client.test>");
  EXPECT_EQ(field_of(letter.octets, "To"), "<b@y>");
  EXPECT_EQ(field_of(letter.octets, "Cc"), "");
  EXPECT_EQ(body_of(letter.octets), "Hello.\r\n");
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

TEST(FromBase64, PassesOverLineEnds) {
  EXPECT_EQ(from_base64("aGVs\r\nbG8=\r\n"), "hello");
  EXPECT_EQ(base64_lines(""), "");
}

TEST(Base64Reader, TakesPiecesOfAnySize) {
  Base64Reader reader;
  std::string out;
  for (const char c : std::string_view("aGVs\r\nbG8=\r\n")) reader.add({&c, 1}, out);
  EXPECT_EQ(out, "hello");
}

}  // namespace
}  // namespace cts
