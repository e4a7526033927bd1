#include "runner/hook_program.h"

#include <gmock/gmock.h>

namespace cts {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

TEST(HookProgram, GivesWhatTheCommandSays) {
  const OperatorAnswer answer = HookProgram().run({"/bin/echo", "{used}", "a  b"}, 10s);
  EXPECT_TRUE(answer.succeeded);
  EXPECT_EQ(answer.output, "{used} a  b\n");
  EXPECT_EQ(answer.problem, "");
}

TEST(HookProgram, TellsHowACommandFailed) {
  const OperatorAnswer answer =
      HookProgram().run({"/bin/sh", "-c", "echo half; echo no such log >&2; exit 3"}, 10s);
  EXPECT_FALSE(answer.succeeded);
  EXPECT_THAT(answer.problem, HasSubstr("exit code 3"));
  EXPECT_THAT(answer.problem, HasSubstr("no such log"));
  EXPECT_EQ(answer.output, "half\n");
}

TEST(HookProgram, TellsThatThereIsNoSuchProgram) {
  const OperatorAnswer answer = HookProgram().run({"/nowhere/at/all"}, 10s);
  EXPECT_FALSE(answer.succeeded);
  EXPECT_THAT(answer.problem, HasSubstr("/nowhere/at/all"));
}

TEST(HookProgram, EndsACommandThatTakesTooLong) {
  const OperatorAnswer answer = HookProgram().run({"/bin/sleep", "30"}, 50ms);
  EXPECT_FALSE(answer.succeeded);
  EXPECT_EQ(answer.problem, "it did not end in time");
}

TEST(HookProgram, KeepsABoundedOutput) {
  const OperatorAnswer answer =
      HookProgram().run({"/bin/sh", "-c", "head -c 3000000 /dev/zero | tr '\\0' x; echo"}, 20s);
  EXPECT_TRUE(answer.succeeded);
  EXPECT_EQ(answer.output.size(), 1u << 20);
}

}  // namespace
}  // namespace cts
