#include "runner/journal.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace cts {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class JournalTest : public testing::Test {
 protected:
  JournalTest() { std::filesystem::create_directory(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  const std::string folder_ = testing::TempDir() + "journal_test_" + std::to_string(::getpid());
  const std::string file_ = folder_ + "/journal.jsonl";
  const JournalHead head_{"k3x9a0b1", "example", "cts-"};
};

TEST_F(JournalTest, TellsWhatRemainsNewestFirst) {
  Journal::begin(file_, head_);
  {
    Journal first(file_);
    Journal second(file_);  // as another worker has it open
    first.about_to_create("/web/cts-a");
    second.about_to_create("/web/cts-b");
    first.about_to_create("/web/cts-\xe3\x81\x82\xff");
    second.removed("/web/cts-b");
  }
  const auto read = read_journal(file_);
  ASSERT_TRUE(read) << text_of(read.errors);
  EXPECT_EQ(read->head, head_);
  EXPECT_TRUE(read->anything_created);
  EXPECT_THAT(read->remaining, ElementsAre("/web/cts-\xe3\x81\x82\xff", "/web/cts-a"));
}

TEST_F(JournalTest, ForgivesATornLastLine) {
  Journal::begin(file_, head_);
  Journal(file_).about_to_create("/web/cts-a");
  std::ofstream(file_, std::ios::app) << R"({"creates":"/web/ct)";
  const auto read = read_journal(file_);
  ASSERT_TRUE(read);
  EXPECT_THAT(read->remaining, ElementsAre("/web/cts-a"));
}

TEST_F(JournalTest, RefusesAnotherFile) {
  std::ofstream(file_) << "not a journal\n";
  const auto read = read_journal(file_);
  ASSERT_FALSE(read);
  EXPECT_THAT(read.errors.front().text(), HasSubstr("journal.jsonl:1"));
  std::ofstream(file_, std::ios::trunc) << R"({"creates":"/etc"})"
                                        << "\n";
  EXPECT_FALSE(read_journal(file_)) << "without a head nobody knows whose it is";
}

TEST_F(JournalTest, BeginsAnew) {
  Journal::begin(file_, head_);
  Journal(file_).about_to_create("/web/cts-a");
  Journal::begin(file_, head_);
  const auto read = read_journal(file_);
  ASSERT_TRUE(read);
  EXPECT_THAT(read->remaining, IsEmpty());
  EXPECT_FALSE(read->anything_created);
}

TEST_F(JournalTest, CannotBeOpenedUnlessItExists) {
  EXPECT_THROW(Journal journal(file_), std::system_error);
  EXPECT_THROW(Journal::begin(folder_ + "/missing/journal.jsonl", head_), std::system_error);
}

}  // namespace
}  // namespace cts
