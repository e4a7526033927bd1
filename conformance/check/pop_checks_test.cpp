#include <gmock/gmock.h>

#include "check/pop_checks.h"

namespace cts {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

template <class Matcher, class Actual>
std::string explained(Matcher matcher, const Actual& actual) {
  testing::StringMatchResultListener listener;
  testing::SafeMatcherCast<const Actual&>(matcher).MatchAndExplain(actual, &listener);
  return listener.str();
}

const PopReply good{.positive = true, .line = "+OK 2 messages"};
const PopReply bad{.line = "-ERR [IN-USE] busy"};
const PopReply silent{.problem = "no line within 10 s"};

TEST(PopChecks, TellAnswersFromSilence) {
  EXPECT_THAT(good, Positive());
  EXPECT_THAT(good, Not(Negative()));
  EXPECT_THAT(bad, Negative());
  EXPECT_THAT(silent, Not(AnyOf(Positive(), Negative())));
}

TEST(PopChecks, ATextIsPositiveWhenItHasEnded) {
  EXPECT_THAT((PopText{.status = good, .text = "a\r\n"}), Positive());
  EXPECT_THAT((PopText{.status = good, .problem = "closed by the target"}), Not(Positive()));
  EXPECT_THAT((PopText{.status = bad}), Negative());
}

TEST(PopChecks, TextsAreComparedOctetByOctet) {
  const PopText text{.status = good, .text = "a\r\nb\r\n"};
  EXPECT_THAT(text, TextIs("a\r\nb\r\n"));
  EXPECT_THAT(text, Not(TextIs("a\r\nb\n")));
  EXPECT_THAT(explained(TextIs("a\r\nc\r\n"), text), Not(testing::IsEmpty()));
  EXPECT_THAT((PopText{.status = bad, .text = ""}), Not(TextIs("")));
  EXPECT_THAT(testing::DescribeMatcher<PopText>(TextIs("abc")), HasSubstr("abc"));
}

}  // namespace
}  // namespace cts
