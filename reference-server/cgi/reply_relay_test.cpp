#include "cgi/reply_relay.h"

#include <gmock/gmock.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "http/internal_requests.h"

namespace refd::cgi {
namespace {

namespace asio = boost::asio;
using testing::HasSubstr;
using testing::Not;

// What arrived at a visitor.
class Visitor final : public http::AnswerSink {
 public:
  asio::awaitable<Result<void>> begin(http::AnswerHead head, std::optional<std::uint64_t> told) override {
    EXPECT_EQ(status, 0U);
    status = head.status;
    reason = head.reason();
    fields = head.fields();
    length = told;
    co_return Result<void>();
  }
  asio::awaitable<Result<void>> write(std::string_view octets) override {
    EXPECT_NE(status, 0U);
    if (is_gone) co_return system_error(EPIPE);
    body += octets;
    co_return Result<void>();
  }
  asio::awaitable<Result<void>> send(http::Answer answer) override {
    co_await begin(answer.head, answer.declared_length);
    for (const auto& piece : answer.body) body += piece.text;
    co_return Result<void>();
  }

  unsigned status = 0;
  std::string reason;
  std::string fields;
  std::optional<std::uint64_t> length;
  std::string body;
  bool is_gone = false;
};

class DocumentInside final : public http::InternalRequest {
 public:
  explicit DocumentInside(std::string url) : url_(std::move(url)) {}
  unsigned status() const override { return 200; }
  Result<FileFacts> facts() const override { return FileFacts(); }
  const http::ResolvedRequest* resolved_for(const http::ContentHandler&) const override { return nullptr; }
  bool is_made() const override { return false; }
  asio::awaitable<Result<void>> run(http::AnswerSink& answer) override {
    co_return co_await answer.send(http::Answer::of_text(200, "text/plain", "document " + url_));
  }

 private:
  const std::string url_;
};

class Inside final : public http::InternalRequests {
 public:
  std::unique_ptr<http::InternalRequest> request_url(const http::ResolvedRequest&,
                                                     std::string_view url) const override {
    return std::make_unique<DocumentInside>(std::string(url));
  }
  std::unique_ptr<http::InternalRequest> request_file(const http::ResolvedRequest&,
                                                      std::string_view) const override {
    return nullptr;
  }
};

struct Relayed {
  http::RequestHead head;
  CgiPolicy policy;
  Visitor visitor;
  std::string complaint;
  bool was_cut = false;
  Result<void> taken;

  void run(const std::vector<std::string>& printed,
           ReplyRelay::Ending ending = ReplyRelay::Ending::finished) {
    asio::io_context context;
    asio::co_spawn(context, relay(printed, ending),
                   [this](const std::exception_ptr& failure) { was_cut = failure != nullptr; });
    context.run();
  }

 private:
  asio::awaitable<void> relay(std::vector<std::string> printed, ReplyRelay::Ending ending) {
    const http::Ends ends;
    const Inside inside;
    const http::ResolvedRequest request{head, ends, "www.example.test", "/a.cgi",
                                        "",   "",   TreePath(),         &inside};
    ReplyRelay relay(request, visitor, policy);
    for (const auto& octets : printed) {
      taken = co_await relay.take(octets);
      if (!taken) break;
    }
    co_await relay.end(ending);
    complaint = relay.complaint();
  }
};

TEST(ReplyRelay, PassesAnAnswerOnAsItIsPrinted) {
  Relayed relayed;
  relayed.run({"Content-Type: text/pl", "ain\nX-A: b\n\n", "one\n", std::string("\0\r\n\xff", 4)});
  EXPECT_EQ(relayed.visitor.status, 200U);
  EXPECT_EQ(relayed.visitor.reason, "OK");
  EXPECT_EQ(relayed.visitor.fields, "X-A: b\r\nContent-Type: text/plain\r\n");
  EXPECT_EQ(relayed.visitor.length, std::nullopt);
  EXPECT_EQ(relayed.visitor.body, "one\n" + std::string("\0\r\n\xff", 4));
  EXPECT_EQ(relayed.complaint, "");
}

TEST(ReplyRelay, HonoursTheStatusAndItsPhrase) {
  Relayed relayed;
  relayed.run({"Status: 418 Short and stout\nContent-Type: text/plain\n\ntea"});
  EXPECT_EQ(relayed.visitor.status, 418U);
  EXPECT_EQ(relayed.visitor.reason, "Short and stout");
  Relayed deviant;
  deviant.policy.status_field_is_honoured = false;
  deviant.run({"Status: 418 Short and stout\nContent-Type: text/plain\n\ntea"});
  EXPECT_EQ(deviant.visitor.status, 200U);
  EXPECT_EQ(deviant.visitor.reason, "OK");
}

TEST(ReplyRelay, DropsFieldsOfTheConnection) {
  Relayed relayed;
  relayed.run(
      {"Content-Type: a/b\nConnection: keep-alive\nTransfer-Encoding: chunked\nDate: today\nServer: "
       "me\nX-CGI-A: b\n"
       "Set-Cookie: a=b\n\n"});
  EXPECT_EQ(relayed.visitor.fields, "Set-Cookie: a=b\r\nContent-Type: a/b\r\n");
}

TEST(ReplyRelay, KeepsTheLengthThatTheScriptTold) {
  Relayed relayed;
  relayed.run({"Content-Type: a/b\nContent-Length: 5\n\nabc", "defgh", "ij"});
  EXPECT_EQ(relayed.visitor.length, 5U);
  EXPECT_EQ(relayed.visitor.body, "abcde");
}

TEST(ReplyRelay, AnswersTheDocumentThatALocalLocationNames) {
  Relayed relayed;
  relayed.run({"Location: /there?q=1\nX-A: b\n\n", "dropped"});
  EXPECT_EQ(relayed.visitor.status, 200U);
  EXPECT_EQ(relayed.visitor.body, "document /there?q=1");
}

TEST(ReplyRelay, EndsALoopOfLocalLocations) {
  Relayed relayed;
  relayed.head.depth = 10;
  relayed.run({"Location: /there\n\n"});
  EXPECT_EQ(relayed.visitor.status, 500U);
  EXPECT_THAT(relayed.complaint, HasSubstr("redirects"));
}

TEST(ReplyRelay, SendsTheVisitorToAnAbsoluteLocation) {
  Relayed relayed;
  relayed.run({"Location: http://example.test/\nSet-Cookie: a=b\n\n", "dropped"});
  EXPECT_EQ(relayed.visitor.status, 302U);
  EXPECT_THAT(relayed.visitor.fields, HasSubstr("Location: http://example.test/\r\n"));
  EXPECT_THAT(relayed.visitor.fields, HasSubstr("Set-Cookie: a=b\r\n"));
  EXPECT_THAT(relayed.visitor.body, Not(HasSubstr("dropped")));
}

TEST(ReplyRelay, LeavesARedirectWithAStatusToTheScript) {
  Relayed relayed;
  relayed.run({"Status: 303 Look\nLocation: /there\nContent-Type: text/plain\n\nbody"});
  EXPECT_EQ(relayed.visitor.status, 303U);
  EXPECT_THAT(relayed.visitor.fields, HasSubstr("Location: /there\r\n"));
  EXPECT_EQ(relayed.visitor.body, "body");
}

TEST(ReplyRelay, AnswersFiveHundredForWhatIsNoReply) {
  for (const std::string printed :
       {"", "Content-Type: text/html\n", "Content-Type: text/html", "hello\n", "\n\nhello"}) {
    Relayed relayed;
    relayed.run({printed});
    EXPECT_EQ(relayed.visitor.status, 500U) << printed;
    EXPECT_NE(relayed.complaint, "") << printed;
  }
  Relayed deviant;
  deviant.policy.malformed_header_status = 200;
  deviant.policy.early_end_status = 403;
  deviant.run({"hello\n"});
  EXPECT_EQ(deviant.visitor.status, 200U);
  EXPECT_FALSE(deviant.taken);
}

TEST(ReplyRelay, CutsAnAnswerThatIsStopped) {
  Relayed relayed;
  relayed.run({"Content-Type: text/plain\n\nhalf"}, ReplyRelay::Ending::stopped);
  EXPECT_TRUE(relayed.was_cut);
  Relayed early;
  early.run({"Content-Type: text/plain\n"}, ReplyRelay::Ending::stopped);
  EXPECT_FALSE(early.was_cut);
  EXPECT_EQ(early.visitor.status, 500U);
}

TEST(ReplyRelay, TellsWhenTheVisitorIsGone) {
  Relayed relayed;
  relayed.visitor.is_gone = true;
  relayed.run({"Content-Type: text/plain\n\nhalf", "more"}, ReplyRelay::Ending::stopped);
  EXPECT_FALSE(relayed.taken);
}

TEST(ReplyRelay, ObeysThePolicy) {
  Relayed relayed;
  relayed.policy.content_type_is_passed_on = false;
  relayed.policy.other_fields_are_passed_on = false;
  relayed.policy.answers_are_exact = false;
  relayed.run({"Content-Type: text/plain\nX-A: b\nContent-Length: 2\n\na\n"});
  EXPECT_EQ(relayed.visitor.fields, "");
  EXPECT_EQ(relayed.visitor.body, "a\r\n");
  Relayed ignored;
  ignored.policy.location_field_is_honoured = false;
  ignored.policy.local_location_is_followed = false;
  ignored.run({"Location: http://example.test/\n\nbody"});
  EXPECT_EQ(ignored.visitor.status, 200U);
  EXPECT_EQ(ignored.visitor.body, "body");
  EXPECT_EQ(ignored.visitor.fields, "");
}

}  // namespace
}  // namespace refd::cgi
