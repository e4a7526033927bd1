#include "cgi/error_log_file.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace refd::cgi {
namespace {

namespace fs = std::filesystem;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

class ErrorLogFileTest : public ::testing::Test {
 protected:
  ErrorLogFileTest() {
    std::string name = (fs::temp_directory_path() / "error-log-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~ErrorLogFileTest() override { fs::remove_all(folder_); }

  std::string path() const { return (folder_ / "error.log").string(); }
  static std::string content(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  ErrorLogFile log(ErrorLogFile::Limits limits = {}) { return {path(), limits, clock_, silent_log()}; }

  fs::path folder_;
  ManualClock clock_{Clock::time_point(std::chrono::seconds(1'800'000'000))};
};

TEST_F(ErrorLogFileTest, WritesOneEntryForEachLine) {
  auto log = this->log();
  EXPECT_FALSE(fs::exists(path()));
  log.record("192.0.2.7", "/web/a.cgi", "first\r\n\nsecond");
  const auto text = content(path());
  EXPECT_THAT(text, StartsWith("["));
  EXPECT_THAT(text, HasSubstr(" 2027] [error] [client 192.0.2.7] first: /web/a.cgi\n["));
  EXPECT_THAT(text, EndsWith("] second: /web/a.cgi\n"));
  struct stat facts {};
  ASSERT_EQ(::stat(path().c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 07777U, 0644U);
}

TEST_F(ErrorLogFileTest, EscapesWhatATerminalWouldObey) {
  auto log = this->log();
  log.record("192.0.2.7", "/web/\x1b.cgi", std::string("\x1b[2J\ta\\b\0c\x7f \xE3\x81\x82", 15));
  EXPECT_THAT(content(path()), HasSubstr("\\x1b[2J\\ta\\\\b\\x00c\\x7f \xE3\x81\x82: /web/\\x1b.cgi\n"));
}

TEST_F(ErrorLogFileTest, CutsLongLines) {
  auto log = this->log();
  log.record("192.0.2.7", "/web/a.cgi", std::string(100'000, 'x'));
  EXPECT_THAT(content(path()), HasSubstr("x...: /web/a.cgi\n"));
  EXPECT_LT(content(path()).size(), 1200U);
}

TEST_F(ErrorLogFileTest, KeepsOneOlderFileWhenItIsFull) {
  auto log = this->log({.octets = 10'000});
  for (int i = 0; i < 500; ++i) log.record("192.0.2.7", "/web/a.cgi", "line " + std::to_string(i));
  EXPECT_LE(fs::file_size(path()), 10'000U);
  EXPECT_LE(fs::file_size(path() + ".1"), 10'000U);
  EXPECT_THAT(content(path()), HasSubstr("line 499:"));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 2);
}

TEST_F(ErrorLogFileTest, CountsLinesThatComeTooFast) {
  auto log = this->log({.lines_per_second = 2});
  log.record("192.0.2.7", "/web/a.cgi", "1\n2\n3\n4\n5\n");
  EXPECT_THAT(content(path()), EndsWith(" 2: /web/a.cgi\n"));
  clock_.advance(std::chrono::seconds(1));
  log.record("192.0.2.7", "/web/a.cgi", "6");
  EXPECT_THAT(content(path()), HasSubstr("[warn] 3 lines came too fast and were left out\n"));
  EXPECT_THAT(content(path()), EndsWith(" 6: /web/a.cgi\n"));
}

TEST_F(ErrorLogFileTest, BeginsAnewWhenTheFileIsTakenAway) {
  auto log = this->log();
  log.record("192.0.2.7", "/web/a.cgi", "before");
  fs::remove(path());
  log.record("192.0.2.7", "/web/a.cgi", "after");
  EXPECT_THAT(content(path()), HasSubstr("after"));
}

TEST_F(ErrorLogFileTest, FollowsNoLink) {
  std::ofstream(folder_ / "elsewhere") << "kept";
  fs::create_symlink(folder_ / "elsewhere", path());
  auto log = this->log();
  log.record("192.0.2.7", "/web/a.cgi", "text");
  EXPECT_EQ(content((folder_ / "elsewhere").string()), "kept");
}

}  // namespace
}  // namespace refd::cgi
