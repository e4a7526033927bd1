#include "smtp/sending_session.h"

#include <gmock/gmock.h>

#include "mail/dot_stuffing.h"
#include "smtp/wire_lines.h"

namespace refd::smtp {
namespace {

using testing::HasSubstr;
using Kind = Outcome::Kind;
using Next = SendingSession::Next;
using Progress = ReplyReader::Progress;

RemoteReply reply(int code, std::vector<std::string> lines = {"text"}) {
  return {code, std::move(lines)};
}

SendingSession session(std::vector<std::string> recipients = {"a@b.example"}, std::uint64_t octets = 100) {
  return SendingSession(
      {"mail.example.jp", "mx.b.example", "taro@example.jp", std::move(recipients), octets});
}

TEST(SendingSession, HandsAMessageOver) {
  auto sending = session({"a@b.example", "c@b.example"});
  EXPECT_EQ(sending.on_reply(reply(220)).text, "EHLO mail.example.jp\r\n");
  EXPECT_EQ(sending.on_reply(reply(250, {"mx", "size 1000", "8BITMIME"})).text,
            "MAIL FROM:<taro@example.jp> SIZE=100 BODY=8BITMIME\r\n");
  EXPECT_EQ(sending.on_reply(reply(250)).text, "RCPT TO:<a@b.example>\r\n");
  EXPECT_EQ(sending.on_reply(reply(250)).text, "RCPT TO:<c@b.example>\r\n");
  EXPECT_EQ(sending.on_reply(reply(550, {"5.1.1 nobody"})).text, "DATA\r\n");
  EXPECT_EQ(sending.on_reply(reply(354)).next, Next::content);
  EXPECT_EQ(sending.on_reply(reply(250)).text, "QUIT\r\n");
  EXPECT_EQ(sending.on_reply(reply(221)).next, Next::nothing);
  const auto& outcomes = sending.outcomes();
  EXPECT_EQ(outcomes[0].kind, Kind::delivered);
  EXPECT_EQ(outcomes[1].kind, Kind::failed);
  EXPECT_EQ(outcomes[1].address, "c@b.example");
  EXPECT_EQ(outcomes[1].status, "5.1.1");
  EXPECT_EQ(outcomes[1].diagnostic, "550 5.1.1 nobody");
  EXPECT_EQ(outcomes[1].remote, "mx.b.example");
}

TEST(SendingSession, SpeaksToOldServers) {
  auto sending = session();
  sending.on_reply(reply(220));
  EXPECT_EQ(sending.on_reply(reply(502)).text, "HELO mail.example.jp\r\n");
  EXPECT_EQ(sending.on_reply(reply(250)).text, "MAIL FROM:<taro@example.jp>\r\n");
}

// RFC 3461 section 5.2
TEST(SendingSession, WishesGoOnToWhoUnderstandsThem) {
  const auto wishing = [] {
    return SendingSession({.host_name = "mail.example.jp",
                           .remote = "mx.b.example",
                           .sender = "taro@example.jp",
                           .recipients = {"a@b.example"},
                           .octets = 100,
                           .wishes = {"HDRS", "QQ1"},
                           .wishes_about = {{"a@b.example", {"SUCCESS,FAILURE", "rfc822;x@y.example"}}}});
  };
  auto sending = wishing();
  sending.on_reply(reply(220));
  EXPECT_EQ(sending.on_reply(reply(250, {"mx", "dsn"})).text,
            "MAIL FROM:<taro@example.jp> RET=HDRS ENVID=QQ1\r\n");
  EXPECT_EQ(sending.on_reply(reply(250)).text,
            "RCPT TO:<a@b.example> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;x@y.example\r\n");
  for (const int code : {250, 354, 250}) sending.on_reply(reply(code));
  EXPECT_TRUE(sending.outcomes()[0].reports_itself);

  auto plain = wishing();
  plain.on_reply(reply(220));
  EXPECT_EQ(plain.on_reply(reply(250, {"mx"})).text, "MAIL FROM:<taro@example.jp>\r\n");
  EXPECT_EQ(plain.on_reply(reply(250)).text, "RCPT TO:<a@b.example>\r\n");
  for (const int code : {250, 354, 250}) plain.on_reply(reply(code));
  EXPECT_FALSE(plain.outcomes()[0].reports_itself);
}

// SMTP-8
TEST(SendingSession, WhatIsTooLargeThereIsNotSent) {
  auto sending = session({"a@b.example"}, 1001);
  sending.on_reply(reply(220));
  EXPECT_EQ(sending.on_reply(reply(250, {"mx", "SIZE 1000"})).text, "QUIT\r\n");
  EXPECT_EQ(sending.outcomes()[0].kind, Kind::failed);
  EXPECT_EQ(sending.outcomes()[0].status, "5.3.4");
}

struct Refusal {
  std::vector<int> before;
  int code;
  Kind kind;
};

TEST(SendingSession, EveryRefusalIsAnOutcome) {
  for (const auto& [before, code, kind] : {Refusal{{}, 554, Kind::failed},
                                           {{}, 421, Kind::deferred},
                                           {{220}, 450, Kind::deferred},
                                           {{220, 502}, 550, Kind::failed},
                                           {{220, 250}, 451, Kind::deferred},
                                           {{220, 250}, 550, Kind::failed},
                                           {{220, 250, 250}, 450, Kind::deferred},
                                           {{220, 250, 250}, 554, Kind::failed},
                                           {{220, 250, 250, 250}, 554, Kind::failed},
                                           {{220, 250, 250, 250}, 250, Kind::deferred},
                                           {{220, 250, 250, 250, 354}, 552, Kind::failed},
                                           {{220, 250, 250, 250, 354}, 451, Kind::deferred},
                                           {{220, 250, 250, 250, 354}, 421, Kind::deferred}}) {
    auto sending = session();
    for (const int good : before) sending.on_reply(reply(good));
    const auto step = sending.on_reply(reply(code));
    EXPECT_EQ(step.text, code == 421 ? "" : "QUIT\r\n") << code << " after " << before.size();
    EXPECT_EQ(step.next, code == 421 ? Next::nothing : Next::reply);
    EXPECT_EQ(sending.outcomes()[0].kind, kind) << code << " after " << before.size();
    EXPECT_EQ(sending.outcomes()[0].address, "a@b.example");
  }
}

TEST(SendingSession, AFailureLeavesWhatIsKnown) {
  auto sending = session({"a@b.example", "c@b.example"});
  for (const int code : {220, 250, 250, 550}) sending.on_reply(reply(code));
  sending.on_failure("the connection broke");
  EXPECT_EQ(sending.outcomes()[0].kind, Kind::failed);
  EXPECT_EQ(sending.outcomes()[1].kind, Kind::deferred);
  EXPECT_EQ(sending.outcomes()[1].status, "4.4.2");
}

TEST(SendingSession, AFailureAfterTheEndChangesNothing) {
  auto sending = session();
  for (const int code : {220, 250, 250, 250, 354, 250}) sending.on_reply(reply(code));
  sending.on_failure("no answer to QUIT");
  EXPECT_EQ(sending.outcomes()[0].kind, Kind::delivered);
}

TEST(RemoteReply, InSeveralLines) {
  ReplyReader reader;
  EXPECT_EQ(reader.add("250-mx.example"), Progress::more);
  EXPECT_EQ(reader.add("250-SIZE 1000"), Progress::more);
  EXPECT_EQ(reader.add("250 HELP"), Progress::whole);
  const auto whole = reader.take();
  EXPECT_EQ(whole.code, 250);
  EXPECT_THAT(whole.lines, testing::ElementsAre("mx.example", "SIZE 1000", "HELP"));
  EXPECT_EQ(reader.add("220"), Progress::whole);
  EXPECT_EQ(reader.take().text(), "220 ");
}

TEST(RemoteReply, Nonsense) {
  for (const auto* const line : {"", "25", "2500", "abc", "250x", "150 x", "650 x", "-25 x"})
    EXPECT_EQ(ReplyReader().add(line), Progress::malformed) << line;
  ReplyReader reader;
  EXPECT_EQ(reader.add("250-a"), Progress::more);
  EXPECT_EQ(reader.add("550 b"), Progress::malformed);
  ReplyReader endless;
  for (int i = 0; i < 100; ++i) ASSERT_EQ(endless.add("250-x"), Progress::more);
  EXPECT_EQ(endless.add("250-x"), Progress::malformed);
}

TEST(RemoteReply, Status) {
  EXPECT_EQ(reply(550, {"5.1.1 x"}).status(), "5.1.1");
  EXPECT_EQ(reply(550, {"5.1.10"}).status(), "5.1.10");
  for (const auto* const text : {"x", "", "4.1.1 x", "5.1 x", "5.1.1.1 x", "5..1 x", "5.1.x"})
    EXPECT_THAT(reply(550, {text}).status(), testing::AnyOf("5.0.0", "5..1")) << text;
  EXPECT_THAT(reply(550, {std::string(10'000, 'x')}).text(), testing::SizeIs(500));
}

std::string on_the_wire(std::string_view text, std::size_t piece) {
  WireLines lines;
  DotStuffing stuffing;
  std::string out;
  for (std::size_t at = 0; at < text.size(); at += piece)
    out += stuffing.add(lines.add(text.substr(at, piece)));
  out += stuffing.add(lines.finish());
  return out.append(stuffing.finish());
}

// What came in as one message leaves as one, whatever the next server takes for a line end.
TEST(WireLines, NothingIsSmuggledOn) {
  for (std::size_t piece = 1; piece < 8; ++piece) {
    EXPECT_EQ(on_the_wire("a\r\n\r\n.b\r\n", piece), "a\r\n\r\n..b\r\n.\r\n");
    EXPECT_EQ(on_the_wire("a\n.\r\nb\r\n", piece), "a\r\n..\r\nb\r\n.\r\n");
    EXPECT_EQ(on_the_wire("a\r.\rb\n", piece), "a\r\n..\r\nb\r\n.\r\n");
    EXPECT_EQ(on_the_wire("a\r\r\n.\r", piece), "a\r\n\r\n..\r\n.\r\n");
    EXPECT_EQ(on_the_wire("a\n\n", piece), "a\r\n\r\n.\r\n");
    EXPECT_EQ(on_the_wire("no end", piece), "no end\r\n.\r\n");
  }
  EXPECT_EQ(on_the_wire("", 1), ".\r\n");
}

}  // namespace
}  // namespace refd::smtp
