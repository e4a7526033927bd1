#include "scenario/mail/arrival.h"

#include <gmock/gmock.h>

namespace cts {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

Arrival read(const std::vector<LargeLetter>& letters, const std::string& message,
             std::size_t octets_a_piece = 16'000) {
  ArrivalReader reader(letters);
  for (std::size_t at = 0; at < message.size(); at += octets_a_piece)
    reader.add(std::string_view(message).substr(at, octets_a_piece));
  return reader.result();
}

const LargeLetter other = write_letter_of("other", "a@x", "b@y", 1'000);
const LargeLetter large = write_letter_of("large", "a@x", "b@y", 700'000);
const LargeLetter filed = write_letter_with_file("filed", "a@x", "b@y", 300'000, 9);
const std::vector<LargeLetter> letters{other, large, filed};
const std::string trace = "Received: by x\r\n";

TEST(ArrivalReader, KnowsALetterByItsMark) {
  for (const LargeLetter& letter : letters)
    for (const std::size_t piece : {100u, 16'000u, 1'000'000u}) {
      const std::string message = trace + whole(letter).octets;
      const Arrival arrival = read(letters, message, piece);
      EXPECT_THAT(arrival.message, IsAsSent(letter.octets));
      EXPECT_EQ(arrival.file_difference, "");
      EXPECT_EQ(arrival.message.octets, message.size());
      EXPECT_TRUE(arrival.message.head == message.substr(0, ArrivalReader::kept_octets));
    }
}

TEST(ArrivalReader, TellsOneOctetThatDiffers) {
  std::string message = whole(large).octets;
  message[600'000] = '~';
  EXPECT_THAT(read(letters, message).message.difference,
              HasSubstr("its body: the first difference at offset"));
  message = whole(filed).octets;
  message[350'000] = message[350'000] == 'A' ? 'B' : 'A';
  const Arrival arrival = read(letters, message);
  EXPECT_THAT(arrival.message, Not(IsAsSent(filed.octets)));
  EXPECT_THAT(arrival.file_difference, StartsWith("the first difference at offset"));
}

TEST(ArrivalReader, TellsWhatIsCutOrLonger) {
  const std::string message = whole(filed).octets;
  EXPECT_THAT(read(letters, message.substr(0, 300'000)).message.difference, HasSubstr("octets instead of"));
  EXPECT_EQ(read(letters, message.substr(0, 300'000)).file_difference, "it has no end");
  EXPECT_THAT(read(letters, message + "x\r\n").message.difference, HasSubstr("octets instead of"));
}

TEST(ArrivalReader, TakesNothingForALetterThatHasItsMarkElsewhere) {
  for (const std::string& message : {std::string(), std::string("Subject: a\r\n\r\nabout large\r\n"),
                                     "Subject: a\r\n\r\n" + whole(large).octets})
    EXPECT_THAT(read(letters, message).message, Not(IsAsSent(large.octets)));
  EXPECT_THAT(read({}, whole(large).octets).message, Not(IsAsSent(large.octets)));
}

}  // namespace
}  // namespace cts
