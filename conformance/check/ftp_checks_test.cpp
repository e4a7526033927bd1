#include "check/ftp_checks.h"

#include <gmock/gmock.h>

#include <sstream>

namespace cts {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

FtpReply reply(int code, const std::string& text = "text") {
  FtpReply out;
  out.code = code;
  out.lines = {std::to_string(code) + " " + text};
  return out;
}

FtpReply no_reply() {
  FtpReply out;
  out.problem = "closed by the target";
  return out;
}

FtpTransfer transfer(int opened, int completed, const std::string& data = {}) {
  FtpTransfer out;
  out.setup = reply(227);
  out.opened = reply(opened);
  out.completed = completed == 0 ? no_reply() : reply(completed);
  out.data = data;
  return out;
}

template <class Matcher>
std::string description(const Matcher& matcher) {
  std::ostringstream out;
  matcher.DescribeTo(&out);
  return out.str();
}

template <class Matcher, class Value>
std::string explanation(const Matcher& matcher, const Value& value) {
  testing::StringMatchResultListener listener;
  matcher.MatchAndExplain(value, &listener);
  return listener.str();
}

TEST(Code, MatchesTheCodeOfAReplyOrOfATransfersOutcome) {
  EXPECT_THAT(reply(552), Code(552));
  EXPECT_THAT(reply(552), Not(Code(452)));
  EXPECT_THAT(reply(452), Code(AnyOf(552, 452)));
  EXPECT_THAT(transfer(150, 552), Code(552));
  EXPECT_THAT(transfer(550, 550), Code(550));
  EXPECT_EQ(description(Code(AnyOf(552, 452))),
            "a reply with a code that (is equal to 552) or (is equal to 452)");
}

TEST(Code, NoReplyHasNone) {
  EXPECT_THAT(no_reply(), Not(Code(testing::_)));
  EXPECT_THAT(transfer(150, 0), Not(Code(testing::_)));
}

TEST(CodeClasses, AreThoseOfTheProtocol) {
  for (const int code : {200, 250, 299}) EXPECT_THAT(reply(code), Completed());
  for (const int code : {150, 331, 421, 550}) EXPECT_THAT(reply(code), Not(Completed()));
  EXPECT_THAT(reply(350), Intermediate());
  EXPECT_THAT(reply(250), Not(Intermediate()));
  for (const int code : {400, 450, 550}) EXPECT_THAT(reply(code), Refused());
  for (const int code : {150, 226, 331}) EXPECT_THAT(reply(code), Not(Refused()));
}

TEST(CodeClasses, SilenceIsNeitherARefusalNorSuccess) {
  EXPECT_THAT(no_reply(), Not(Refused()));
  EXPECT_THAT(no_reply(), Not(Completed()));
  FtpReply untouched;
  EXPECT_THAT(untouched, Not(Refused()));
  EXPECT_THAT(untouched, Not(Completed()));
}

TEST(CodeClasses, ATransferWhoseDataConnectionFailedIsNotCompleted) {
  FtpTransfer out;
  out.setup = reply(227);
  out.problem = "connection refused";
  out.opened.problem = "the command was not sent: connection refused";
  EXPECT_THAT(out, Not(Completed()));
  EXPECT_THAT(out, Not(Refused()));
  EXPECT_THAT(out, Not(TransferSucceeds()));
  EXPECT_THAT(out, Not(TransferRefused()));
}

TEST(Transfers, SucceedOrAreRefusedOrNeither) {
  EXPECT_THAT(transfer(150, 226), TransferSucceeds());
  EXPECT_THAT(transfer(150, 226), Not(TransferRefused()));
  EXPECT_THAT(transfer(550, 550), TransferRefused());
  EXPECT_THAT(transfer(150, 552), TransferRefused());
  EXPECT_THAT(transfer(150, 552), Not(TransferSucceeds()));
  EXPECT_THAT(transfer(150, 0), Not(TransferSucceeds()));
  EXPECT_THAT(transfer(150, 0), Not(TransferRefused()));
}

TEST(DataIs, ComparesOctets) {
  const std::string zeros("a\0b", 3);
  EXPECT_THAT(transfer(150, 226, zeros), DataIs(zeros));
  EXPECT_THAT(zeros, DataIs(zeros));
  EXPECT_THAT(transfer(150, 226, "a"), Not(DataIs(zeros)));
  EXPECT_THAT(transfer(150, 426, zeros), Not(DataIs(zeros)));
  EXPECT_EQ(explanation(DataIs("abc"), transfer(150, 226, "abd")),
            "the first difference at offset 2: 64 instead of 63");
  EXPECT_EQ(description(DataIs("abc")), "3 octets \"abc\"");
}

TEST(ReplyText, LooksAtEveryLineWithItsCode) {
  FtpReply features = reply(211);
  features.lines = {"211-Features:", " SIZE", "211 End"};
  EXPECT_THAT(features, ReplyText(HasSubstr("\n SIZE\n")));
  EXPECT_THAT(features, ReplyText(testing::StartsWith("211-")));
  EXPECT_THAT(no_reply(), Not(ReplyText(testing::_)));
}

TEST(NoProblem, IsAboutTheConnectionOnly) {
  EXPECT_THAT(reply(550), NoProblem());
  EXPECT_THAT(no_reply(), Not(NoProblem()));
}

}  // namespace
}  // namespace cts
