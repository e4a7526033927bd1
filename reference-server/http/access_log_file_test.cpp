#include "http/access_log_file.h"

#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace refd::http {
namespace {

namespace fs = std::filesystem;
using std::chrono::hours;

struct AccessLogFileTest : testing::Test {
  AccessLogFileTest() {
    folder = fs::path(testing::TempDir()) / fmt::format("access-log-file-{}", ::getpid());
    fs::remove_all(folder);
    fs::create_directories(folder / "log");
    policies.log.rotated_from_octets = 500;
    policies.log.never_above_octets = 2000;
  }
  ~AccessLogFileTest() override { fs::remove_all(folder); }

  void open() {
    source = std::make_unique<FixedPolicies>(policies);
    log = std::make_unique<AccessLogFile>((folder / "log/web.log").string(),
                                          AccessLogFile::Rotation{(folder / "spool").string(), hours(1)},
                                          *source, clock, silent_log(), std::chrono::milliseconds(0));
  }
  void record(int count) const {
    for (int i = 0; i < count; ++i) {
      log->record({.visitor_address = "192.0.2.1", .request_line = "GET / HTTP/1.1", .status = 200});
    }
    log->flush();
  }
  std::size_t generations() const {
    std::size_t count = 0;
    while (fs::exists(folder / fmt::format("log/web.log.{}.gz", count + 1))) ++count;
    return count;
  }
  std::uintmax_t size() const {
    return fs::exists(folder / "log/web.log") ? fs::file_size(folder / "log/web.log") : 0;
  }

  fs::path folder;
  Policies policies;
  ManualClock clock{std::chrono::sys_days(std::chrono::year(2026) / 11 / 23)};
  std::unique_ptr<FixedPolicies> source;
  std::unique_ptr<AccessLogFile> log;
};

TEST_F(AccessLogFileTest, IsRotatedAtACheckThatFindsItLargeEnough) {
  open();
  record(8);
  ASSERT_GE(size(), 500u);
  record(1);
  log->await_compression();
  EXPECT_EQ(generations(), 0u) << "no check was due yet";
  clock.advance(hours(1));
  record(1);
  record(1);
  log->await_compression();
  EXPECT_EQ(generations(), 1u);
  EXPECT_LT(size(), 500u);
}

TEST_F(AccessLogFileTest, ASmallOneIsLeftAlone) {
  open();
  record(2);
  clock.advance(hours(1));
  record(1);
  record(1);
  log->await_compression();
  EXPECT_EQ(generations(), 0u);
}

TEST_F(AccessLogFileTest, NeverGrowsAboveTheLimitBetweenChecks) {
  open();
  for (int i = 0; i < 100; ++i) {
    record(1);
    ASSERT_LE(size(), 2000u);
  }
  log->await_compression();
  EXPECT_GE(generations(), 3u);
}

TEST_F(AccessLogFileTest, WhatAFormerServerSetAsideIsCompressedAtTheStart) {
  fs::create_directories(folder / "spool");
  std::ofstream(folder / "spool/00000001.log") << "left\n";
  open();
  log->await_compression();
  EXPECT_EQ(generations(), 1u);
}

TEST_F(AccessLogFileTest, GoesOnAfterTheOperatorRemovedEverything) {
  open();
  record(3);
  ASSERT_TRUE(log->remove_all());
  EXPECT_EQ(size(), 0u);
  record(1);
  EXPECT_GT(size(), 0u);
}

TEST_F(AccessLogFileTest, NoGenerationAppearsAfterItsDeletion) {
  open();
  for (int round = 0; round < 20; ++round) {
    while (log->rotations() <= static_cast<std::uint64_t>(round)) record(30);
    ASSERT_TRUE(log->remove_all());
    log->await_compression();
    ASSERT_EQ(generations(), 0u) << round;
  }
}

}  // namespace
}  // namespace refd::http
