#include "runner/child_process.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace cts {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

TEST(RunProgram, TellsOutputErrorAndEnd) {
  const ProgramResult result =
      run_program({"/bin/sh", "-c", "echo one; echo two; echo odd >&2; exit 3"}, 10s);
  EXPECT_EQ(result.output, "one\ntwo\n");
  EXPECT_EQ(result.error_tail, "odd\n");
  EXPECT_EQ(result.end.exit_code, 3);
  EXPECT_EQ(result.end.text(), "exit code 3");
  EXPECT_FALSE(result.ok());
  EXPECT_TRUE(run_program({"/bin/sh", "-c", "true"}, 10s).ok());
}

TEST(RunProgram, TellsASignal) {
  const ProgramResult result = run_program({"/bin/sh", "-c", "kill -ABRT $$"}, 10s);
  EXPECT_EQ(result.end.signal, 6);
  EXPECT_THAT(result.end.text(), HasSubstr("signal 6 (Aborted)"));
}

TEST(RunProgram, KillsWhatTakesTooLong) {
  const auto since = std::chrono::steady_clock::now();
  const ProgramResult result = run_program({"/bin/sh", "-c", "exec sleep 60"}, 100ms);
  EXPECT_TRUE(result.overdue);
  EXPECT_FALSE(result.ok());
  EXPECT_LT(std::chrono::steady_clock::now() - since, 10s);
}

TEST(RunProgram, IsNotHeldUpByAGrandchild) {
  const auto since = std::chrono::steady_clock::now();
  const ProgramResult result = run_program({"/bin/sh", "-c", "sleep 60 & echo $!"}, 20s);
  EXPECT_TRUE(result.ok());
  EXPECT_LT(std::chrono::steady_clock::now() - since, 10s);
  ::kill(std::stoi(result.output), SIGKILL);
}

TEST(RunProgram, ThrowsWhenThereIsNone) {
  EXPECT_THROW(run_program({"/nonexistent/program"}, 1s), std::system_error);
}

TEST(BackgroundProgram, IsWaitedForAndEnded) {
  const std::string errors = testing::TempDir() + "background_" + std::to_string(::getpid());
  {
    BackgroundProgram program({"/bin/sh", "-c", "echo loud >&2; echo starting; echo ready; read -r forever"},
                              errors);
    EXPECT_TRUE(program.wait_for_line("ready", 10s));
    EXPECT_FALSE(program.wait_for_line("never said", 50ms));
    EXPECT_TRUE(program.end(10s));
  }
  std::stringstream said;
  said << std::ifstream(errors).rdbuf();
  EXPECT_EQ(said.str(), "loud\n");
  std::filesystem::remove(errors);
}

TEST(BackgroundProgram, TellsThatItEndedTooEarly) {
  BackgroundProgram program({"/bin/sh", "-c", "exit 1"}, "/dev/null");
  EXPECT_FALSE(program.wait_for_line("ready", 10s));
}

TEST(BackgroundProgram, KillsWhatDoesNotEnd) {
  BackgroundProgram program(
      {"/bin/sh", "-c", "trap '' TERM; echo ready; while :; do read -r x || sleep 1; done"}, "/dev/null");
  ASSERT_TRUE(program.wait_for_line("ready", 10s));
  EXPECT_FALSE(program.end(100ms));
}

}  // namespace
}  // namespace cts
