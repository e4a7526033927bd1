// The scenario that locks everybody else out of the whole contract, ended badly in each way there is: the
// access file in / must be gone afterwards, without anybody's help from the provider.

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runner/reference_server.h"
#include "selftest/suite.h"

namespace cts::selftest {
namespace {

using namespace std::chrono_literals;

/// Tells when a directory gets a file of one name.
class Watch {
 public:
  Watch(const std::string& directory, std::string name)
      : name_(std::move(name)), descriptor_(::inotify_init1(IN_CLOEXEC)) {
    ::inotify_add_watch(descriptor_, directory.c_str(), IN_MOVED_TO | IN_CREATE);
  }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;
  ~Watch() { ::close(descriptor_); }

  bool wait(std::chrono::milliseconds limit) {
    const auto end = std::chrono::steady_clock::now() + limit;
    for (;;) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
      pollfd polled{descriptor_, POLLIN, 0};
      if (left <= 0ms || ::poll(&polled, 1, static_cast<int>(left.count())) != 1) return false;
      std::array<char, 4096> events;
      const ssize_t length = ::read(descriptor_, events.data(), events.size());
      // The name stands in the event as it is.
      if (length > 0 &&
          std::string_view(events.data(), static_cast<std::size_t>(length)).find(name_) != std::string::npos)
        return true;
    }
  }

 private:
  const std::string name_;
  const int descriptor_;
};

class LockOut : public testing::Test {
 protected:
  LockOut() {
    set_reference_passwords();
    server_ = std::make_unique<ReferenceServer>(
        ReferenceServer::Files{server_program(), reference_site(), folder_.path()});
  }

  std::vector<std::string> arguments() const {
    return {"run",
            "--target",
            server_->target_file(),
            "--out",
            folder_ / "out",
            "--select",
            scenario,
            "--consent",
            "destructive",
            "--jobs",
            "1"};
  }

  /// The run, in a process group of its own, at the moment when / is locked.
  std::unique_ptr<BackgroundProgram> run_until_locked() {
    Watch watch(root_, ".ftpaccess");
    std::vector<std::string> argv{"/usr/bin/setsid", suite_program()};
    const auto more = arguments();
    argv.insert(argv.end(), more.begin(), more.end());
    auto run = std::make_unique<BackgroundProgram>(argv, folder_ / "stderr");
    EXPECT_TRUE(watch.wait(60s)) << read_file(folder_ / "stderr");
    return run;
  }

  static void kill_worker(const BackgroundProgram& run) {
    const std::string id = std::to_string(run.id());
    const std::string worker = read_file("/proc/" + id + "/task/" + id + "/children");
    if (!worker.empty()) ::kill(std::stoi(worker), SIGKILL);
  }

  bool is_locked() const { return std::filesystem::exists(root_ + "/.ftpaccess"); }
  std::vector<std::string> left() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root_)) {
      if (entry.path().filename().string().find("cts-") != std::string::npos) names.push_back(entry.path());
    }
    return names;
  }

  // On a busy machine the scenario may have unlocked before it is killed; then it has not been tried.
  static constexpr int tries = 10;
  static constexpr const char* scenario = "acl.reach.all_of_the_contract_from_the_top";
  TemporaryFolder folder_;
  const std::string root_ = folder_ / "state/site/root";
  std::unique_ptr<ReferenceServer> server_;
};

TEST_F(LockOut, IsUndoneByAScenarioThatFails) {
  // Nobody is locked out, so that each check after the lock fails.
  server_->switch_on("acl.ignored");
  Watch watch(root_, ".ftpaccess");
  const ProgramResult run = run_suite(arguments());
  EXPECT_EQ(run.end.exit_code, 1) << run.output << run.error_tail;
  EXPECT_TRUE(watch.wait(1ms)) << "it did lock / before it failed";
  EXPECT_FALSE(is_locked());
  EXPECT_THAT(left(), testing::IsEmpty());
}

TEST_F(LockOut, IsUndoneAfterAWorkerThatWasKilled) {
  std::optional<ChildEnd> end;
  for (int i = 0; i < tries && (!end || end->exit_code == 0); ++i) {
    const auto run = run_until_locked();
    kill_worker(*run);
    end = run->wait_for_end(120s);
    ASSERT_TRUE(end);
  }
  EXPECT_EQ(end->exit_code, 70);
  EXPECT_EQ(count_verdict(read_result(folder_ / "out"), "error"), 1u) << "it was killed in the midst of it";
  EXPECT_FALSE(is_locked());
  EXPECT_THAT(left(), testing::IsEmpty());
}

TEST_F(LockOut, IsUndoneByCleanWhenEverythingWasKilled) {
  bool was_locked = false;
  for (int i = 0; i < tries && !was_locked; ++i) {
    const auto run = run_until_locked();
    // So that it cannot undo what its worker did. Its end alone would end the worker too late.
    ::kill(run->id(), SIGSTOP);
    kill_worker(*run);
    ::kill(-run->id(), SIGKILL);
    ASSERT_TRUE(run->wait_for_end(30s));
    was_locked = is_locked();
    const ProgramResult clean =
        run_suite({"clean", "--target", server_->target_file(), "--out", folder_ / "out"});
    EXPECT_EQ(clean.end.exit_code, 0) << clean.output << clean.error_tail;
  }
  EXPECT_TRUE(was_locked) << "it was killed in the midst of it";
  EXPECT_FALSE(is_locked());
  EXPECT_THAT(left(), testing::IsEmpty());
}

}  // namespace
}  // namespace cts::selftest
