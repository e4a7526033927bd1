#include "scenario/hook_command.h"

#include <gmock/gmock.h>

namespace cts {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(HookCommand, PutsTheValueWhereverThePlaceholderStands) {
  Target target;
  target.hooks = {{"set_clock", {"ssh", "{time}", "--at={time},{time}", "{directory}"}}};
  EXPECT_THAT(hook_command(target, "set_clock", "<{time}>"),
              ElementsAre("ssh", "<{time}>", "--at=<{time}>,<{time}>", "{directory}"));
  EXPECT_THAT(hook_command(target, "delete_log"), IsEmpty());
}

TEST(HookCommand, LeavesACommandWithoutAPlaceholderAsItIs) {
  Target target;
  target.hooks = {{"delete_log", {"rm", "{time}"}}};
  EXPECT_THAT(hook_command(target, "delete_log", "x"), ElementsAre("rm", "{time}"));
}

TEST(HookTime, IsRfc3339InUtc) {
  EXPECT_EQ(hook_time(std::chrono::system_clock::from_time_t(1764136800)), "2025-11-26T06:00:00Z");
}

}  // namespace
}  // namespace cts
