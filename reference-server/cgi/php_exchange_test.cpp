#include "cgi/php_exchange.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <deque>
#include <optional>
#include <thread>

#include <gmock/gmock.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

namespace refd::cgi {
namespace {

namespace asio = boost::asio;
using namespace std::string_literals;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;
using Outcome = PhpExchange::Outcome;

std::string record(char type, std::string_view content) {
  std::string out = "\1"s + type + "\0\1"s;
  out.push_back(static_cast<char>(content.size() >> 8U));
  out.push_back(static_cast<char>(content.size() & 0xffU));
  return out.append(2, '\0').append(content);
}

const auto ended = record(3, "\0\0\0\0\0\0\0\0"s);

class Visitor final : public http::AnswerSink {
 public:
  asio::awaitable<Result<void>> begin(http::AnswerHead head, std::optional<std::uint64_t>) override {
    status = head.status;
    co_return Result<void>();
  }
  asio::awaitable<Result<void>> write(std::string_view octets) override {
    body += octets;
    co_return refuses ? Result<void>(system_error(EPIPE)) : Result<void>();
  }
  asio::awaitable<Result<void>> send(http::Answer answer) override {
    status = answer.head.status;
    co_return Result<void>();
  }
  asio::awaitable<void> until_visitor_leaves() override {
    if (!is_gone) co_await http::AnswerSink::until_visitor_leaves();
  }

  unsigned status = 0;
  std::string body;
  bool refuses = false;
  bool is_gone = false;
};

class Body final : public http::BodySource {
 public:
  asio::awaitable<Result<std::string_view>> next() override {
    if (pieces.empty() && fails) co_return system_error(ECONNRESET);
    if (pieces.empty()) co_return std::string_view();
    given = std::move(pieces.front());
    pieces.pop_front();
    co_return std::string_view(given);
  }

  std::deque<std::string> pieces;
  std::string given;
  bool fails = false;
};

// An exchange with a PHP that says what it is told to.
class PhpExchangeTest : public testing::Test {
 protected:
  PhpExchangeTest() {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
      throw std::runtime_error("socketpair");
    ours_ = UniqueFd(ends[0]);
    php_ = UniqueFd(ends[1]);
  }

  void php_says(std::string_view octets) const {
    ASSERT_EQ(::send(php_.get(), octets.data(), octets.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(octets.size()));
  }
  std::string php_hears() const {
    std::string heard(1U << 20U, '\0');
    const auto octets = ::recv(php_.get(), heard.data(), heard.size(), MSG_DONTWAIT);
    heard.resize(octets < 0 ? 0 : static_cast<std::size_t>(octets));
    return heard;
  }

  Outcome run(Body* body = nullptr, std::chrono::milliseconds time = std::chrono::seconds(20)) {
    const http::ResolvedRequest request{head_, ends_, "www.example.jp", "/a.php",
                                        "",    "",    TreePath(),       nullptr};
    ReplyRelay relay(request, visitor_, policy_);
    asio::io_context context;
    PhpConnection connection(context.get_executor(), ours_.release());
    connection.request_is_begun = request_is_begun_;
    PhpExchange exchange({variables_, body, relay, visitor_}, connection, time);
    std::optional<Outcome> outcome;
    asio::co_spawn(context, exchange.run(), [&outcome](const std::exception_ptr& failure, Outcome result) {
      if (!failure) outcome = result;
    });
    context.run();
    errors_ = exchange.error_output();
    is_reusable_ = exchange.is_reusable();
    EXPECT_TRUE(outcome);
    return outcome.value_or(Outcome::broken);
  }

  UniqueFd ours_;
  UniqueFd php_;
  const http::RequestHead head_;
  const http::Ends ends_;
  const CgiPolicy policy_;
  const Variables variables_{{"SCRIPT_FILENAME", "/tree/a.php"}};
  Visitor visitor_;
  std::string errors_;
  bool is_reusable_ = false;
  bool request_is_begun_ = false;
};

TEST_F(PhpExchangeTest, APageIsRelayed) {
  php_says(record(6, "Content-Type: text/plain\r\n\r\nhel") + record(7, "warning") + record(6, "lo") + ended);
  EXPECT_EQ(run(), Outcome::ended);
  EXPECT_EQ(visitor_.status, 200U);
  EXPECT_EQ(visitor_.body, "hello");
  EXPECT_EQ(errors_, "warning");
  EXPECT_TRUE(is_reusable_);
}

TEST_F(PhpExchangeTest, TheBodyGoesInAsItComes) {
  Body body;
  body.pieces = {"a=1", "&b=2"};
  std::string heard;
  {
    // PHP answers when it has heard all.
    std::thread php([this, &heard] {
      while (!heard.ends_with(record(5, ""))) {
        std::array<char, 4096> octets{};
        const auto size = ::recv(php_.get(), octets.data(), octets.size(), 0);
        if (size <= 0) return;
        heard.append(octets.data(), static_cast<std::size_t>(size));
      }
      php_says(record(6, "Content-Type: text/plain\n\nok") + ended);
    });
    EXPECT_EQ(run(&body), Outcome::ended);
    php.join();
  }
  EXPECT_THAT(heard, HasSubstr("SCRIPT_FILENAME/tree/a.php"));
  EXPECT_THAT(heard, EndsWith(record(5, "a=1") + record(5, "&b=2") + record(5, "")));
  EXPECT_EQ(visitor_.body, "ok");
}

TEST_F(PhpExchangeTest, TheRequestIsBegunOnce) {
  php_says(record(6, "Content-Type: text/plain\n\n") + ended);
  EXPECT_EQ(run(), Outcome::ended);
  EXPECT_THAT(php_hears(), StartsWith(std::string("\x01\x01\0\x01", 4)));
}

TEST_F(PhpExchangeTest, ARequestThatIsBegunIsNotBegunAgain) {
  request_is_begun_ = true;
  php_says(record(6, "Content-Type: text/plain\n\n") + ended);
  EXPECT_EQ(run(), Outcome::ended);
  EXPECT_THAT(php_hears(), StartsWith(std::string("\x01\x04\0\x01", 4)));
}

TEST_F(PhpExchangeTest, WithoutABodyItsEndIsSaidAtOnce) {
  php_says(record(6, "Content-Type: text/plain\n\n") + ended);
  EXPECT_EQ(run(), Outcome::ended);
  EXPECT_THAT(php_hears(), EndsWith(record(4, "") + record(5, "")));
}

TEST_F(PhpExchangeTest, APhpThatGoesAwayHasBrokenIt) {
  php_says(record(6, "Content-Type: text/plain\n\nhalf"));
  php_.reset();
  EXPECT_EQ(run(), Outcome::broken);
}

TEST_F(PhpExchangeTest, NonsenseHasBrokenIt) {
  php_says("Content-Type: text/plain\n\nhello");
  EXPECT_EQ(run(), Outcome::broken);
}

TEST_F(PhpExchangeTest, WhatComesAfterTheEndHasBrokenIt) {
  php_says(record(6, "Content-Type: text/plain\n\n") + ended + record(6, "more"));
  EXPECT_EQ(run(), Outcome::broken);
}

TEST_F(PhpExchangeTest, AVisitorWhoLeavesIsNotServed) {
  visitor_.is_gone = true;
  EXPECT_EQ(run(), Outcome::abandoned);
  EXPECT_FALSE(is_reusable_);
}

TEST_F(PhpExchangeTest, APageThatIsNearlyDoneMayFinishWithoutItsVisitor) {
  visitor_.refuses = true;
  php_says(record(6, "Content-Type: text/plain\n\nhello") + ended);
  EXPECT_EQ(run(), Outcome::abandoned);
  EXPECT_TRUE(is_reusable_);
}

TEST_F(PhpExchangeTest, AVisitorWhoseBodyBreaksOffIsNotServed) {
  Body body;
  body.pieces = {"a=1"};
  body.fails = true;
  EXPECT_EQ(run(&body), Outcome::abandoned);
}

TEST_F(PhpExchangeTest, AnAnswerThatNobodyTakesIsGivenUp) {
  visitor_.refuses = true;
  php_says(record(6, "Content-Type: text/plain\n\nhello"));
  EXPECT_EQ(run(), Outcome::abandoned);
}

TEST_F(PhpExchangeTest, AReplyThatIsNoneIsGivenUp) {
  php_says(record(6, "no header\n\n"));
  EXPECT_EQ(run(), Outcome::abandoned);
}

TEST_F(PhpExchangeTest, TimeIsLimited) {
  EXPECT_EQ(run(nullptr, std::chrono::milliseconds(30)), Outcome::out_of_time);
}

TEST_F(PhpExchangeTest, ErrorOutputIsBounded) {
  std::string said;
  for (int i = 0; i < 5; ++i) said += record(7, std::string(30'000, 'e'));
  ASSERT_NO_FATAL_FAILURE(php_says(said + record(6, "Content-Type: text/plain\n\n") + ended));
  EXPECT_EQ(run(), Outcome::ended);
  EXPECT_EQ(errors_.size(), 65'536U);
}

}  // namespace
}  // namespace refd::cgi
