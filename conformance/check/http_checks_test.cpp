#include "check/http_checks.h"

#include <gmock/gmock.h>

#include "check/ftp_checks.h"

namespace cts {
namespace {

using testing::AnyOf;
using testing::Not;
using testing::StartsWith;

HttpReply reply(int status, const std::string& body = {}) {
  HttpReply out;
  out.status = status;
  out.reason = "Reason";
  out.headers = {{"Content-Type", "text/html"}};
  out.body = body;
  return out;
}

HttpReply cut_off() {
  HttpReply out = reply(200, "half");
  out.problem = "cut off after 4 of 8 octets";
  return out;
}

TEST(Status, NeedsAWholeAnswer) {
  EXPECT_THAT(reply(404), Status(404));
  EXPECT_THAT(reply(403), Not(Status(404)));
  EXPECT_THAT(reply(302), Status(AnyOf(301, 302)));
  EXPECT_THAT(cut_off(), Not(Status(200)));
  EXPECT_THAT(HttpReply{}, Not(Status(testing::_)));
}

TEST(Body, IsOrContains) {
  EXPECT_THAT(reply(200, "abc"), BodyIs("abc"));
  EXPECT_THAT(reply(200, "abcd"), Not(BodyIs("abc")));
  EXPECT_THAT(reply(404, "xabcx"), BodyContains("abc"));
  EXPECT_THAT(reply(404, "xabx"), Not(BodyContains("abc")));
  EXPECT_THAT(cut_off(), Not(BodyContains("half")));
  EXPECT_THAT(HttpReply{}, Not(BodyIs("")));
}

TEST(Serves, IsStatus200WithThatBody) {
  EXPECT_THAT(reply(200, "abc"), Serves("abc"));
  EXPECT_THAT(reply(206, "abc"), Not(Serves("abc")));
  EXPECT_THAT(reply(200, "abd"), Not(Serves("abc")));
  EXPECT_THAT(cut_off(), Not(Serves("half")));
  testing::StringMatchResultListener listener;
  Serves("abc").MatchAndExplain(reply(200, "ab"), &listener);
  EXPECT_EQ(listener.str(), "2 octets instead of 3; the first difference at offset 2: the end instead of 63");
}

TEST(Headers, AreThereOrNot) {
  EXPECT_THAT(reply(200), HeaderIs("content-type", "text/html"));
  EXPECT_THAT(reply(200), HeaderIs("Content-Type", StartsWith("text/")));
  EXPECT_THAT(reply(200), Not(HeaderIs("Content-Type", "text/plain")));
  EXPECT_THAT(reply(200), Not(HeaderIs("Server", testing::_)));
  EXPECT_THAT(reply(200), NoHeader("Server"));
  EXPECT_THAT(reply(200), Not(NoHeader("CONTENT-TYPE")));
  EXPECT_THAT(HttpReply{}, Not(NoHeader("Server")));
}

TEST(NoProblem, TakesHttpRepliesToo) {
  EXPECT_THAT(reply(500), NoProblem());
  EXPECT_THAT(cut_off(), Not(NoProblem()));
}

TEST(HttpReply, PrintsShortAndReadable) {
  EXPECT_EQ(testing::PrintToString(reply(200, "hi\n")), "200 Reason, text/html, 3 octets: hi\\n");
  EXPECT_EQ(testing::PrintToString(reply(404)), "404 Reason, text/html, 0 octets");
  HttpReply none;
  none.problem = "connection refused";
  EXPECT_EQ(testing::PrintToString(none), "no answer: connection refused");
  EXPECT_LT(testing::PrintToString(reply(200, std::string(1'000'000, 'x'))).size(), 300u);
}

}  // namespace
}  // namespace cts
