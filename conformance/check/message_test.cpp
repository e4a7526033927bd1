#include "check/message.h"

#include <gmock/gmock.h>

namespace cts {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(FieldOf, UnfoldsAndStopsAtTheBody) {
  const std::string message = "A: one\r\n two\r\nB:\r\n\tthree\r\n\r\nC: four\r\n";
  EXPECT_EQ(field_of(message, "a"), "one two");
  EXPECT_EQ(field_of(message, "B"), "three");
  EXPECT_EQ(field_of(message, "C"), "");
}

std::string why_not(const std::string& sent, const std::string& arrived) {
  testing::StringMatchResultListener listener;
  return testing::Matcher<const std::string&>(Carries(sent)).MatchAndExplain(arrived, &listener)
             ? "it is"
             : listener.str();
}

const std::string sent = "From: a\r\nSubject: b\r\n c\r\n\r\nbody\r\n";

TEST(Carries, AllowsForWhatServersAdd) {
  EXPECT_THAT(sent, Carries(sent));
  EXPECT_THAT("Received: by x\r\n\tfor y\r\nFrom: a\r\nX-Spam: no\r\nSubject: b\r\n c\r\n\r\nbody\r\n",
              Carries(sent));
}

TEST(Carries, TellsWhatIsMissing) {
  EXPECT_THAT(why_not(sent, "Subject: b\r\n c\r\n\r\nbody\r\n"), HasSubstr("lacks 7 octets \"From: a\""));
  EXPECT_THAT(why_not(sent, "From: a\r\nSubject: b c\r\n\r\nbody\r\n"), HasSubstr("its header lacks"));
  EXPECT_THAT(why_not(sent, "From: a\r\nSubject: b\r\n c\r\n\r\nbody\r\n\r\n"),
              HasSubstr("8 octets instead of 6"));
  EXPECT_THAT(std::string(), Not(Carries(sent)));
}

}  // namespace
}  // namespace cts
