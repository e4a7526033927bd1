#include <gmock/gmock.h>

#include <algorithm>

#include "client/pop_client.h"
#include "client/scripted_server.h"

namespace cts {
namespace {

using std::chrono::milliseconds;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using Peer = ScriptedServer::Peer;

const Deadlines patient{milliseconds(2000), milliseconds(5000), milliseconds(10000)};

std::string text_of(const Transcript& transcript) {
  std::string out;
  for (const auto& entry : transcript.entries()) out += entry.channel + " " + entry.text + "\n";
  return out;
}

class PopClientTest : public testing::Test {
 protected:
  PopClient connect(const ScriptedServer& server, const Deadlines& deadlines = patient,
                    PopClient::Security security = PopClient::Security::plain) {
    return PopClient::connect(server.dial(), security, deadlines, transcript_);
  }
  void TearDown() override { EXPECT_LT(std::chrono::steady_clock::now() - start_, std::chrono::seconds(4)); }

  Transcript transcript_{{"geheim"}};
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

TEST_F(PopClientTest, LogsInFetchesAndKeepsThePasswordToItself) {
  ScriptedServer server([](Peer& peer) {
    peer.say("+OK ready\r\n");
    peer.answer("+OK\r\n");
    peer.answer("+OK hello geheim\r\n");
    peer.answer("+OK 2 messages\r\n1 120\r\n2 7 and more\r\n.\r\n");
    peer.answer("+OK\r\n1 abc\r\n.\r\n");
    peer.answer("+OK 7 octets\r\n..a\r\n\r\nb\n.c\r\n.\r\n");
    peer.answer("+OK bye\r\n");
  });
  PopClient client = connect(server);
  EXPECT_TRUE(client.greeting().positive);
  EXPECT_EQ(client.tls(), nullptr);
  EXPECT_TRUE(client.login("taro", "geheim").positive);
  EXPECT_THAT(*parse_pop_list(client.fetch("LIST").lines()), ElementsAre(PopListed{1, 120}, PopListed{2, 7}));
  EXPECT_THAT(*parse_pop_uidl(client.fetch("UIDL").lines()), ElementsAre(PopUniqueId{1, "abc"}));
  const PopText message = client.fetch("RETR 1");
  EXPECT_EQ(message.text, ".a\r\n\r\nb\nc\r\n");
  EXPECT_THAT(message.lines(), ElementsAre(".a", "", "b", "c"));
  EXPECT_EQ(client.quit().text(), "bye");
  EXPECT_FALSE(client.is_open());
  EXPECT_THAT(text_of(transcript_), AllOf(HasSubstr("PASS ****"), Not(HasSubstr("geheim"))));
  EXPECT_THAT(transcript_.repeat(), AllOf(HasSubstr("USER taro"), Not(HasSubstr("geheim"))));
}

TEST_F(PopClientTest, TellsARefusalWithItsCode) {
  ScriptedServer server([](Peer& peer) {
    peer.say("+OK\r\n");
    peer.answer("-ERR [IN-USE] somebody is there\r\n");
  });
  const PopReply reply = connect(server).login("taro", "geheim");
  EXPECT_TRUE(reply.negative());
  EXPECT_EQ(reply.code(), "IN-USE");
  EXPECT_THAT(text_of(transcript_), Not(HasSubstr("PASS"))) << "nobody asked for it";
}

TEST(PopReplyTest, KnowsARefusalThatPasses) {
  const auto is_temporary = [](const char* line) {
    return PopReply{.line = line}.is_temporary();
  };
  for (const char* passes :
       {"-ERR [IN-USE] x", "-ERR [LOGIN-DELAY] wait", "-ERR [SYS/TEMP] x", "-ERR Maildrop already locked",
        "-ERR Too many open connections (2 of 2 for taro)", "-ERR Another session is active"})
    EXPECT_TRUE(is_temporary(passes)) << passes;
  for (const char* stays :
       {"-ERR", "-ERR [AUTH] Too many mistakes", "-ERR [SYS/PERM] locked", "-ERR wrong password", ""})
    EXPECT_FALSE(is_temporary(stays)) << stays;
  EXPECT_FALSE((PopReply{.positive = true, .line = "+OK mailbox locked and ready"}).is_temporary());
  EXPECT_FALSE((PopReply{.problem = "closed by the target, too many"}).is_temporary());
}

TEST_F(PopClientTest, SilenceIsAProblemAfterWhichNothingIsSaid) {
  ScriptedServer server([](Peer& peer) {
    peer.say("+OK\r\n");
    peer.hang();
  });
  PopClient client = connect(server, short_deadlines);
  const PopReply reply = client.command("NOOP");
  EXPECT_FALSE(reply.positive || reply.negative());
  EXPECT_THAT(reply.problem, HasSubstr("no line within"));
  EXPECT_FALSE(client.is_open());
}

TEST_F(PopClientTest, WhatIsNoAnswerIsMalformed) {
  ScriptedServer server([](Peer& peer) {
    peer.say("+OKAY\r\n");
    peer.hang();
  });
  EXPECT_THAT(connect(server).greeting().problem, HasSubstr("malformed"));
}

TEST_F(PopClientTest, MessagesThatDoNotEndAreProblems) {
  ScriptedServer server([](Peer& peer) {
    peer.say("+OK\r\n");
    const std::string asked = peer.hear();
    peer.say("+OK\r\nhalf\r\n");
    if (asked == "RETR 1") peer.flood("x\r\n");
    if (asked == "RETR 2") return;
    if (asked == "RETR 3") peer.flood("x");
    peer.hang();
  });
  EXPECT_THAT(connect(server).fetch("RETR 1", 100'000).problem, HasSubstr("more than 100000"));
  EXPECT_THAT(connect(server).fetch("RETR 2").problem, HasSubstr("closed"));
  EXPECT_THAT(connect(server).fetch("RETR 3").problem, HasSubstr("malformed"));
  EXPECT_FALSE(connect(server, short_deadlines).fetch("RETR 4").succeeded());
}

TEST_F(PopClientTest, FetchesInPiecesWhatIsNotToBeHeld) {
  std::string message;
  for (int line = 0; line < 50'000; ++line) message += "0123456789\r\n";
  ScriptedServer server([&](Peer& peer) {
    peer.say("+OK\r\n");
    peer.answer("+OK\r\n..dot\r\n" + message + ".\r\n");
    peer.answer("-ERR none\r\n");
    peer.answer("+OK\r\n" + message);
  });
  PopClient client = connect(server);
  std::string came;
  std::size_t largest = 0;
  const auto take = [&](std::string_view piece) {
    came += piece;
    largest = std::max(largest, piece.size());
  };
  const PopText answer = client.fetch_into(take, "RETR 1");
  EXPECT_TRUE(answer.succeeded());
  EXPECT_TRUE(came == ".dot\r\n" + message);
  EXPECT_EQ(answer.octets, came.size());
  EXPECT_LT(largest, 100'000u);
  EXPECT_EQ(testing::PrintToString(answer), "+OK, 600006 octets received");
  came.clear();
  EXPECT_TRUE(client.fetch_into(take, "RETR 2").status.negative());
  EXPECT_EQ(came, "");
  EXPECT_THAT(client.fetch_into(take, "RETR 3", 100'000).problem, HasSubstr("more than 100000"));
  EXPECT_THAT(text_of(transcript_), HasSubstr("… 600006 octets"));
}

TEST_F(PopClientTest, NoTlsIsAProblem) {
  ScriptedServer server([](Peer& peer) { peer.say("+OK plain\r\n"); });
  EXPECT_THAT(connect(server, patient, PopClient::Security::tls).greeting().problem, HasSubstr("no TLS"));
  ScriptedServer silent([](Peer& peer) { peer.hang(); });
  EXPECT_THAT(connect(silent, short_deadlines, PopClient::Security::tls).greeting().problem,
              HasSubstr("no TLS handshake in time"));
}

TEST(PopLists, MalformedLinesAreNoList) {
  EXPECT_FALSE(parse_pop_list({"1"}).has_value());
  EXPECT_FALSE(parse_pop_list({"1 x"}).has_value());
  EXPECT_FALSE(parse_pop_list({"x 1"}).has_value());
  EXPECT_FALSE(parse_pop_uidl({"1 "}).has_value());
  EXPECT_TRUE(parse_pop_uidl({})->empty());
}

}  // namespace
}  // namespace cts
