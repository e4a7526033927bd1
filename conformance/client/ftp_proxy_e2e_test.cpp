#include <gmock/gmock.h>

#include "client/ftp_client.h"
#include "client/scripted_server.h"

namespace cts {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::StartsWith;
using Peer = ScriptedServer::Peer;

const Deadlines patient{milliseconds(2000), milliseconds(5000), milliseconds(10000)};

class FtpProxyTest : public testing::Test {
 protected:
  Transcript transcript_{{"geheim"}};
};

TEST_F(FtpProxyTest, GoesThroughASocks5ProxyWithItsDataToo) {
  ScriptedServer server([](Peer& peer) {
    const std::string hello = peer.hear_until(std::string("\x05\x01\x00", 3));
    peer.say(std::string("\x05\x00", 2));
    const std::string request = peer.hear_until(std::string("\x01\x7f\x00\x00\x01", 5));
    const std::string port = peer.hear_until("\x15").substr(0, 1);
    peer.say(std::string("\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00", 10));
    if (port != std::string("\0", 1)) return;
    peer.say("220 ready\r\n");
    peer.answer("200 type\r\n");
    peer.answer("227 (127,0,0,1,0,21)\r\n");
    peer.answer("150 here\r\n");
    peer.say("226 done\r\n");
    peer.hang();
  });
  Dial dial{"www.example.test", "127.0.0.1", 21, "", "socks5://127.0.0.1:" + std::to_string(server.port())};
  FtpClient client = FtpClient::connect(dial, short_deadlines, transcript_);
  EXPECT_EQ(client.greeting().code, 220);
  // The data connection goes through the proxy as well: it plays FTP there too, and that is the data.
  EXPECT_THAT(client.download("x").data, StartsWith("220 ready"));
  EXPECT_THAT(client.download("x", {.mode = DataMode::port}).problem,
              HasSubstr("not possible through a proxy"));
}

TEST_F(FtpProxyTest, GoesThroughAnHttpProxy) {
  std::string head;
  ScriptedServer server([&](Peer& peer) {
    head = peer.hear_until("\r\n\r\n");
    peer.say("HTTP/1.1 200 fine\r\n\r\n220 ready\r\n");
    peer.hang();
  });
  {
    Dial dial{"www.example.test", "", 21, "", "http://127.0.0.1:" + std::to_string(server.port())};
    EXPECT_EQ(FtpClient::connect(dial, patient, transcript_).greeting().code, 220);
  }
  EXPECT_THAT(head, StartsWith("CONNECT www.example.test:21 HTTP/1.1\r\n"));
}

TEST_F(FtpProxyTest, TellsWhyAProxyDoesNotConnect) {
  ScriptedServer server([](Peer& peer) {
    peer.hear_until(std::string("\x05\x01\x00", 3));
    peer.say(std::string("\x05\x00", 2));
    peer.hear_until("\x15");
    peer.say(std::string("\x05\x05\x00\x01\x00\x00\x00\x00\x00\x00", 10));
  });
  Dial dial{"www.example.test", "127.0.0.1", 21, "", "socks5://127.0.0.1:" + std::to_string(server.port())};
  EXPECT_EQ(FtpClient::connect(dial, patient, transcript_).greeting().problem,
            "through the proxy: connection refused");
}

}  // namespace
}  // namespace cts
