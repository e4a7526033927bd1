#include "cgi/script_slots.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

namespace refd::cgi {
namespace {

namespace asio = boost::asio;
using testing::ElementsAre;

struct Queue {
  asio::io_context context;
  ScriptSlots slots;
  std::vector<std::string> heard;
  std::vector<ScriptSlots::Slot> held;

  explicit Queue(ScriptSlots::Limits limits) : slots(limits) {}

  void ask(std::string name) { asio::co_spawn(context, asked(std::move(name)), asio::detached); }
  void run_what_is_ready() {
    context.restart();
    context.poll();
  }

 private:
  asio::awaitable<void> asked(std::string name) {
    auto slot = co_await slots.take();
    heard.push_back(name + (slot ? " runs" : " is refused"));
    if (slot) held.push_back(std::move(*slot));
  }
};

TEST(ScriptSlots, GivesTurnsInTheOrderOfAsking) {
  Queue queue({.at_once = 2, .waiting = 5, .turn = std::chrono::hours(1)});
  for (const auto* name : {"a", "b", "c", "d"}) queue.ask(name);
  queue.run_what_is_ready();
  EXPECT_THAT(queue.heard, ElementsAre("a runs", "b runs"));
  EXPECT_EQ(queue.slots.in_use(), 2U);
  queue.held.pop_back();
  queue.run_what_is_ready();
  EXPECT_THAT(queue.heard, ElementsAre("a runs", "b runs", "c runs"));
  queue.held.clear();
  queue.run_what_is_ready();
  EXPECT_THAT(queue.heard, ElementsAre("a runs", "b runs", "c runs", "d runs"));
  queue.held.clear();
  EXPECT_EQ(queue.slots.in_use(), 0U);
}

TEST(ScriptSlots, RefusesWhoFindsTheQueueFull) {
  Queue queue({.at_once = 1, .waiting = 1, .turn = std::chrono::hours(1)});
  for (const auto* name : {"a", "b", "c"}) queue.ask(name);
  queue.run_what_is_ready();
  EXPECT_THAT(queue.heard, ElementsAre("a runs", "c is refused"));
}

TEST(ScriptSlots, RefusesWhoseTurnDoesNotCome) {
  Queue queue({.at_once = 1, .waiting = 5, .turn = std::chrono::milliseconds(1)});
  queue.ask("a");
  queue.ask("b");
  queue.context.run();
  EXPECT_THAT(queue.heard, ElementsAre("a runs", "b is refused"));
  queue.held.clear();
  queue.ask("c");
  queue.context.restart();
  queue.context.run();
  EXPECT_THAT(queue.heard, ElementsAre("a runs", "b is refused", "c runs"));
}

TEST(ScriptSlots, PassesOnATurnThatNobodyTakes) {
  auto limits = ScriptSlots::Limits{.at_once = 1, .waiting = 5, .turn = std::chrono::hours(1)};
  ScriptSlots slots(limits);
  std::vector<ScriptSlots::Slot> held;
  {
    asio::io_context context;
    const auto take = [](ScriptSlots& from, std::vector<ScriptSlots::Slot>& into) -> asio::awaitable<void> {
      auto slot = co_await from.take();
      if (slot) into.push_back(std::move(*slot));
    };
    asio::co_spawn(context, take(slots, held), asio::detached);
    asio::co_spawn(context, take(slots, held), asio::detached);
    context.poll();
    held.clear();  // the second's turn has come, but it is never resumed
    EXPECT_EQ(slots.in_use(), 1U);
  }
  EXPECT_EQ(slots.in_use(), 0U);
}

}  // namespace
}  // namespace refd::cgi
