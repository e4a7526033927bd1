#include "smtp/queue_runner.h"

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <future>

#include <gmock/gmock.h>

#include "smtp/bench_session.h"

namespace refd::smtp {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

std::vector<std::string> ways(const std::vector<DeliveryTask>& tasks) {
  std::vector<std::string> ways;
  for (const auto& task : tasks) {
    auto way = !task.elsewhere ? std::string("here")
               : task.route    ? task.route->address
                               : "exchangers of " + task.domain;
    for (const auto& recipient : task.recipients) way += " " + recipient;
    ways.push_back(way);
  }
  return ways;
}

TEST(DeliveryPlan, OneTaskForEachWay) {
  Bench bench;
  const LocalDelivery local(bench.accounts, bench.store, silent_log());
  Site::Sending sending;
  sending.routes["b.example"] = {"mx.b.example", 25};
  sending.routes["c.example"] = {"mx.b.example", 25};
  EXPECT_THAT(ways(delivery_plan(
                  "Q1", {"a@b.example", "taro@example.jp", "a@c.example", "a@d.example", "x@example.jp"},
                  local, sending)),
              ElementsAre("here taro@example.jp x@example.jp", "mx.b.example a@b.example a@c.example",
                          "exchangers of d.example a@d.example"));
  EXPECT_THAT(delivery_plan("Q1", std::vector<std::string>(250, "a@b.example"), local, sending), SizeIs(3))
      << "no more at a time than every server takes";
}

// Counts what is begun, on whichever thread, and lets the first of it fail.
class CountingStore final : public MailStore {
 public:
  explicit CountingStore(MailStore& store) : store_(store) {}
  std::atomic<int> begun{0};
  std::atomic<int> failing{0};

  Result<void> room(const Mailbox& mailbox, std::uint64_t octets) override {
    return store_.room(mailbox, octets);
  }
  Result<std::unique_ptr<Delivery>> begin_delivery(const Mailbox& mailbox, std::uint64_t octets) override {
    if (begun++ < failing) return system_error(EIO);
    return store_.begin_delivery(mailbox, octets);
  }
  Result<std::unique_ptr<Maildrop>> open(const Mailbox& mailbox) override { return store_.open(mailbox); }
  Result<MailboxUse> use(const Mailbox& mailbox) override { return store_.use(mailbox); }

 private:
  MailStore& store_;
};

class QueueRunnerTest : public testing::Test {
 protected:
  QueueRunnerTest() {
    std::string pattern = testing::TempDir() + "runner-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    queue_.emplace(folder_, bench_.clock, silent_log());
  }
  ~QueueRunnerTest() override {
    queue_.reset();
    std::filesystem::remove_all(folder_);
  }

  // Waits until it is in the queue.
  void put(const std::string& sender, std::vector<std::string> recipients) {
    std::promise<void> done;
    queue_->put({sender, std::move(recipients)}, "Subject: x\r\n\r\nbody\r\n",
                [&done](boost::system::error_code) { done.set_value(); });
    done.get_future().wait();
  }

  // Runs until `enough`, which is asked on the strand's thread.
  void run_until(const std::function<bool()>& enough) {
    boost::asio::io_context context;
    net::BlockingPool pool(2);
    net::SessionGroup sessions([](const std::exception_ptr&) { FAIL(); });
    QueueRunner runner(
        context, sessions,
        {*queue_, local_, nullptr, nullptr, pool, bench_.policies, bench_.clock, sending_, silent_log()});
    runner.start();
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!enough() && std::chrono::steady_clock::now() < deadline)
      context.run_one_for(std::chrono::milliseconds(50));
    EXPECT_TRUE(enough());
    sessions.stop();
    while (sessions.size() > 0) context.run_one_for(std::chrono::milliseconds(50));
    queue_->listen(nullptr);
    pool.stop();
  }

  std::string folder_;
  Bench bench_;
  CountingStore store_{bench_.store};
  LocalDelivery local_{bench_.accounts, store_, silent_log()};
  Site::Sending sending_{.host_name = "mail.example.jp"};
  std::optional<MailQueue> queue_;
};

TEST_F(QueueRunnerTest, DeliversWhatWaitsAndWhatArrives) {
  put("a@b.example", {"taro@example.jp", "hanako@example.jp"});
  run_until([this] {
    if (bench_.store.texts("taro").size() == 1 && bench_.store.texts("hanako").size() == 1)
      put("", {"taro@example.jp"});
    return bench_.store.texts("taro").size() >= 2 && queue_->size() == 0;
  });
  EXPECT_EQ(bench_.store.texts("hanako"),
            std::vector<std::string>{"Return-Path: <a@b.example>\r\nSubject: x\r\n\r\nbody\r\n"});
}

TEST_F(QueueRunnerTest, WhatCannotBeDeliveredComesBack) {
  put("taro@example.jp", {"jiro@example.jp"});
  put("hanako@example.jp", {"a@nowhere.example"});
  run_until([this] { return queue_->size() == 0; });
  ASSERT_THAT(bench_.store.texts("taro"), SizeIs(1));
  EXPECT_THAT(
      bench_.store.texts("taro")[0],
      AllOf(StartsWith("Return-Path: <>\r\n"),
            HasSubstr("Final-Recipient: rfc822; jiro@example.jp\r\nAction: failed\r\nStatus: 5.1.1\r\n")));
  ASSERT_THAT(bench_.store.texts("hanako"), SizeIs(1));
  EXPECT_THAT(bench_.store.texts("hanako")[0],
              HasSubstr("Final-Recipient: rfc822; a@nowhere.example\r\nAction: failed\r\nStatus: 5.4.4\r\n"));
}

TEST_F(QueueRunnerTest, NothingComesBackToNobody) {
  put("", {"jiro@example.jp"});
  run_until([this] { return queue_->size() == 0; });
  EXPECT_THAT(bench_.store.texts("taro"), IsEmpty());
}

TEST_F(QueueRunnerTest, IsTriedAgainByTheServersClock) {
  store_.failing = 1;
  put("a@b.example", {"taro@example.jp"});
  const auto start = bench_.clock.now();
  run_until([this] {
    bench_.clock.advance(std::chrono::seconds(10));
    return queue_->size() == 0;
  });
  EXPECT_THAT(bench_.store.texts("taro"), SizeIs(1));
  EXPECT_EQ(store_.begun, 2);
  EXPECT_GE(bench_.clock.now() - start, sending_.first_retry);
}

}  // namespace
}  // namespace refd::smtp
