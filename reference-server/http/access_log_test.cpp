#include "http/access_log.h"

#include <gmock/gmock.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "http/access_log_file.h"

namespace refd::http {
namespace {

const Clock::time_point moment{std::chrono::seconds(1'795'374'000)};  // 2026-11-22 19:00:00 UTC

std::string line(const Access& access) {
  std::string out;
  append_combined_line(access, out);
  return out;
}

TEST(CombinedLine, TellsAnAccess) {
  EXPECT_EQ(
      line({.visitor_address = "127.0.0.2",
            .time = moment,
            .request_line = "GET / HTTP/1.1",
            .status = 200,
            .body_octets = 123,
            .referer = "http://a/",
            .user_agent = "curl/7"}),
      "127.0.0.2 - - [23/Nov/2026:04:00:00 +0900] \"GET / HTTP/1.1\" 200 123 \"http://a/\" \"curl/7\"\n");
}

TEST(CombinedLine, WritesADashForWhatIsNotThere) {
  EXPECT_EQ(line({.visitor_address = "::1", .time = moment, .status = 408}),
            "::1 - - [23/Nov/2026:04:00:00 +0900] \"-\" 408 - \"-\" \"-\"\n");
}

TEST(CombinedLine, CannotBeForged) {
  const auto text = line({.visitor_address = "a",
                          .time = moment,
                          .request_line = "GET /\" 200\n",
                          .status = 400,
                          .referer = "\\x\t",
                          .user_agent = "\x01\xe6\x7f"});
  EXPECT_THAT(text, testing::EndsWith("\"GET /\\\" 200\\n\" 400 - \"\\\\x\\t\" \"\\x01\\xe6\\x7f\"\n"));
}

class LogFileTest : public testing::Test {
 protected:
  LogFileTest() {
    std::string pattern = testing::TempDir() + "access_log_XXXXXX";
    directory_ = ::mkdtemp(pattern.data());
  }
  ~LogFileTest() override { std::filesystem::remove_all(directory_); }
  std::string path() const { return directory_ + "/web.log"; }
  std::string content() const {
    std::ostringstream text;
    text << std::ifstream(path()).rdbuf();
    return text.str();
  }
  std::string directory_;
  FixedPolicies policies_;
  ManualClock clock_{moment};
};

TEST_F(LogFileTest, AppendsToWhatIsThere) {
  std::ofstream(path()) << "before\n";
  LogFile file(path());
  ASSERT_TRUE(file.append("one\n"));
  ASSERT_TRUE(file.append("two\n"));
  EXPECT_EQ(content(), "before\none\ntwo\n");
}

TEST_F(LogFileTest, BeginsANewOneWhenItWasRemoved) {
  LogFile file(path());
  ASSERT_TRUE(file.append("one\n"));
  std::filesystem::remove(path());
  ASSERT_TRUE(file.append("two\n"));
  EXPECT_EQ(content(), "two\n");
}

TEST_F(LogFileTest, SaysWhyItCannot) {
  LogFile file(directory_ + "/absent/web.log");
  EXPECT_EQ(file.append("x\n").error().value(), ENOENT);
}

TEST_F(LogFileTest, HoldsEveryAccessAfterAFlush) {
  AccessLogFile log(path(), {directory_ + "/spool"}, policies_, clock_, silent_log(), std::chrono::hours(1));
  log.record({.visitor_address = "a", .time = moment, .status = 200});
  log.flush();
  EXPECT_THAT(content(), testing::StartsWith("a - - "));
  log.flush();
}

TEST_F(LogFileTest, WritesByItself) {
  AccessLogFile log(path(), {directory_ + "/spool"}, policies_, clock_, silent_log(),
                    std::chrono::milliseconds(1));
  log.record({.visitor_address = "a", .time = moment, .status = 200});
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (content().empty() && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
  EXPECT_FALSE(content().empty());
}

TEST_F(LogFileTest, LosesNoLineOfManyThreads) {
  constexpr int each = 500;
  {
    AccessLogFile log(path(), {directory_ + "/spool"}, policies_, clock_, silent_log(),
                      std::chrono::milliseconds(1));
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&log] {
        for (int n = 0; n < each; ++n) log.record({.visitor_address = "a", .time = moment, .status = 200});
      });
    }
    for (auto& thread : threads) thread.join();
  }
  const auto text = content();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 4 * each);
}

}  // namespace
}  // namespace refd::http
