#include "client/knock.h"

#include <thread>

#include <gtest/gtest.h>

#include "client/socket.h"

namespace cts {
namespace {

using namespace std::chrono_literals;

constexpr Deadlines deadlines{5'000ms, 5'000ms, 5'000ms};

Dial dial_to(std::uint16_t port) {
  return {.host = "localhost", .address = "127.0.0.1", .port = port};
}

TEST(Knock, HearsWhatIsSaidFirst) {
  std::string problem;
  Socket door = Socket::listen("127.0.0.1", problem);
  const std::uint16_t port = door.local().port();
  std::thread speaker([&door] { door.accept(deadline_in(60s)).write_all("J\0\0\0\n5.5", deadline_in(60s)); });
  Transcript transcript({});
  const Knock knock = knock_at(dial_to(port), deadlines, transcript);
  speaker.join();
  EXPECT_TRUE(knock.connected);
  EXPECT_EQ(knock.heard, "J");
}

TEST(Knock, TellsADoorThatIsClosedAtOnce) {
  std::string problem;
  Socket door = Socket::listen("127.0.0.1", problem);
  const std::uint16_t port = door.local().port();
  std::thread closer([&door] { door.accept(deadline_in(60s)).close(); });
  Transcript transcript({});
  const Knock knock = knock_at(dial_to(port), deadlines, transcript);
  closer.join();
  EXPECT_TRUE(knock.connected);
  EXPECT_EQ(knock.heard, "");
}

TEST(Knock, TellsThatNobodyIsThere) {
  std::string problem;
  Socket door = Socket::listen("127.0.0.1", problem);
  const std::uint16_t port = door.local().port();
  door.close();
  Transcript transcript({});
  const Knock knock = knock_at(dial_to(port), deadlines, transcript);
  EXPECT_FALSE(knock.connected);
  EXPECT_FALSE(knock.problem.empty());
}

}  // namespace
}  // namespace cts
