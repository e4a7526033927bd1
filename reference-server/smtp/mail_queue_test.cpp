#include "smtp/mail_queue.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <future>

#include <gmock/gmock.h>

namespace refd::smtp {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

class MailQueueTest : public testing::Test {
 protected:
  MailQueueTest() {
    std::string pattern = testing::TempDir() + "queue-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    open();
  }
  ~MailQueueTest() override {
    queue_.reset();
    fs::remove_all(folder_);
  }

  void open() {
    queue_.reset();
    queue_.emplace((folder_ / "mail").string(), clock_, silent_log());
  }

  // Waits for its answer.
  boost::system::error_code put(const std::string& text, std::vector<std::string> recipients,
                                const std::string& sender = "a@b.example") {
    auto message = queue_->begin().value();
    EXPECT_TRUE(message->write(text).has_value());
    last_id_ = message->id();
    std::promise<boost::system::error_code> answer;
    message->commit({sender, std::move(recipients)},
                    [&answer](boost::system::error_code error) { answer.set_value(error); });
    return answer.get_future().get();
  }
  boost::system::error_code settle(Settlement settlement) {
    std::promise<boost::system::error_code> answer;
    queue_->settle(std::move(settlement),
                   [&answer](boost::system::error_code error) { answer.set_value(error); });
    return answer.get_future().get();
  }
  std::string content(const std::string& id) {
    const auto source = queue_->content(id);
    if (!source) return source.error().message();
    std::string text;
    for (;;) {
      const auto piece = (*source)->next();
      if (!piece || piece->empty()) return text;
      text += *piece;
    }
  }
  std::vector<QueuedMessage> waiting() {
    return queue_->listen([](const QueuedMessage&) {});
  }
  std::size_t files() const {
    const auto all = fs::directory_iterator(folder_ / "mail" / "content");
    return static_cast<std::size_t>(std::distance(fs::begin(all), fs::end(all)));
  }

  fs::path folder_;
  ManualClock clock_{Clock::time_point(std::chrono::hours(24 * 365))};
  std::optional<MailQueue> queue_;
  std::string last_id_;
};

const std::string large(200'000, 'x');

TEST_F(MailQueueTest, KeepsWhatWasAcknowledged) {
  EXPECT_FALSE(
      put("Subject: x\r\n\r\nsmall\r\n", {"taro@example.jp", "hanako@example.jp", "taro@example.jp"}));
  const auto small = last_id_;
  EXPECT_FALSE(put(large, {"taro@example.jp"}, ""));
  EXPECT_EQ(files(), 1U);
  open();
  const auto found = waiting();
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[0].id, small);
  EXPECT_EQ(found[0].sender, "a@b.example");
  EXPECT_EQ(found[0].arrived, clock_.now());
  ASSERT_THAT(found[0].recipients, SizeIs(2)) << "one message for each";
  EXPECT_EQ(found[0].recipients[0].address, "hanako@example.jp");
  EXPECT_EQ(content(small), "Subject: x\r\n\r\nsmall\r\n");
  EXPECT_EQ(found[1].octets, large.size());
  EXPECT_EQ(content(found[1].id), large);
  EXPECT_EQ(queue_->size(), 2U);
}

TEST_F(MailQueueTest, WhatWasGivenUpLeavesNothing) {
  {
    auto message = queue_->begin().value();
    EXPECT_TRUE(message->write(large).has_value());
    EXPECT_EQ(files(), 1U);
  }
  EXPECT_EQ(files(), 0U);
  std::ofstream(folder_ / "mail" / "content" / "LEFTOVER") << "of a crash";
  open();
  EXPECT_EQ(files(), 0U);
  EXPECT_THAT(waiting(), IsEmpty());
}

TEST_F(MailQueueTest, ForgetsAMessageWithItsLastRecipient) {
  put(large, {"taro@example.jp", "b@elsewhere.example"});
  const auto later = clock_.now() + std::chrono::minutes(5);
  EXPECT_FALSE(settle({.message = last_id_,
                       .finished = {"taro@example.jp"},
                       .deferred = {{"b@elsewhere.example", 1, later}}}));
  open();
  auto found = waiting();
  ASSERT_THAT(found, SizeIs(1));
  ASSERT_THAT(found[0].recipients, SizeIs(1));
  EXPECT_EQ(found[0].recipients[0].address, "b@elsewhere.example");
  EXPECT_EQ(found[0].recipients[0].attempts, 1U);
  EXPECT_EQ(found[0].recipients[0].next_try, later);
  EXPECT_FALSE(settle({.message = last_id_, .finished = {"b@elsewhere.example"}}));
  EXPECT_EQ(files(), 0U);
  EXPECT_EQ(queue_->size(), 0U);
  EXPECT_FALSE(queue_->content(last_id_).has_value());
  open();
  EXPECT_THAT(waiting(), IsEmpty());
}

TEST_F(MailQueueTest, KeepsWhatIsToBeTold) {
  Envelope envelope{"a@b.example", {"taro@example.jp", "hanako@example.jp"}};
  envelope.wishes = {"HDRS", "QQ1"};
  envelope.wishes_about["taro@example.jp"] = {"SUCCESS", "rfc822;t@example.jp"};
  std::promise<boost::system::error_code> answer;
  queue_->put(std::move(envelope), "x\r\n",
              [&answer](boost::system::error_code error) { answer.set_value(error); });
  EXPECT_FALSE(answer.get_future().get());
  open();
  auto found = waiting();
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].wishes.returns, "HDRS");
  EXPECT_EQ(found[0].wishes.envelope_id, "QQ1");
  EXPECT_EQ(found[0].recipients[0].wishes.notify, "");
  EXPECT_EQ(found[0].recipients[1].wishes.notify, "SUCCESS");
  EXPECT_EQ(found[0].recipients[1].wishes.original, "rfc822;t@example.jp");

  auto warned = found[0].recipients[0];
  warned.warned = true;
  EXPECT_FALSE(settle({.message = found[0].id, .finished = {}, .deferred = {warned}}));
  open();
  found = waiting();
  EXPECT_TRUE(found[0].recipients[0].warned);
  EXPECT_FALSE(found[0].recipients[1].warned);
}

// Queues of the time before senders could say what they want to be told.
TEST_F(MailQueueTest, TakesUpTheQueueOfAnEarlierVersion) {
  queue_.reset();
  fs::remove_all(folder_ / "mail");
  fs::create_directory(folder_ / "mail");
  {
    SqliteFile old((folder_ / "mail/queue.sqlite").string(), "mail", SqliteFile::Keeps::everything);
    old.execute(
        "CREATE TABLE message (id TEXT PRIMARY KEY, sender TEXT NOT NULL, arrived INTEGER NOT NULL,"
        " octets INTEGER NOT NULL, content BLOB) STRICT;"
        "CREATE TABLE recipient (message TEXT NOT NULL, address TEXT NOT NULL, attempts INTEGER NOT NULL,"
        " next_try INTEGER NOT NULL, PRIMARY KEY (message, address)) STRICT, WITHOUT ROWID;"
        "INSERT INTO message VALUES ('Q1', 'a@b.example', 1, 3, x'780d0a');"
        "INSERT INTO recipient VALUES ('Q1', 'taro@example.jp', 2, 1)");
  }
  open();
  const auto found = waiting();
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(content("Q1"), "x\r\n");
  EXPECT_EQ(found[0].recipients[0].attempts, 2U);
  EXPECT_TRUE(found[0].recipients[0].wishes.wants_failure());
  EXPECT_FALSE(put("y\r\n", {"taro@example.jp"}));
  open();
  EXPECT_THAT(waiting(), SizeIs(2));
}

TEST_F(MailQueueTest, AnErrorMailEntersAsItsMessageLeaves) {
  put("x\r\n", {"b@elsewhere.example"});
  EXPECT_FALSE(settle({.message = last_id_,
                       .finished = {"b@elsewhere.example"},
                       .notice = Settlement::Notice{{"", {"a@b.example"}}, "Subject: failed\r\n"}}));
  open();
  const auto found = waiting();
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].sender, "");
  EXPECT_EQ(found[0].recipients[0].address, "a@b.example");
  EXPECT_EQ(content(found[0].id), "Subject: failed\r\n");
}

TEST_F(MailQueueTest, TellsOfEachArrivalOnce) {
  put("before\r\n", {"taro@example.jp"});
  const auto before = last_id_;
  std::mutex mutex;
  std::vector<std::string> told;
  for (const auto& message : queue_->listen([&](const QueuedMessage& arrival) {
         const std::lock_guard lock(mutex);
         told.push_back(arrival.id);
       })) {
    EXPECT_EQ(message.id, before);
  }
  put("after\r\n", {"taro@example.jp"});
  queue_->stop();
  EXPECT_THAT(told, ElementsAre(last_id_));
}

TEST_F(MailQueueTest, ManyAtOnce) {
  constexpr int threads = 8;
  constexpr int each = 25;
  std::vector<std::future<int>> workers;
  for (int i = 0; i < threads; ++i) {
    workers.push_back(std::async(std::launch::async, [this] {
      int failed = 0;
      for (int n = 0; n < each; ++n) {
        std::promise<boost::system::error_code> answer;
        queue_->put({"", {"taro@example.jp"}}, "x\r\n",
                    [&answer](boost::system::error_code error) { answer.set_value(error); });
        failed += answer.get_future().get() ? 1 : 0;
      }
      return failed;
    }));
  }
  for (auto& worker : workers) EXPECT_EQ(worker.get(), 0);
  open();
  EXPECT_THAT(waiting(), SizeIs(threads * each));
}

TEST_F(MailQueueTest, AfterItsEndNothingIsTaken) {
  auto message = queue_->begin().value();
  EXPECT_TRUE(message->write(large).has_value());
  queue_->stop();
  boost::system::error_code told;
  message->commit({"", {"taro@example.jp"}}, [&told](boost::system::error_code error) { told = error; });
  EXPECT_EQ(told, system_error(ECANCELED));
  message.reset();
  EXPECT_EQ(files(), 0U);
}

TEST_F(MailQueueTest, TwoMessagesWithOneNameDoNotMeet) {
  put("a\r\n", {"taro@example.jp"});
  const auto first = last_id_;
  put("b\r\n", {"taro@example.jp"});
  EXPECT_NE(first, last_id_);
  EXPECT_THAT(first, testing::MatchesRegex("[A-Z0-9]{20}"));
  EXPECT_THAT((std::vector{content(first), content(last_id_)}), UnorderedElementsAre("a\r\n", "b\r\n"));
}

}  // namespace
}  // namespace refd::smtp
