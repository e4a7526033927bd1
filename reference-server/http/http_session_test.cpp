// Whole sessions over a pair of local sockets: nothing listens, nothing is reachable from outside.
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <csignal>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "files/memory_tree.h"
#include "http/http_service.h"

namespace refd::http {
namespace {

namespace asio = boost::asio;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class RememberingLog final : public AccessLog {
 public:
  void record(const Access& access) override { append_combined_line(access, text); }
  std::string text;
};

// Sends back what it gets, in two pieces, or throws, or says nothing, as the query asks.
class EchoHandler final : public ContentHandler {
 public:
  asio::awaitable<void> respond(const ResolvedRequest& request, BodySource& body,
                                AnswerSink& answer) override {
    if (request.query == "nothing") co_return;
    if (request.query == "throw") throw std::runtime_error("on purpose");
    std::string received;
    while (true) {
      const auto piece = co_await body.next();
      if (!piece) co_return;
      if (piece->empty()) break;
      received += *piece;
    }
    AnswerHead head;
    head.add("X-Handled", "yes");
    std::optional<std::uint64_t> length;
    if (request.query == "length") length = received.size();
    if (request.query == "short") length = received.size() + 1;
    if (!co_await answer.begin(std::move(head), length)) co_return;
    if (!co_await answer.write(std::string_view(received).substr(0, 2))) co_return;
    if (received.size() > 2) (void)co_await answer.write(std::string_view(received).substr(2));
  }
};

// One session and its visitor. The visitor's calls block, each for a few seconds at most.
class HttpSessionTest : public testing::Test {
 protected:
  HttpSessionTest() {
    std::signal(SIGPIPE, SIG_IGN);
    tree_.put("/web/a.txt", "alpha");
    tree_.put("/web/b.txt", "beta");
    tree_.put("/web/big.bin", std::string(3'000'000, 'x'));
    tree_.put("/web/echo.cgi", "");
    site_.domain = "example.co.jp";
    site_.http.header_octets = 1000;
  }
  ~HttpSessionTest() override { finish(); }

  void begin() {
    int pair[2];
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
    visitor_ = UniqueFd(pair[0]);
    const timeval patience{10, 0};
    ::setsockopt(visitor_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    HandlerTable handlers;
    handlers.extensions = {{".cgi", &echo_, true}};
    service_ = std::make_unique<HttpService>(
        HttpService::Parts{tree_, policies_, accesses_, clock_, silent_log()}, site_, handlers);
    asio::ip::tcp::socket socket(context_);
    socket.assign(asio::ip::tcp::v4(), pair[1]);
    asio::co_spawn(context_, service_->serve(std::move(socket)), [this](const std::exception_ptr& failure) {
      failed_ = failure != nullptr;
      context_.stop();
    });
    server_ = std::thread([this] { context_.run(); });
  }
  void say(std::string_view text) const {
    while (!text.empty()) {
      const auto sent = ::send(visitor_.get(), text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  void say_no_more() const { ::shutdown(visitor_.get(), SHUT_WR); }
  // Everything until the server closes; "(timeout)" is added when it does not.
  std::string hear_all() const {
    std::string heard;
    char buffer[65536];
    while (true) {
      const auto octets = ::recv(visitor_.get(), buffer, sizeof buffer, 0);
      if (octets == 0) return heard;
      if (octets < 0) return heard + "(timeout)";
      heard.append(buffer, static_cast<std::size_t>(octets));
    }
  }
  std::string hear_until(std::string_view end) const {
    std::string heard;
    char octet = 0;
    while (!heard.ends_with(end) && ::recv(visitor_.get(), &octet, 1, 0) == 1) heard += octet;
    return heard;
  }
  // Says `text` and no more, and hears everything.
  std::string exchange(std::string_view text) {
    begin();
    say(text);
    say_no_more();
    auto heard = hear_all();
    finish();
    return heard;
  }
  void finish() {
    visitor_.reset();
    if (server_.joinable()) server_.join();
    EXPECT_FALSE(failed_);
  }

  MemoryTree tree_;
  FixedPolicies policies_;
  RememberingLog accesses_;
  ManualClock clock_{Clock::time_point(std::chrono::seconds(1'795'374'000))};
  EchoHandler echo_;
  Site site_;
  asio::io_context context_{1};
  std::unique_ptr<HttpService> service_;
  UniqueFd visitor_;
  std::thread server_;
  bool failed_ = false;
};

std::string get(const std::string& target, const std::string& fields = "") {
  return "GET " + target + " HTTP/1.1\r\nHost: www.example.co.jp\r\n" + fields + "\r\n";
}

std::string post(const std::string& target, const std::string& fields, const std::string& body) {
  return "POST " + target + " HTTP/1.1\r\nHost: www.example.co.jp\r\n" + fields + "\r\n" + body;
}

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

TEST_F(HttpSessionTest, AnswersPipelinedRequestsInOrder) {
  const auto heard = exchange(get("/a.txt") + get("/absent") + get("/b.txt"));
  EXPECT_THAT(
      heard,
      StartsWith("HTTP/1.1 200 OK\r\nDate: Sun, 22 Nov 2026 19:00:00 GMT\r\nServer: hosting-refd\r\n"));
  EXPECT_EQ(count(heard, "HTTP/1.1 "), 3U);
  EXPECT_THAT(heard, testing::ContainsRegex("alphaHTTP/1.1 404 .*</html>\nHTTP/1.1 200 "));
  EXPECT_THAT(heard, EndsWith("\r\n\r\nbeta"));
  EXPECT_EQ(count(accesses_.text, "\n"), 3U);
  EXPECT_THAT(accesses_.text,
              HasSubstr(" [23/Nov/2026:04:00:00 +0900] \"GET /a.txt HTTP/1.1\" 200 5 \"-\" \"-\"\n"));
}

TEST_F(HttpSessionTest, ClosesWhenAsked) {
  begin();
  say(get("/a.txt", "Connection: close\r\n") + get("/b.txt"));
  const auto heard = hear_all();
  EXPECT_THAT(heard, HasSubstr("Connection: close\r\n"));
  EXPECT_THAT(heard, EndsWith("alpha"));
}

TEST_F(HttpSessionTest, OldVersionClosesUnlessAskedNotTo) {
  begin();
  say("GET /a.txt HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /b.txt HTTP/1.0\r\n\r\n");
  const auto heard = hear_all();
  EXPECT_THAT(heard, HasSubstr("Connection: keep-alive\r\n"));
  EXPECT_THAT(heard, EndsWith("beta"));
  EXPECT_EQ(count(heard, "Connection: close\r\n"), 1U);
}

TEST_F(HttpSessionTest, HeadHasNoBody) {
  const auto heard = exchange("HEAD /big.bin HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(heard, HasSubstr("Content-Length: 3000000\r\n"));
  EXPECT_THAT(heard, EndsWith("\r\n\r\n"));
  EXPECT_THAT(accesses_.text, HasSubstr("\" 200 - \""));
}

TEST_F(HttpSessionTest, SendsLargeFilesWhole) {
  const auto heard = exchange(get("/a.txt") + get("/big.bin") + get("/b.txt"));
  EXPECT_THAT(heard, EndsWith("\r\n\r\nbeta"));
  EXPECT_NE(heard.find("\r\n\r\n" + std::string(3'000'000, 'x') + "HTTP/1.1 200 "), std::string::npos);
  EXPECT_THAT(accesses_.text, HasSubstr("\" 200 3000000 \""));
}

TEST_F(HttpSessionTest, RefusedRequestEndsTheConnection) {
  begin();
  say("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" +
      get("/a.txt"));
  const auto heard = hear_all();
  EXPECT_THAT(heard, StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(heard, HasSubstr("Connection: close\r\n"));
  EXPECT_EQ(count(heard, "HTTP/1.1"), 1U);
}

TEST_F(HttpSessionTest, BoundsTheHead) {
  EXPECT_THAT(exchange("GET /" + std::string(2000, 'a')), StartsWith("HTTP/1.1 414 "));
}

TEST_F(HttpSessionTest, BoundsTheFields) {
  EXPECT_THAT(exchange(get("/", "X: " + std::string(2000, 'a'))), StartsWith("HTTP/1.1 431 "));
}

TEST_F(HttpSessionTest, DropsABodyNobodyWants) {
  const auto heard =
      exchange(post("/a.txt", "Content-Length: 3000\r\n", std::string(3000, '%')) +
               post("/absent", "Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n\r\n") + get("/b.txt"));
  EXPECT_EQ(count(heard, "HTTP/1.1 "), 3U);
  EXPECT_THAT(heard, EndsWith("\r\n\r\nbeta"));
}

TEST_F(HttpSessionTest, DoesNotReadAnEndlessBody) {
  begin();
  say(post("/a.txt", "Content-Length: 100000000\r\n", "start"));
  const auto heard = hear_all();
  EXPECT_THAT(heard, AllOf(HasSubstr("Connection: close\r\n"), EndsWith("alpha")));
}

TEST_F(HttpSessionTest, DoesNotAskForABodyNobodyWants) {
  begin();
  say(post("/a.txt", "Content-Length: 5\r\nExpect: 100-continue\r\n", ""));
  EXPECT_THAT(hear_all(), AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr("Connection: close\r\n")));
}

TEST_F(HttpSessionTest, HandlerAsksForTheBody) {
  begin();
  say(post("/echo.cgi?length", "Content-Length: 5\r\nExpect: 100-continue\r\n", ""));
  EXPECT_EQ(hear_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  say("hello");
  say_no_more();
  EXPECT_THAT(hear_all(),
              AllOf(HasSubstr("X-Handled: yes\r\nContent-Length: 5\r\n\r\nhello"), Not(HasSubstr("close"))));
}

TEST_F(HttpSessionTest, HandlersAnswerIsChunkedWhenItsLengthIsUnknown) {
  const auto heard = exchange(post("/echo.cgi", "Content-Length: 5\r\n", "hello") + get("/a.txt"));
  EXPECT_THAT(heard,
              HasSubstr("Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\nHTTP/1.1 200 "));
  EXPECT_THAT(accesses_.text, HasSubstr("\"POST /echo.cgi HTTP/1.1\" 200 5 "));
}

TEST_F(HttpSessionTest, HandlersAnswerEndsWithTheConnectionOfAnOldVisitor) {
  begin();
  say("POST /echo.cgi HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nhello");
  EXPECT_THAT(hear_all(), AllOf(HasSubstr("Connection: close\r\n"), EndsWith("\r\n\r\nhello")));
}

TEST_F(HttpSessionTest, HandlerThatFailsIsAnswered500) {
  EXPECT_EQ(count(exchange(get("/echo.cgi?nothing") + get("/echo.cgi?throw")), "HTTP/1.1 500 "), 2U);
}

TEST_F(HttpSessionTest, HandlerThatBreaksItsPromiseEndsTheConnection) {
  begin();
  say(post("/echo.cgi?short", "Content-Length: 5\r\n", "hello") + get("/a.txt"));
  EXPECT_THAT(hear_all(), EndsWith("\r\n\r\nhello"));
}

TEST_F(HttpSessionTest, SlowHeadIsAnswered408) {
  site_.http.header_time = std::chrono::seconds(0);
  begin();
  say("GET / HT");
  EXPECT_THAT(hear_all(), StartsWith("HTTP/1.1 408 "));
  finish();
  EXPECT_THAT(accesses_.text, HasSubstr("\"-\" 408 "));
}

TEST_F(HttpSessionTest, IdleConnectionIsClosedWithoutAWord) {
  site_.http.idle = std::chrono::seconds(0);
  begin();
  EXPECT_EQ(hear_all(), "");
}

TEST_F(HttpSessionTest, VisitorWhoTakesNothingIsCut) {
  site_.http.stall = std::chrono::seconds(0);
  begin();
  say(get("/big.bin"));
  server_.join();  // ends although nothing was read
  EXPECT_THAT(accesses_.text, Not(HasSubstr(" 3000000 ")));
}

TEST_F(HttpSessionTest, RequestsOfAConnectionAreCounted) {
  site_.http.requests_per_session = 2;
  begin();
  say(get("/a.txt") + get("/a.txt") + get("/a.txt"));
  const auto heard = hear_all();
  EXPECT_EQ(count(heard, "alpha"), 2U);
  EXPECT_EQ(count(heard, "Connection: close\r\n"), 1U);
}

TEST_F(HttpSessionTest, AccessesAreLoggedAsThePolicySays) {
  Policies policies;
  policies.log.accesses_are_logged = false;
  FixedPolicies silent(policies);
  HttpService service({tree_, silent, accesses_, clock_, silent_log()}, site_);
  int pair[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
  visitor_ = UniqueFd(pair[0]);
  asio::ip::tcp::socket socket(context_);
  socket.assign(asio::ip::tcp::v4(), pair[1]);
  asio::co_spawn(context_, service.serve(std::move(socket)),
                 [this](const std::exception_ptr&) { context_.stop(); });
  say(get("/a.txt"));
  say_no_more();
  context_.run();
  EXPECT_THAT(hear_all(), EndsWith("alpha"));
  EXPECT_EQ(accesses_.text, "");
}

}  // namespace
}  // namespace refd::http
