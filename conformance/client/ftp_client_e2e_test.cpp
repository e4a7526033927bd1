#include <gmock/gmock.h>

#include <chrono>

#include "client/ftp_client.h"
#include "client/scripted_server.h"

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

class FtpClientTest : public testing::Test {
 protected:
  FtpClient connect(const ScriptedServer& server, const Deadlines& deadlines = patient) {
    return FtpClient::connect(server.dial(), deadlines, transcript_);
  }
  // Nothing here takes longer than a few of the short deadlines, whatever the server does.
  void TearDown() override { EXPECT_LT(std::chrono::steady_clock::now() - start_, std::chrono::seconds(4)); }

  Transcript transcript_{{"geheim"}};
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

void greet(Peer& peer) {
  peer.say("220 ready\r\n");
}

TEST_F(FtpClientTest, LogsInAndKeepsThePasswordToItself) {
  ScriptedServer server([](Peer& peer) {
    peer.say("220-Welcome\r\n to www\r\n220 ready\r\n");
    peer.answer("331 go on\r\n");
    peer.answer("230 hello geheim\r\n");
    peer.answer("221 bye\r\n");
  });
  FtpClient client = connect(server);
  EXPECT_EQ(client.greeting().code, 220);
  EXPECT_EQ(client.greeting().lines.size(), 3u);
  EXPECT_EQ(client.local_address(), "127.0.0.1");
  EXPECT_EQ(client.login("customer", "geheim").code, 230);
  EXPECT_EQ(client.quit().code, 221);
  EXPECT_FALSE(client.is_open());
  EXPECT_THAT(text_of(transcript_),
              AllOf(HasSubstr("PASS ****"), HasSubstr("hello ****"), Not(HasSubstr("geheim"))));
  EXPECT_THAT(client.repeat_command(), AllOf(HasSubstr("USER customer"), Not(HasSubstr("geheim"))));
}

TEST_F(FtpClientTest, DoesNotSendAPasswordThatNobodyAskedFor) {
  ScriptedServer server([](Peer& peer) {
    greet(peer);
    peer.answer("530 no\r\n");
    peer.answer("500 " + std::string("what?") + "\r\n");
  });
  FtpClient client = connect(server);
  EXPECT_EQ(client.login("customer", "geheim").code, 530);
  EXPECT_THAT(text_of(transcript_), Not(HasSubstr("PASS")));
}

TEST_F(FtpClientTest, SaysThatTheConnectionIsRefused) {
  const FtpClient client = FtpClient::connect({"h", "127.0.0.1", closed_port()}, patient, transcript_);
  EXPECT_EQ(client.greeting().code, 0);
  EXPECT_EQ(client.greeting().problem, "connection refused");
  EXPECT_FALSE(client.is_open());
}

TEST_F(FtpClientTest, SaysThatItWasClosedBeforeTheGreeting) {
  ScriptedServer server([](Peer& peer) { peer.close(); });
  FtpClient client = connect(server);
  EXPECT_EQ(client.greeting().problem, "closed by the target");
  EXPECT_EQ(client.command("NOOP").problem, "closed by the target");
}

TEST_F(FtpClientTest, SilenceEndsAtTheReplyDeadline) {
  ScriptedServer server([](Peer& peer) { peer.hang(); });
  EXPECT_EQ(connect(server, short_deadlines).greeting().problem, "no reply within 200 ms");
}

TEST_F(FtpClientTest, ADrippingReplyEndsAtTheReplyDeadline) {
  ScriptedServer server([](Peer& peer) { peer.drip("220-more\r\n", milliseconds(5)); });
  EXPECT_EQ(connect(server, short_deadlines).greeting().problem, "no reply within 200 ms");
}

TEST_F(FtpClientTest, AnEndlessReplyIsMalformed) {
  ScriptedServer server([](Peer& peer) { peer.flood("220-more\r\n"); });
  EXPECT_THAT(connect(server).greeting().problem, StartsWith("malformed: a reply of more than"));
}

TEST_F(FtpClientTest, AnEndlessLineIsMalformed) {
  ScriptedServer server([](Peer& peer) { peer.flood("2200000"); });
  EXPECT_THAT(connect(server).greeting().problem, StartsWith("malformed: a line of more than"));
}

TEST_F(FtpClientTest, AnotherProtocolIsMalformed) {
  ScriptedServer server([](Peer& peer) { peer.say("+OK POP3 ready\r\n"); });
  EXPECT_EQ(connect(server).greeting().problem, "malformed: a reply begins \"+OK POP3 ready\"");
}

TEST_F(FtpClientTest, NextReplyThatDoesNotComeLeavesTheConnectionOpen) {
  ScriptedServer server([](Peer& peer) {
    greet(peer);
    peer.answer("200 ok\r\n");
    peer.answer("200 ok again\r\n");
    peer.hang();
  });
  FtpClient client = connect(server);
  EXPECT_EQ(client.command("NOOP").code, 200);
  EXPECT_EQ(client.next_reply(milliseconds(50)).problem, "no reply within 50 ms");
  EXPECT_EQ(client.command("NOOP").text(), "ok again");
}

TEST_F(FtpClientTest, ComesFromTheAddressOfItsVantagePoint) {
  ScriptedServer server([](Peer& peer) { peer.say("220 " + peer.socket().peer().address() + "\r\n"); });
  Dial dial = server.dial();
  dial.bind_address = "127.0.0.2";
  const FtpClient client = FtpClient::connect(dial, patient, transcript_);
  EXPECT_EQ(client.greeting().text(), "127.0.0.2");
  EXPECT_EQ(client.local_address(), "127.0.0.2");
}

TEST_F(FtpClientTest, DownloadsInPassiveMode) {
  ScriptedServer server([](Peer& peer) {
    greet(peer);
    peer.answer("200 type\r\n");
    Socket listener = peer.answer_passive();
    Peer data = peer.accept(listener);
    peer.answer("150 here\r\n");
    data.say(std::string("one\0two", 7));
    data.close();
    peer.say("226 done\r\n");
    peer.hang();
  });
  FtpClient client = connect(server);
  const FtpTransfer transfer = client.download("/web/x");
  EXPECT_TRUE(transfer.succeeded()) << testing::PrintToString(transfer);
  EXPECT_EQ(transfer.data, std::string("one\0two", 7));
  EXPECT_EQ(transfer.setup.code, 227);
  EXPECT_THAT(transfer.data_address, StartsWith("127.0.0.1:"));
  EXPECT_THAT(text_of(transcript_), HasSubstr("one\\x00two"));
  EXPECT_THAT(transcript_.repeat(), HasSubstr("/%2Fweb/x"));
}

TEST_F(FtpClientTest, UploadsInActiveModeAndKeepsTheTypeItHasAgreedOn) {
  std::string received;
  ScriptedServer server([&](Peer& peer) {
    greet(peer);
    for (int i = 0; i < 2; ++i) {
      if (i == 0) peer.answer("200 type\r\n");
      const std::string port = peer.answer("200 port\r\n");
      peer.answer("150 send\r\n");
      Peer data = peer.connect_back(port);
      received += data.hear_all();
      peer.say("226 done\r\n");
    }
    peer.hang();
  });
  {
    FtpClient client = connect(server);
    EXPECT_TRUE(client.upload("/web/x", std::string(3 << 20, 'u'), {.mode = DataMode::port}).succeeded());
    EXPECT_TRUE(client.append("/web/x", "end", {.mode = DataMode::port}).succeeded());
  }
  EXPECT_EQ(received.size(), (3u << 20) + 3);
}

TEST_F(FtpClientTest, PassesOverAModeThatIsRefusedAndRemembersTheOneThatWorks) {
  ScriptedServer server([&](Peer& peer) {
    greet(peer);
    peer.answer("200 type\r\n");
    EXPECT_EQ(peer.answer("502 no\r\n"), "PASV");
    EXPECT_EQ(peer.answer("522 no\r\n"), "EPSV");
    for (int i = 0; i < 2; ++i) {
      const std::string port = peer.answer("200 port\r\n");
      peer.answer("150 here\r\n");
      Peer data = peer.connect_back(port);
      data.say("data");
      data.close();
      peer.say("226 done\r\n");
    }
    peer.hang();
  });
  FtpClient client = connect(server);
  EXPECT_EQ(client.download("x").data, "data");
  EXPECT_TRUE(client.download("x").succeeded());
}

TEST_F(FtpClientTest, ARefusedModeThatWasAskedForIsTheOutcome) {
  ScriptedServer server([&](Peer& peer) {
    greet(peer);
    peer.answer("200 type\r\n");
    peer.answer("502 no\r\n");
    peer.hang();
  });
  FtpClient client = connect(server);
  const FtpTransfer transfer = client.download("x", {.mode = DataMode::pasv});
  EXPECT_EQ(transfer.outcome().code, 502);
}

TEST_F(FtpClientTest, BeginsWithTheModeThatItIsTold) {
  ScriptedServer server([&](Peer& peer) {
    greet(peer);
    peer.answer("200 type\r\n");
    const std::string port = peer.answer("200 port\r\n");
    peer.answer("150 here\r\n");
    Peer data = peer.connect_back(port);
    data.say("data");
    data.close();
    peer.say("226 done\r\n");
    peer.hang();
  });
  FtpClient client = connect(server);
  client.begin_with(DataMode::port);
  EXPECT_EQ(client.download("x").data, "data");
}

TEST_F(FtpClientTest, TakesNoActiveDataFromAStranger) {
  ScriptedServer server([](Peer& peer) {
    greet(peer);
    peer.answer("200 type\r\n");
    const std::string port = peer.answer("200 port\r\n");
    peer.answer("150 here\r\n");
    Peer stranger = peer.connect_back(port, "127.0.0.9");
    stranger.say("false");
    peer.hang();
  });
  FtpClient client = connect(server, short_deadlines);
  const FtpTransfer transfer = client.download("x", {.mode = DataMode::port});
  EXPECT_FALSE(transfer.succeeded());
  EXPECT_EQ(transfer.data, "");
  EXPECT_THAT(transfer.problem, StartsWith("the target did not connect to"));
  EXPECT_THAT(text_of(transcript_), HasSubstr("a connection from 127.0.0.9 is not the target's"));
}

TEST_F(FtpClientTest, GoesToTheControlConnectionsAddressWhateverTheReplyNames) {
  ScriptedServer server([](Peer& peer) {
    greet(peer);
    peer.answer("200 type\r\n");
    Socket listener = peer.answer_passive("192,0,2,1");
    Peer data = peer.accept(listener);
    peer.answer("150 here\r\n");
    data.say("list");
    data.close();
    peer.say("226 done\r\n");
    peer.hang();
  });
  FtpClient client = connect(server);
  const FtpTransfer transfer = client.list("LIST");
  EXPECT_TRUE(transfer.succeeded()) << testing::PrintToString(transfer);
  EXPECT_THAT(transfer.data_address, StartsWith("192.0.2.1:"));
  EXPECT_THAT(text_of(transcript_), HasSubstr("the reply names 192.0.2.1; connecting to 127.0.0.1 instead"));
}

TEST_F(FtpClientTest, ARefusedDataConnectionIsAProblemAndTheCommandIsNotSent) {
  const std::uint16_t closed = closed_port();
  ScriptedServer server([&](Peer& peer) {
    greet(peer);
    peer.answer("200 type\r\n");
    peer.answer("229 (|||" + std::to_string(closed) + "|)\r\n");
    peer.hang();
  });
  FtpClient client = connect(server);
  const FtpTransfer transfer = client.download("x", {.mode = DataMode::epsv});
  EXPECT_THAT(transfer.problem, HasSubstr("connection refused"));
  EXPECT_EQ(transfer.outcome().code, 0);
  EXPECT_THAT(text_of(transcript_), Not(HasSubstr("RETR")));
}

TEST_F(FtpClientTest, ARefusalAfterSomeOfTheUploadIsTheOutcome) {
  ScriptedServer server([](Peer& peer) {
    greet(peer);
    peer.answer("200 type\r\n");
    Socket listener = peer.answer_passive();
    Peer data = peer.accept(listener);
    peer.answer("150 send\r\n");
    peer.say("552 quota exceeded\r\n");
    peer.hang();
  });
  FtpClient client = connect(server);
  const FtpTransfer transfer = client.upload("x", std::string(64 << 20, 'u'));
  EXPECT_EQ(transfer.outcome().code, 552);
  EXPECT_FALSE(transfer.succeeded());
  EXPECT_TRUE(client.is_open());
}

TEST_F(FtpClientTest, AControlConnectionClosedInATransferEndsIt) {
  ScriptedServer server([](Peer& peer) {
    greet(peer);
    peer.answer("200 type\r\n");
    Socket listener = peer.answer_passive();
    Peer data = peer.accept(listener);
    peer.answer("150 here\r\n");
    peer.close();
    data.hang();
  });
  Deadlines deadlines = patient;
  deadlines.reply = milliseconds(200);
  FtpClient client = connect(server, deadlines);
  const FtpTransfer transfer = client.download("x");
  EXPECT_EQ(transfer.completed.problem, "closed by the target");
  EXPECT_THAT(transfer.problem, HasSubstr("left open"));
  EXPECT_FALSE(client.is_open());
}

TEST_F(FtpClientTest, DrippingDataEndsAtTheTransferDeadline) {
  ScriptedServer server([](Peer& peer) {
    greet(peer);
    peer.answer("200 type\r\n");
    Socket listener = peer.answer_passive();
    Peer data = peer.accept(listener);
    peer.answer("150 here\r\n");
    data.drip("x", milliseconds(5));
    peer.say("426 cut\r\n");
    peer.hang();
  });
  FtpClient client = connect(server, short_deadlines);
  const FtpTransfer transfer = client.download("x");
  EXPECT_THAT(transfer.problem, HasSubstr("not over within 400 ms"));
  EXPECT_EQ(transfer.completed.code, 426);
}

TEST_F(FtpClientTest, FloodingDataEndsAtTheLimitOfOctets) {
  ScriptedServer server([](Peer& peer) {
    greet(peer);
    peer.answer("200 type\r\n");
    Socket listener = peer.answer_passive();
    Peer data = peer.accept(listener);
    peer.answer("150 here\r\n");
    data.flood("x");
    data.close();
    peer.say("426 cut\r\n");
    peer.hang();
  });
  FtpClient client = connect(server);
  const FtpTransfer transfer = client.download("x", {.take_at_most = 1000});
  EXPECT_EQ(transfer.problem, "more than 1000 octets came");
  EXPECT_EQ(transfer.data.size(), 1000u);
  EXPECT_EQ(transfer.completed.code, 426);
}

TEST_F(FtpClientTest, RestartIsAskedForBeforeTheTransfer) {
  std::string asked;
  ScriptedServer server([&](Peer& peer) {
    greet(peer);
    peer.answer("200 type\r\n");
    Socket listener = peer.answer_passive();
    Peer data = peer.accept(listener);
    asked = peer.hear();
    peer.say("502 not here\r\n");
    peer.hang();
  });
  {
    FtpClient client = connect(server);
    const FtpTransfer transfer = client.download("x", {.restart_at = 7});
    EXPECT_EQ(transfer.setup.code, 502);
    EXPECT_EQ(transfer.outcome().code, 502);
  }
  EXPECT_EQ(asked, "REST 7");
}

TEST_F(FtpClientTest, AnInterruptedDownloadGoesOnWithTheRepliesThatAreLeft) {
  ScriptedServer server([](Peer& peer) {
    greet(peer);
    peer.answer("200 type\r\n");
    Socket listener = peer.answer_passive();
    Peer data = peer.accept(listener);
    peer.answer("150 here\r\n");
    data.say("some");
    peer.hear();
    data.close();
    peer.say("426 cut\r\n226 abort done\r\n");
    peer.answer("200 still here\r\n");
    peer.hang();
  });
  FtpClient client = connect(server);
  const FtpTransfer transfer =
      client.interrupted_download("x", {}, [](FtpClient& c) { c.send_raw("ABOR\r\n"); });
  EXPECT_EQ(transfer.data, "some");
  EXPECT_EQ(transfer.completed.code, 426);
  EXPECT_EQ(client.next_reply().code, 226);
  EXPECT_EQ(client.command("NOOP").code, 200);
}

TEST_F(FtpClientTest, RepliesReadMeanwhileAreNotWaitedForAgain) {
  ScriptedServer server([](Peer& peer) {
    greet(peer);
    peer.answer("200 type\r\n");
    Socket listener = peer.answer_passive();
    Peer data = peer.accept(listener);
    peer.answer("150 here\r\n");
    peer.hear();
    data.close();
    peer.say("426 cut\r\n226 abort done\r\n");
    peer.hang();
  });
  FtpClient client = connect(server);
  const FtpTransfer transfer = client.interrupted_download("x", {}, [](FtpClient& c) {
    EXPECT_EQ(c.command("ABOR").code, 426);
    EXPECT_EQ(c.next_reply().code, 226);
  });
  EXPECT_EQ(transfer.completed.code, 226);
}

}  // namespace
}  // namespace cts
