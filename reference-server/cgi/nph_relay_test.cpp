#include "cgi/nph_relay.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

namespace refd::cgi {
namespace {

namespace asio = boost::asio;

class Visitor final : public http::AnswerSink {
 public:
  asio::awaitable<Result<void>> begin(http::AnswerHead, std::optional<std::uint64_t>) override {
    co_return system_error(EINVAL);
  }
  asio::awaitable<Result<void>> write(std::string_view octets) override {
    received += octets;
    co_return Result<void>();
  }
  asio::awaitable<Result<void>> send(http::Answer) override { co_return system_error(EINVAL); }
  asio::awaitable<Result<void>> begin_unparsed(unsigned told) override {
    if (is_part_of_a_page) co_return system_error(ENOTSUP);
    status = told;
    co_return Result<void>();
  }

  unsigned status = 0;
  std::string received;
  bool is_part_of_a_page = false;
};

struct Relayed {
  Visitor visitor;
  Result<void> taken;

  void run(std::vector<std::string> printed) {
    asio::io_context context;
    asio::co_spawn(context, relay(std::move(printed)),
                   [](const std::exception_ptr& failure) { EXPECT_FALSE(failure); });
    context.run();
  }

 private:
  asio::awaitable<void> relay(std::vector<std::string> printed) {
    NphRelay relay(visitor);
    for (const auto& octets : printed) {
      taken = co_await relay.take(octets);
      if (!taken) co_return;
    }
    taken = co_await relay.flush();
  }
};

TEST(NphRelay, PassesEveryOctetOnAndNotesTheStatus) {
  Relayed relayed;
  relayed.run({"HTTP", "/1.0 404 No", "pe\r\nX-A: b\r\n\r\n", std::string("\0\n\xff", 3)});
  EXPECT_EQ(relayed.visitor.status, 404U);
  EXPECT_EQ(relayed.visitor.received, "HTTP/1.0 404 Nope\r\nX-A: b\r\n\r\n" + std::string("\0\n\xff", 3));
}

TEST(NphRelay, TakesTwoHundredForWhatItDoesNotUnderstand) {
  for (const std::string printed :
       {"hello\n", "HTTP/1.1\n", "HTTP/1.1 abc\n", "HTTP/1.1 9\n", "no line end"}) {
    Relayed relayed;
    relayed.run({printed});
    EXPECT_EQ(relayed.visitor.status, 200U) << printed;
    EXPECT_EQ(relayed.visitor.received, printed);
  }
}

TEST(NphRelay, BeginsNothingForNothing) {
  Relayed relayed;
  relayed.run({});
  EXPECT_EQ(relayed.visitor.status, 0U);
}

TEST(NphRelay, DoesNotWaitForeverForAFirstLine) {
  Relayed relayed;
  relayed.run({std::string(2000, 'x')});
  EXPECT_EQ(relayed.visitor.received.size(), 2000U);
}

TEST(NphRelay, IsOfNoUseInsideAPage) {
  Relayed relayed;
  relayed.visitor.is_part_of_a_page = true;
  relayed.run({"HTTP/1.0 200 OK\r\n\r\nbody"});
  EXPECT_EQ(relayed.taken.error().value(), EBADMSG);
  EXPECT_EQ(relayed.visitor.received, "");
}

}  // namespace
}  // namespace refd::cgi
