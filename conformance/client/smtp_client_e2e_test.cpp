#include <gmock/gmock.h>

#include <chrono>
#include <future>

#include "client/dot_stuffing.h"
#include "client/masking.h"
#include "client/scripted_server.h"
#include "client/smtp_client.h"
#include "client/text_source.h"

namespace cts {
namespace {

using std::chrono::milliseconds;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using Peer = ScriptedServer::Peer;

const Deadlines patient{milliseconds(2000), milliseconds(5000), milliseconds(10000)};

std::string text_of(const Transcript& transcript) {
  std::string out;
  for (const auto& entry : transcript.entries()) out += entry.channel + " " + entry.text + "\n";
  return out;
}

class SmtpClientTest : public testing::Test {
 protected:
  SmtpClient connect(const ScriptedServer& server, const Deadlines& deadlines = patient) {
    return SmtpClient::connect(server.dial(), deadlines, transcript_);
  }
  // Nothing here takes longer than a few of the short deadlines, whatever the server does.
  void TearDown() override { EXPECT_LT(std::chrono::steady_clock::now() - start_, std::chrono::seconds(4)); }

  Transcript transcript_{{"geheim"}};
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

void greet(Peer& peer) {
  peer.say("220 mail.example.test ESMTP\r\n");
}

TEST_F(SmtpClientTest, LearnsWhatIsOffered) {
  ScriptedServer server([](Peer& peer) {
    greet(peer);
    peer.answer(
        "250-mail.example.test hello\r\n250-SIZE 20971520\r\n250-auth PLAIN LOGIN\r\n250 8BITMIME\r\n");
  });
  SmtpClient client = connect(server);
  EXPECT_EQ(client.hello().code, 250);
  EXPECT_EQ(client.offered("SIZE"), "20971520");
  EXPECT_EQ(client.offered("AUTH"), "PLAIN LOGIN");
  EXPECT_EQ(client.offered("8BITMIME"), "");
  EXPECT_FALSE(client.offered("PIPELINING"));
  EXPECT_FALSE(client.offered("mail.example.test"));
}

TEST_F(SmtpClientTest, KeepsTheCredentialsToItselfBothWays) {
  ScriptedServer server([](Peer& peer) {
    greet(peer);
    EXPECT_EQ(peer.answer("235 2.7.0 hello geheim\r\n"), "AUTH PLAIN " + auth_plain_response("u1", "geheim"));
    EXPECT_EQ(peer.answer("334 \r\n"), "AUTH PLAIN");
    EXPECT_EQ(peer.answer("535 5.7.8 no\r\n"), auth_plain_response("u1", "GEHEIM"));
    peer.answer("221 bye\r\n");
  });
  SmtpClient client = connect(server);
  EXPECT_EQ(client.authenticate("u1", "geheim").code, 235);
  EXPECT_EQ(client.authenticate("u1", "GEHEIM", InitialResponse::asked_for).code, 535);
  EXPECT_EQ(client.quit().code, 221);
  const std::string told = text_of(transcript_) + client.repeat_command();
  EXPECT_THAT(told, AllOf(HasSubstr("AUTH PLAIN ****"), HasSubstr("hello ****"), Not(HasSubstr("geheim")),
                          Not(HasSubstr(auth_plain_response("u1", "geheim"))),
                          Not(HasSubstr(auth_plain_response("u1", "GEHEIM")))));
  EXPECT_THAT(client.repeat_command(), HasSubstr("base64 -w0"));
}

TEST_F(SmtpClientTest, HandsAMessageOver) {
  std::string came;
  ScriptedServer server([&](Peer& peer) {
    greet(peer);
    for (const char* reply : {"250 sender\r\n", "250 recipient\r\n", "354 go\r\n"})
      came += peer.answer(reply) + "|";
    came += peer.hear_until("\r\n.\r\n");
    peer.say("250 queued\r\n");
    peer.answer("221 bye\r\n");
  });
  SmtpClient client = connect(server);
  const SmtpTransaction done =
      client.send({.from = "a@x.test", .to = {"b@y.test"}, .mail_parameters = "SIZE=9"}, ".dot\r\nend\r\n");
  EXPECT_TRUE(done.accepted());
  client.quit();
  EXPECT_EQ(came, "MAIL FROM:<a@x.test> SIZE=9|RCPT TO:<b@y.test>|DATA|..dot\r\nend\r\n.\r\n");
}

TEST_F(SmtpClientTest, HandsAMessageOverAsItIsMade) {
  std::string came;
  ScriptedServer server([&](Peer& peer) {
    greet(peer);
    for (const char* reply : {"250 sender\r\n", "250 recipient\r\n", "354 go\r\n"}) peer.answer(reply);
    came = peer.hear_until("\r\n.\r\n");
    peer.say("250 queued\r\n");
    peer.answer("221 bye\r\n");
  });
  SmtpClient client = connect(server);
  std::string message;
  for (int line = 0; line < 20'000; ++line) message += ".0123456789\r\n";
  TextSource source(message + "the end", 777);
  EXPECT_TRUE(client.send({.from = "a@x.test", .to = {"b@y.test"}}, source).accepted());
  client.quit();
  EXPECT_TRUE(came == dot_stuffed(message + "the end"));
  EXPECT_THAT(text_of(transcript_), HasSubstr("… 260010 octets"));
  EXPECT_LT(text_of(transcript_).size(), 20'000u);
}

TEST_F(SmtpClientTest, StopsAtTheFirstRefusal) {
  ScriptedServer server([](Peer& peer) {
    greet(peer);
    peer.answer("250 sender\r\n");
    peer.answer("554 5.7.1 relay denied\r\n");
    EXPECT_EQ(peer.answer("221 bye\r\n"), "QUIT");
  });
  SmtpClient client = connect(server);
  const SmtpTransaction done = client.send({.from = "", .to = {"b@y.test", "c@y.test"}}, "x\r\n");
  EXPECT_FALSE(done.accepted());
  EXPECT_EQ(done.recipients.size(), 1u);
  EXPECT_EQ(done.outcome().status(), "5.7.1");
  client.quit();
}

TEST_F(SmtpClientTest, SendsABatchAtOnce) {
  ScriptedServer server([](Peer& peer) {
    greet(peer);
    EXPECT_EQ(peer.hear_until("DATA\r\n"), "MAIL FROM:<a@x>\r\nRCPT TO:<b@y>\r\nDATA\r\n");
    peer.say("250 a\r\n550 b\r\n503 c\r\n");
    peer.hang();
  });
  SmtpClient client = connect(server);
  const auto replies = client.batch({"MAIL FROM:<a@x>", "RCPT TO:<b@y>", "DATA"});
  ASSERT_EQ(replies.size(), 3u);
  EXPECT_EQ(replies[0].code, 250);
  EXPECT_EQ(replies[1].code, 550);
  EXPECT_EQ(replies[2].code, 503);
}

TEST_F(SmtpClientTest, ABatchEndsWithTheConnection) {
  ScriptedServer server([](Peer& peer) {
    greet(peer);
    peer.hear_until("QUIT\r\n");
    peer.say("250 a\r\n");
  });
  SmtpClient client = connect(server);
  const auto replies = client.batch({"NOOP", "NOOP", "QUIT"});
  ASSERT_EQ(replies.size(), 3u);
  EXPECT_EQ(replies[0].code, 250);
  EXPECT_EQ(replies[1].problem, "closed by the target");
  EXPECT_EQ(replies[2].problem, "closed by the target");
}

TEST_F(SmtpClientTest, SendsRawBytesAsTheyAre) {
  ScriptedServer server([](Peer& peer) {
    greet(peer);
    EXPECT_EQ(peer.hear_until("\n.\r\n"), "a\n.\r\n");
    peer.say("250 one\r\n250 two\r\n");
    peer.hang();
  });
  SmtpClient client = connect(server);
  EXPECT_TRUE(client.send_raw("a\n."));
  EXPECT_EQ(client.raw_message("\r\n").code, 250);
  EXPECT_EQ(client.next_reply().code, 250);
  EXPECT_EQ(client.next_reply(milliseconds(50)).problem, "no reply within 50 ms");
  EXPECT_TRUE(client.is_open());
}

// Refuses a message in its midst.
void refuse_long_message(Peer& peer) {
  greet(peer);
  peer.hear();
  peer.say("552 5.3.4 too much\r\n");
  // What is still under way is read, so that the refusal is not lost with the connection.
  peer.hear_until("END\r\n.\r\n");
}

std::string long_message() {
  std::string message;
  for (int line = 0; line < 100'000; ++line) message += "0123456789\r\n";
  return message + "END\r\n";
}

TEST_F(SmtpClientTest, ReadsWhyALongMessageWasCutOff) {
  ScriptedServer server(refuse_long_message);
  SmtpClient client = connect(server);
  EXPECT_EQ(client.message(long_message()).code, 552);
  EXPECT_LT(text_of(transcript_).size(), 20'000u);
}

TEST_F(SmtpClientTest, ReadsWhyAMessageWasCutOffThatIsStillBeingMade) {
  ScriptedServer server(refuse_long_message);
  SmtpClient client = connect(server);
  TextSource source(long_message(), 10'000);
  EXPECT_EQ(client.message(source).code, 552);
}

TEST_F(SmtpClientTest, SaysThatTheConnectionIsRefused) {
  const SmtpClient client = SmtpClient::connect({"h", "127.0.0.1", closed_port()}, patient, transcript_);
  EXPECT_EQ(client.greeting().problem, "connection refused");
  EXPECT_FALSE(client.is_open());
}

TEST_F(SmtpClientTest, SilenceEndsAtTheReplyDeadline) {
  ScriptedServer server([](Peer& peer) { peer.hang(); });
  EXPECT_EQ(connect(server, short_deadlines).greeting().problem, "no reply within 200 ms");
}

TEST_F(SmtpClientTest, DrippingEndsAtTheReplyDeadline) {
  ScriptedServer server([](Peer& peer) { peer.drip("220-x\r\n", milliseconds(10)); });
  const SmtpClient client = connect(server, short_deadlines);
  EXPECT_EQ(client.greeting().code, 0);
  EXPECT_FALSE(client.is_open());
}

TEST_F(SmtpClientTest, AFloodIsCutOff) {
  ScriptedServer server([](Peer& peer) { peer.flood("220-x\r\n"); });
  EXPECT_THAT(connect(server).greeting().problem, StartsWith("malformed: a reply of more than"));
}

TEST_F(SmtpClientTest, ATargetThatReadsNothingIsLeft) {
  std::promise<void> left;
  ScriptedServer server([&left](Peer& peer) {
    greet(peer);
    left.get_future().wait_for(std::chrono::seconds(10));
  });
  SmtpClient client = connect(server, short_deadlines);
  EXPECT_THAT(client.message(std::string(32u << 20, 'x')).problem, HasSubstr("the target took only"));
  left.set_value();
}

TEST_F(SmtpClientTest, ATargetThatReadsNothingIsLeftWhileTheMessageIsMade) {
  std::promise<void> left;
  ScriptedServer server([&left](Peer& peer) {
    greet(peer);
    left.get_future().wait_for(std::chrono::seconds(10));
  });
  SmtpClient client = connect(server, short_deadlines);
  TextSource source(std::string(32u << 20, 'x'), 100'000);
  EXPECT_THAT(client.message(source).problem,
              AllOf(HasSubstr("the target took only"), HasSubstr("of 33554435 octets")));
  left.set_value();
}

}  // namespace
}  // namespace cts
