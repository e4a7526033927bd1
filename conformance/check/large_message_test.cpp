#include "check/large_message.h"

#include <gmock/gmock.h>

#include "check/message.h"
#include "client/text_source.h"

namespace cts {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

LargeMessage compared(const std::string& sent, const std::string& arrived, std::size_t octets_a_piece) {
  MessageComparison comparison(std::make_unique<TextSource>(sent, octets_a_piece));
  for (std::size_t at = 0; at < arrived.size(); at += octets_a_piece)
    comparison.add(std::string_view(arrived).substr(at, octets_a_piece));
  return comparison.result();
}

std::string what_carries_tells(const std::string& sent, const std::string& arrived) {
  testing::StringMatchResultListener listener;
  Carries(sent).MatchAndExplain(arrived, &listener);
  return listener.str();
}

const std::string header = "From: a\r\nSubject: b\r\n c\r\n\r\n";
const std::string added = "Received: by x\r\n\tfor y\r\n";

TEST(MessageComparison, TellsTheSameAsOfTheWholeInPiecesOfAnySize) {
  const std::string body = "some lines\r\n\r\nof a body\r\n";
  const std::string sent = header + body;
  for (const std::string& arrived :
       {sent, added + sent, added + sent + "\r\n", added + header + body.substr(2), added + header,
        added + "From: a\r\n\r\n" + body, std::string(), std::string("From: a\r\nSubject: b\r\n c\r\n"),
        added + header + "some liNes\r\n\r\nof a body\r\n", header + added + body})
    for (const std::size_t octets : {1u, 2u, 3u, 5u, 31u, 200u}) {
      const LargeMessage message = compared(sent, arrived, octets);
      EXPECT_EQ(message.difference, what_carries_tells(sent, arrived));
      EXPECT_EQ(message.octets, arrived.size());
      EXPECT_TRUE(arrived.starts_with(message.head));
    }
}

TEST(MessageComparison, HoldsLittleOfALargeOne) {
  const std::string sent = header + std::string(1'000'000, 'x');
  const LargeMessage message = compared(sent, added + sent, 1000);
  EXPECT_THAT(message, IsAsSent(sent.size()));
  EXPECT_LT(message.head.size(), 2000u);
  EXPECT_LT(testing::PrintToString(message).size(), 500u);
  EXPECT_THAT(testing::PrintToString(message), StartsWith("1000051 octets \"Received: by x"));
}

TEST(MessageComparison, TellsWhereALargeOneDiffers) {
  const std::string sent = header + std::string(1'000'000, 'x');
  std::string other = sent;
  other[header.size() + 777'777] = 'y';
  EXPECT_EQ(compared(sent, other, 1000).difference,
            "its body: the first difference at offset 777777: 79 78 78 78 78 78 78 78 instead of "
            "78 78 78 78 78 78 78 78");
  EXPECT_THAT(compared(sent, other, 1000), Not(IsAsSent(sent.size())));
  EXPECT_THAT(compared(sent, sent.substr(0, sent.size() - 1), 1000).difference,
              HasSubstr("999999 octets instead of 1000000"));
  EXPECT_THAT(compared(sent, sent + "x", 1000).difference, HasSubstr("1000001 octets instead of 1000000"));
}

TEST(MessageComparison, TakesAHeaderWithoutEndForNone) {
  const std::string sent = header + "body\r\n";
  std::string endless = header.substr(0, header.size() - 2);
  while (endless.size() <= MessageComparison::header_limit) endless += "X-Much: 1\r\n";
  EXPECT_THAT(compared(sent, endless + "body\r\n", endless.size()).difference,
              StartsWith("its header does not end within"));
}

}  // namespace
}  // namespace cts
