#include "scenario/mail/large_letter.h"

#include <gmock/gmock.h>

#include "check/message.h"
#include "scenario/octets.h"

namespace cts {
namespace {

using testing::EndsWith;

TEST(LargeLetter, HasExactlyTheOctetsThatWereAskedFor) {
  for (const std::uint64_t octets : {300u, 301u, 377u, 378u, 379u, 1000u, 100'000u}) {
    const LargeLetter letter = write_letter_of("m-2", "a@x", "b@y", octets);
    EXPECT_EQ(letter.octets, octets);
    EXPECT_EQ(letter.text()->size(), octets);
    EXPECT_EQ(whole(letter).octets.size(), octets);
    EXPECT_THAT(whole(letter).octets, EndsWith("\r\n"));
  }
  EXPECT_THROW(write_letter_of("m", "a@x", "b@y", 100), std::invalid_argument);
}

TEST(LargeLetter, HasNoLineThatIsTooLongAndNoneWithADot) {
  for (const Letter& letter :
       {whole(write_letter_of("m-3", "a@x", "b@y", 150'000)),
        whole(write_letter_with_file("m-6", "a@x", "b@y", 50'000, 1)),
        write_japanese_letter("m-4", "a@x", "b@y"), write_utf8_letter("m-5", "a@x", "b@y")}) {
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

TEST(LargeLetter, IsTheSameEachTime) {
  const LargeLetter letter = write_letter_of("m-7", "a@x", "b@y", 150'000);
  EXPECT_EQ(whole(letter).octets, whole(letter).octets);
  EXPECT_EQ(field_of(whole(letter).octets, "message-id"), "<m-7@client.test>");
  EXPECT_NE(whole(letter).octets, whole(write_letter_of("m-7", "a@x", "b@y", 150'001)).octets);
}

TEST(LargeLetter, HasItsFileInLinesOfBase64) {
  for (const std::uint64_t octets : {0u, 1u, 2u, 3u, 56u, 57u, 58u, 29'184u, 100'001u}) {
    const LargeLetter letter = write_letter_with_file("m", "a@x", "b@y", octets, 7);
    EXPECT_EQ(letter.octets, whole(letter).octets.size());
    const auto file = noise(static_cast<std::size_t>(octets), 7);
    EXPECT_THAT(whole(letter).octets,
                EndsWith("\r\n\r\n" + base64_lines(file) + "--=_conformance_part--\r\n"));
  }
}

}  // namespace
}  // namespace cts
