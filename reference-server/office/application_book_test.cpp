#include "office/application_book.h"

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refd::office {
namespace {

const Day day = *parse_day("2027-06-08");

Application addition(const std::string& address) {
  return {
      .kind = ApplicationKind::add, .address = address, .applied = {day, std::chrono::hours(10)}, .due = day};
}

TEST(ApplicationBookTest, KeepsAnApplicationAsItWas) {
  ApplicationBook book("", silent_log());
  Application change = addition("taro@example.jp");
  change.kind = ApplicationKind::change;
  change.new_address = "t.suzuki@example.jp";
  change.new_password = true;
  change.account = "taro";
  change.form = "f1";
  const auto number = book.record(change);
  ASSERT_TRUE(number);
  const auto kept = book.find(*number);
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->kind, ApplicationKind::change);
  EXPECT_EQ(kept->new_address, "t.suzuki@example.jp");
  EXPECT_TRUE(kept->new_password);
  EXPECT_EQ(kept->applied, change.applied);
  EXPECT_EQ(kept->due, day);
  EXPECT_EQ(kept->state, ApplicationState::waiting);
  EXPECT_FALSE(kept->settled);
}

TEST(ApplicationBookTest, LetsOneWaitForAnAddress) {
  ApplicationBook book("", silent_log());
  ASSERT_TRUE(book.record(addition("taro@example.jp")));
  EXPECT_EQ(book.record(addition("TARO@example.jp")).error().value(), EEXIST);
  auto change = addition("jiro@example.jp");
  change.new_address = "Taro@example.jp";
  EXPECT_EQ(book.record(change).error().value(), EEXIST);
  EXPECT_FALSE(book.is_spoken_for("jiro@example.jp"));
  EXPECT_TRUE(book.is_spoken_for("taro@EXAMPLE.jp"));
}

TEST(ApplicationBookTest, LetsAnAddressGoWhenItsApplicationIsSettled) {
  ApplicationBook book("", silent_log());
  const auto first = book.record(addition("taro@example.jp"));
  const JapanTime when{day, std::chrono::hours(14)};
  ASSERT_TRUE(book.settle(*first, ApplicationState::withdrawn, "", when, ""));
  EXPECT_EQ(book.settle(*first, ApplicationState::done, "", when, "").error().value(), ENOENT);
  EXPECT_EQ(book.find(*first)->settled, when);
  EXPECT_TRUE(book.record(addition("taro@example.jp")));
}

TEST(ApplicationBookTest, TakesAFormOnce) {
  ApplicationBook book("", silent_log());
  auto application = addition("taro@example.jp");
  application.form = "form-1";
  const auto first = book.record(application);
  EXPECT_EQ(*book.record(application), *first);
  EXPECT_EQ(book.latest(10).size(), 1U);
}

TEST(ApplicationBookTest, TellsWhatIsDueInTheOrderOfArrival) {
  ApplicationBook book("", silent_log());
  auto late = addition("late@example.jp");
  late.due = day + std::chrono::days(1);
  ASSERT_TRUE(book.record(late));
  ASSERT_TRUE(book.record(addition("b@example.jp")));
  ASSERT_TRUE(book.record(addition("a@example.jp")));
  const auto due = book.due(day);
  ASSERT_EQ(due.size(), 2U);
  EXPECT_EQ(due[0].address, "b@example.jp");
  EXPECT_EQ(book.due(late.due).size(), 3U);
}

TEST(ApplicationBookTest, RecordsOneOfManyAtOnce) {
  ApplicationBook book("", silent_log());
  std::atomic<int> recorded = 0;
  std::atomic<int> refused = 0;
  std::vector<std::thread> members;
  for (int i = 0; i < 8; ++i) {
    members.emplace_back([&] { ++(book.record(addition("taro@example.jp")) ? recorded : refused); });
  }
  for (auto& member : members) member.join();
  EXPECT_EQ(recorded, 1);
  EXPECT_EQ(refused, 7);
}

TEST(ApplicationBookTest, RemembersAfterTheServersEnd) {
  const auto file = testing::TempDir() + "application_book-" + std::to_string(::getpid()) + ".sqlite";
  std::filesystem::remove(file);
  std::int64_t number = 0;
  {
    ApplicationBook book(file, silent_log());
    number = *book.record(addition("taro@example.jp"));
    ASSERT_TRUE(book.assign(number, "taro"));
  }
  ApplicationBook book(file, silent_log());
  EXPECT_EQ(book.find(number)->account, "taro");
  EXPECT_TRUE(book.is_spoken_for("taro@example.jp"));
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace refd::office
