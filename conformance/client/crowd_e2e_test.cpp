#include "client/crowd.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include "client/scripted_server.h"

namespace cts {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using Peer = ScriptedServer::Peer;

TEST(Crowd, ComesAtTheSameMoment) {
  constexpr int visitors = 8;
  std::mutex mutex;
  std::condition_variable all_there;
  int there = 0;
  // Nobody is answered before everybody has asked.
  ScriptedServer server([&](Peer& peer) {
    peer.hear_until("\r\n\r\n");
    std::unique_lock lock(mutex);
    const int number = ++there;
    all_there.notify_all();
    if (!all_there.wait_for(lock, milliseconds(5000), [&] { return there == visitors; })) return;
    peer.say("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + std::to_string(number));
    peer.hang();
  });
  Transcript transcript({});
  const std::vector<Dial> dials(visitors, server.dial());
  std::string numbers;
  for (const HttpReply& reply : send_together(dials, {}, {.target = "/x"}, transcript)) {
    EXPECT_EQ(reply.status, 200) << reply.problem;
    numbers += reply.body;
  }
  std::sort(numbers.begin(), numbers.end());
  EXPECT_EQ(numbers, "12345678");
  ASSERT_EQ(transcript.entries().size(), std::size_t{visitors});
  EXPECT_THAT(transcript.entries().front().text, HasSubstr("GET /x together with 7 others: 200 OK"));
}

TEST(Crowd, OneWhoIsNotAnsweredDoesNotKeepTheOthers) {
  ScriptedServer silent([](Peer& peer) { peer.hang(); });
  ScriptedServer server([](Peer& peer) {
    peer.hear_until("\r\n\r\n");
    peer.say("HTTP/1.1 204 Fine\r\n\r\n");
    peer.hang();
  });
  Transcript transcript({});
  const auto replies =
      send_together({silent.dial(), server.dial()}, short_deadlines, {.target = "/"}, transcript);
  EXPECT_EQ(replies.at(0).status, 0);
  EXPECT_THAT(replies.at(0).problem, HasSubstr("no answer within"));
  EXPECT_EQ(replies.at(1).status, 204);
}

}  // namespace
}  // namespace cts
