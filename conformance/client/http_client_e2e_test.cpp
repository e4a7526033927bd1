#include <gmock/gmock.h>

#include <chrono>

#include "client/http_client.h"
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

class HttpClientTest : public testing::Test {
 protected:
  HttpClient client(const ScriptedServer& server, const Deadlines& deadlines = patient) {
    return HttpClient(server.dial(), deadlines, transcript_, "suite/1");
  }
  // One request to a server that plays this script.
  HttpReply reply_of(const ScriptedServer::Script& script, const Deadlines& deadlines = patient) {
    ScriptedServer server(script);
    return client(server, deadlines).get("/");
  }
  void TearDown() override { EXPECT_LT(std::chrono::steady_clock::now() - start_, std::chrono::seconds(4)); }

  Transcript transcript_{{"geheim"}};
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

TEST_F(HttpClientTest, SaysWhatAVisitorsBrowserSaysAndNoMore) {
  std::string head;
  ScriptedServer server([&](Peer& peer) {
    head = peer.hear_until("\r\n\r\n");
    peer.say("HTTP/1.1 200 Very fine\r\nContent-Length: 3\r\nX-Two: a\r\nx-two: b\r\n\r\nabc");
    peer.hang();
  });
  {
    const HttpReply reply = client(server).get("/a/../b%20c?d=e");
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.reason, "Very fine");
    EXPECT_EQ(reply.header("X-TWO"), "a");
    EXPECT_EQ(reply.header("X-Three"), std::nullopt);
    EXPECT_EQ(reply.body, "abc");
    EXPECT_EQ(reply.problem, "");
  }
  EXPECT_EQ(
      head,
      "GET /a/../b%20c?d=e HTTP/1.1\r\nHost: www.example.test\r\nUser-Agent: suite/1\r\nAccept: */*\r\n\r\n");
}

TEST_F(HttpClientTest, KeepsItsConnectionForTheNextRequest) {
  ScriptedServer server([](Peer& peer) {
    for (int i = 1; !peer.hear_until("\r\n\r\n").empty(); ++i)
      peer.say("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + std::to_string(i));
  });
  HttpClient visitor = client(server);
  EXPECT_EQ(visitor.get("/").body, "1");
  EXPECT_EQ(visitor.get("/").body, "2");
}

TEST_F(HttpClientTest, SendsHeadersBodyAndMethodAsGiven) {
  std::string heard;
  ScriptedServer server([&](Peer& peer) {
    heard = peer.hear_until("name=geheim");
    peer.say("HTTP/1.1 204 No Content\r\n\r\n");
    peer.hang();
  });
  {
    HttpClient visitor = client(server);
    EXPECT_EQ(visitor
                  .send({.method = "PUT",
                         .target = "/x",
                         .headers = {{"User-Agent", "other"}, {"Content-Type", "text/x"}, {"X-Empty", ""}},
                         .body = "name=geheim",
                         .host = "other.example.test"})
                  .status,
              204);
    EXPECT_THAT(visitor.repeat_command(),
                AllOf(StartsWith("curl -sv --path-as-is --connect-to www.example.test:80:127.0.0.1:"),
                      HasSubstr("-X PUT"), HasSubstr("-H 'Host: other.example.test'"),
                      HasSubstr("'http://www.example.test/x'"), Not(HasSubstr("geheim"))));
  }
  EXPECT_THAT(
      heard, AllOf(StartsWith("PUT /x HTTP/1.1\r\nHost: other.example.test\r\n"),
                   HasSubstr("User-Agent: other\r\n"), HasSubstr("Content-Type: text/x\r\n"),
                   HasSubstr("X-Empty:\r\n"), HasSubstr("Content-Length: 11\r\n"), Not(HasSubstr("Expect"))));
  for (const auto& entry : transcript_.entries()) EXPECT_THAT(entry.text, Not(HasSubstr("geheim")));
}

TEST_F(HttpClientTest, HeadHasNoBody) {
  ScriptedServer server([](Peer& peer) {
    peer.hear_until("\r\n\r\n");
    peer.say("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
    peer.hang();
  });
  const HttpReply reply = client(server).send({.method = "HEAD"});
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.problem, "");
  EXPECT_EQ(reply.header("Content-Length"), "1000");
}

TEST_F(HttpClientTest, DoesNotFollowARedirection) {
  const HttpReply reply = reply_of([](Peer& peer) {
    peer.hear_until("\r\n\r\n");
    peer.say("HTTP/1.1 301 Moved\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n");
    peer.hang();
  });
  EXPECT_EQ(reply.status, 301);
  EXPECT_EQ(reply.header("Location"), "/elsewhere");
}

TEST_F(HttpClientTest, AnInterimAnswerIsNotTheAnswer) {
  const HttpReply reply = reply_of([](Peer& peer) {
    peer.hear_until("\r\n\r\n");
    peer.say("HTTP/1.1 103 Early\r\nX-Early: 1\r\n\r\nHTTP/1.1 404 None\r\nContent-Length: 0\r\n\r\n");
    peer.hang();
  });
  EXPECT_EQ(reply.status, 404);
  EXPECT_EQ(reply.header("X-Early"), std::nullopt);
}

TEST_F(HttpClientTest, TellsWhyThereIsNoAnswer) {
  HttpClient nobody({"h", "127.0.0.1", closed_port()}, patient, transcript_, "suite/1");
  EXPECT_EQ(nobody.get("/").problem, "connection refused");
  EXPECT_EQ(reply_of([](Peer& peer) { peer.hear_until("\r\n\r\n"); }).problem,
            "closed by the target without an answer");
  EXPECT_EQ(reply_of([](Peer& peer) {
              peer.hear_until("\r\n\r\n");
              peer.say("220 ready\r\n");
            }).problem,
            "the answer is not HTTP/1");
  EXPECT_EQ(reply_of([](Peer& peer) { peer.hang(); }, short_deadlines).problem, "no answer within 200 ms");
  EXPECT_EQ(
      reply_of([](Peer& peer) { peer.drip("HTTP/1.1 200 OK\r\nX: y\r\n", milliseconds(5)); }, short_deadlines)
          .status,
      0);
}

TEST_F(HttpClientTest, TellsThatAnAnswerWasCutOff) {
  const HttpReply reply = reply_of([](Peer& peer) {
    peer.hear_until("\r\n\r\n");
    peer.say("HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\nhalf");
  });
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "half");
  EXPECT_EQ(reply.problem, "cut off after 4 of 40 octets");
}

TEST_F(HttpClientTest, EndsAtItsLimitsWhateverComes) {
  ScriptedServer heads([](Peer& peer) {
    peer.hear_until("\r\n\r\n");
    peer.say("HTTP/1.1 200 OK\r\n");
    peer.flood("X-More: more and more\r\n");
  });
  EXPECT_THAT(client(heads).get("/").problem, HasSubstr("a head of more than"));
  ScriptedServer bodies([](Peer& peer) {
    peer.hear_until("\r\n\r\n");
    peer.say("HTTP/1.1 200 OK\r\n\r\n");
    peer.flood("body");
  });
  const HttpReply reply = client(bodies).send({.take_at_most = 1000});
  EXPECT_EQ(reply.problem, "more than 1000 octets");
  EXPECT_EQ(reply.body.size(), 1000u);
  const HttpReply slow = reply_of(
      [](Peer& peer) {
        peer.hear_until("\r\n\r\n");
        peer.say("HTTP/1.1 200 OK\r\n\r\n");
        peer.drip("x", milliseconds(5));
      },
      short_deadlines);
  EXPECT_THAT(slow.problem, StartsWith("not over within 400 ms"));
}

TEST_F(HttpClientTest, ComesFromItsVantagePoint) {
  const auto script = [](Peer& peer) {
    peer.hear_until("\r\n\r\n");
    const std::string address = peer.socket().peer().address();
    peer.say("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(address.size()) + "\r\n\r\n" + address);
    peer.hang();
  };
  ScriptedServer server(script);
  Dial dial = server.dial();
  dial.bind_address = "127.0.0.3";
  HttpClient visitor(dial, patient, transcript_, "suite/1");
  EXPECT_EQ(visitor.get("/").body, "127.0.0.3");
  EXPECT_THAT(visitor.repeat_command(), HasSubstr("--interface 127.0.0.3"));
}

TEST_F(HttpClientTest, GoesThroughAProxyByATunnel) {
  std::string connect;
  ScriptedServer proxy([&](Peer& peer) {
    connect = peer.hear_until("\r\n\r\n");
    peer.say("HTTP/1.1 200 fine\r\nX-Proxy: 1\r\n\r\n");
    peer.hear_until("\r\n\r\n");
    peer.say("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
    peer.hang();
  });
  {
    HttpClient visitor(
        {"www.example.test", "192.0.2.7", 8080, "", "http://127.0.0.1:" + std::to_string(proxy.port())},
        patient, transcript_, "suite/1");
    const HttpReply reply = visitor.get("/");
    EXPECT_EQ(reply.status, 403);
    EXPECT_EQ(reply.header("X-Proxy"), std::nullopt);
  }
  EXPECT_THAT(connect, StartsWith("CONNECT 192.0.2.7:8080 HTTP/1.1"));
}

TEST_F(HttpClientTest, SendsExactlyTheRawBytes) {
  std::string heard;
  ScriptedServer server([&](Peer& peer) {
    heard = peer.hear_until("\n\n");
    peer.say("<html>old</html>");
  });
  const HttpClient::Raw raw = client(server).send_raw("GET /\n\n");
  EXPECT_EQ(raw.received, "<html>old</html>");
  EXPECT_TRUE(raw.closed);
  EXPECT_EQ(raw.problem, "");
  EXPECT_EQ(heard, "GET /\n\n");
}

TEST_F(HttpClientTest, RawBytesThatNobodyAnswersEndAtTheDeadline) {
  ScriptedServer server([](Peer& peer) { peer.hang(); });
  const HttpClient::Raw raw = client(server, short_deadlines).send_raw("GET");
  EXPECT_FALSE(raw.closed);
  EXPECT_EQ(raw.problem, "no answer within 200 ms");
}

}  // namespace
}  // namespace cts
