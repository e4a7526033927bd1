#include "smtp/drop_collector.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>

#include "smtp/bench_session.h"

namespace refd::smtp {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::SizeIs;

class DropCollectorTest : public testing::Test {
 protected:
  DropCollectorTest() {
    std::string pattern = testing::TempDir() + "drop-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
  }
  ~DropCollectorTest() override { std::filesystem::remove_all(folder_); }

  void hand_in(const DroppedEnvelope& envelope, std::string_view text) {
    const auto incoming = MailDrop(folder_).begin(envelope).value();
    EXPECT_TRUE(incoming->write(text).has_value());
    EXPECT_TRUE(incoming->commit().has_value());
  }
  std::size_t collected() {
    DropCollector collector(MailDrop(folder_), bench_.spool, bench_.policies, bench_.clock, "mail.example.jp",
                            silent_log());
    return collector.collect();
  }
  std::size_t left() const { return MailDrop(folder_).names(100)->size(); }

  std::string folder_;
  Bench bench_;
};

TEST_F(DropCollectorTest, TakesWhatScriptsHandIn) {
  hand_in({"ab-cdftp@sv1.example", {"taro@example.jp", "Taro@EXAMPLE.jp", "a@elsewhere.example"}},
          "Subject: x\n\nbody\n.\n");
  EXPECT_EQ(collected(), 1U);
  ASSERT_THAT(bench_.spool.taken, SizeIs(1));
  const auto& [envelope, text] = bench_.spool.taken[0];
  EXPECT_EQ(envelope.sender, "ab-cdftp@sv1.example");
  EXPECT_THAT(envelope.recipients, ElementsAre("taro@example.jp", "Taro@example.jp", "a@elsewhere.example"));
  EXPECT_THAT(text, MatchesRegex("Received: by mail.example.jp \\(user [0-9]+\\) id Q1;\r\n\t.* \\+0900\r\n"
                                 "Subject: x\r\n\r\nbody\r\n.\r\n"));
  EXPECT_EQ(left(), 0U);
}

TEST_F(DropCollectorTest, WhatCannotBeStoredNowStays) {
  hand_in({"", {"taro@example.jp"}}, "x\n");
  bench_.spool.fails_to_commit = system_error(ENOSPC);
  EXPECT_EQ(collected(), 0U);
  EXPECT_EQ(left(), 1U);
  bench_.spool.fails_to_commit = {};
  EXPECT_EQ(collected(), 1U);
  EXPECT_EQ(bench_.spool.taken.at(0).envelope.sender, "");
}

TEST_F(DropCollectorTest, NonsenseIsRemoved) {
  hand_in({"", {"nobody"}}, "x\n");
  std::ofstream(folder_ + "/0123-45") << "no envelope";
  std::filesystem::create_symlink("/etc/passwd", folder_ + "/0123-46");
  std::string hops;
  for (int i = 0; i < 101; ++i) hops += "Received: x\n";
  hand_in({"", {"taro@example.jp"}}, hops + "\n");
  bench_.policy().message_octets = 5000;
  hand_in({"", {"taro@example.jp"}}, std::string(5001, 'x'));
  EXPECT_EQ(collected(), 5U);
  EXPECT_EQ(left(), 0U);
  EXPECT_THAT(bench_.spool.taken, IsEmpty());
  EXPECT_EQ(bench_.spool.open, 0);
}

TEST_F(DropCollectorTest, NoDropIsNoMail) {
  std::filesystem::remove(folder_);
  EXPECT_EQ(collected(), 0U);
}

}  // namespace
}  // namespace refd::smtp
