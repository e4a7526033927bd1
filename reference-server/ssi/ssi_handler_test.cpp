// Whole pages through the router, as visitors ask for them; no sockets.
#include "ssi/ssi_handler.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "files/memory_tree.h"
#include "http/request_parser.h"
#include "http/router.h"

namespace refd::ssi {
namespace {

namespace asio = boost::asio;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::string error = "[an error occurred while processing this directive]";

class NoBody final : public http::BodySource {
 public:
  asio::awaitable<Result<std::string_view>> next() override { co_return std::string_view(); }
};

// What arrived at a visitor.
struct Received {
  unsigned status = 0;
  std::string fields;
  bool has_length = false;
  std::string body;
  std::size_t count = 0;
  std::size_t largest = 0;
};

// A visitor who hangs up after so many octets.
class Visitor final : public http::AnswerSink {
 public:
  explicit Visitor(std::size_t patience) : patience_(patience) {}

  asio::awaitable<Result<void>> begin(http::AnswerHead head, std::optional<std::uint64_t> length) override {
    EXPECT_EQ(received.status, 0U);
    received.status = head.status;
    received.fields = head.fields();
    received.has_length = length.has_value();
    co_return Result<void>();
  }
  asio::awaitable<Result<void>> write(std::string_view octets) override {
    EXPECT_NE(received.status, 0U);
    received.largest = std::max(received.largest, octets.size());
    received.count += octets.size();
    if (received.body.size() < 1'000'000) received.body += octets;
    if (received.count > patience_) co_return system_error(EPIPE);
    co_return Result<void>();
  }
  asio::awaitable<Result<void>> send(http::Answer answer) override {
    co_await begin(answer.head, answer.declared_length);
    for (const auto& piece : answer.body) {
      std::string octets(piece.length, '\0');
      if (piece.length > 0) {
        EXPECT_EQ(::pread(answer.file.get(), octets.data(), octets.size(), static_cast<off_t>(piece.offset)),
                  static_cast<ssize_t>(octets.size()));
      }
      co_await write(piece.text + octets);
    }
    co_return Result<void>();
  }

  Received received;

 private:
  const std::size_t patience_;
};

// A program that says what it was asked.
class Program final : public http::ContentHandler {
 public:
  asio::awaitable<void> respond(const http::ResolvedRequest& request, http::BodySource&,
                                http::AnswerSink& answer) override {
    if (request.query == "fail") {
      co_await answer.send(http::error_answer(500));
      co_return;
    }
    if (request.query == "silent") co_return;
    co_await answer.begin(http::AnswerHead(200), std::nullopt);
    co_await answer.write("{" + std::string(request.head.method_name) + " " + request.script_path + "?" +
                          request.query + "}");
  }
};

class Shell final : public CommandRunner {
 public:
  asio::awaitable<Result<void>> run(std::string_view command, const Environment& environment,
                                    const TreePath& directory, http::AnswerSink& out) override {
    if (command == "fail") co_return system_error(ENOENT);
    co_await out.begin(http::AnswerHead(200), std::nullopt);
    std::string text = directory.text() + "$ " + std::string(command);
    for (const auto& [name, value] : environment) {
      if (name == "x" || name == "DOCUMENT_NAME") text += " " + name + "=" + value;
    }
    co_return co_await out.write(text);
  }
};

class FixedPolicy final : public SsiPolicySource {
 public:
  explicit FixedPolicy(const SsiPolicy& policy) : policy_(policy) {}
  const SsiPolicy& ssi() const override { return policy_; }

 private:
  const SsiPolicy policy_;
};

class SsiHandlerTest : public testing::Test {
 protected:
  SsiHandlerTest() { tree_.put_directory("/web"); }

  // `request` is the first line without its version.
  Received visit(std::string_view request, std::string_view fields = "", std::size_t patience = SIZE_MAX) {
    const FixedPolicies policies;
    const FixedPolicy includes(policy_);
    SsiHandler handler({tree_, policies, includes, clock_, "ab-cdftp", commands_}, limits_);
    http::HandlerTable table;
    table.extensions = {
        {".shtml", &handler, false}, {".html", &handler, false}, {".cgi", &program_}, {".php"}};
    const http::Router router(tree_, policies, clock_, http::VirtualHosts("example.co.jp", {}, ""), table);
    http::RequestParser parser{{}};
    EXPECT_TRUE(parser.read_head(std::string(request) + " HTTP/1.1\r\nHost: www.example.co.jp\r\n" +
                                 std::string(fields) + "\r\n"));
    const http::Ends ends{"127.0.0.2", 4000, "127.0.0.1", 8080};
    auto route = router.route(parser.head(), ends);
    Received received;
    asio::io_context context;
    if (auto* answer = std::get_if<http::Answer>(&route)) {
      Visitor visitor(patience);
      asio::co_spawn(context, visitor.send(std::move(*answer)),
                     [](const std::exception_ptr& failure, const Result<void>&) { EXPECT_FALSE(failure); });
      context.run();
      return std::move(visitor.received);
    }
    const auto& handed = std::get<http::HandedOver>(route);
    NoBody body;
    for (int i = 0; i < repeats_; ++i) {
      Visitor visitor(patience);
      asio::co_spawn(context, handed.handler->respond(handed.request, body, visitor),
                     [](const std::exception_ptr& failure) { EXPECT_FALSE(failure); });
      context.restart();
      context.run();
      received = std::move(visitor.received);
    }
    return received;
  }
  std::string shown(std::string_view text, std::string_view fields = "") {
    tree_.put("/web/page.shtml", std::string(text));
    return visit("GET /page.shtml", fields).body;
  }

  MemoryTree tree_;
  SsiPolicy policy_;
  ManualClock clock_{Clock::time_point(std::chrono::seconds(1'795'387'894))};
  SsiHandler::Limits limits_;
  Program program_;
  Shell shell_;
  CommandRunner* commands_ = nullptr;
  int repeats_ = 1;
};

// SSI-1. Nothing tells how long the page is nor since when it is as it is.
TEST_F(SsiHandlerTest, CarriesDirectivesOut) {
  tree_.put("/web/a.shtml", "a<!--#echo var=\"DOCUMENT_NAME\" -->b");
  const auto visitor = visit("GET /a.shtml");
  EXPECT_EQ(visitor.status, 200U);
  EXPECT_EQ(visitor.body, "aa.shtmlb");
  EXPECT_THAT(visitor.fields, HasSubstr("Content-Type: text/html\r\n"));
  EXPECT_THAT(visitor.fields, Not(HasSubstr("Last-Modified")));
  EXPECT_THAT(visitor.fields, Not(HasSubstr("ETag")));
  EXPECT_FALSE(visitor.has_length);
  EXPECT_EQ(visit("POST /a.shtml", "Content-Length: 0\r\n").body, "aa.shtmlb");
  EXPECT_EQ(visit("GET /a.shtml", "If-Modified-Since: Mon, 23 Nov 2037 04:00:00 GMT\r\n").status, 200U);
}

TEST_F(SsiHandlerTest, AnEmptyPageIsAnAnswer) {
  tree_.put("/web/a.shtml", "");
  EXPECT_EQ(visit("GET /a.shtml").status, 200U);
}

TEST_F(SsiHandlerTest, RefusesWhatOtherFilesRefuse) {
  tree_.put("/web/a.shtml", "a");
  tree_.put("/web/closed.shtml", "a", 0600);
  EXPECT_EQ(visit("GET /closed.shtml").status, 403U);
  EXPECT_EQ(visit("GET /missing.shtml").status, 404U);
  EXPECT_EQ(visit("GET /a.shtml/more").status, 404U);
  EXPECT_EQ(visit("PUT /a.shtml").status, 405U);
  EXPECT_EQ(visit("DELETE /a.shtml").status, 405U);
  EXPECT_THAT(visit("OPTIONS /a.shtml").fields, HasSubstr("Allow: GET, HEAD, POST, OPTIONS"));
}

// WEB-INDEX-3, WEB-INDEX-5, and their deviations.
TEST_F(SsiHandlerTest, IndexesArePages) {
  tree_.put("/web/d/index.shtml", "<!--#echo var=\"DOCUMENT_URI\" -->");
  EXPECT_EQ(visit("GET /d/?x").body, "/d/index.shtml");
  policy_.indexes_are_processed = false;
  EXPECT_EQ(visit("GET /d/?x").body, "<!--#echo var=\"DOCUMENT_URI\" -->");
  EXPECT_EQ(visit("GET /d/index.shtml").body, "/d/index.shtml");
  policy_.pages_are_processed = false;
  EXPECT_EQ(visit("GET /d/index.shtml").body, "<!--#echo var=\"DOCUMENT_URI\" -->");
}

TEST_F(SsiHandlerTest, KnowsTheVariablesOfCgi) {
  tree_.put("/web/d/e.shtml", "<!--#printenv -->");
  const auto body = visit("GET /d/e.shtml?x=1&y=%3Cb%3E;z",
                          "User-Agent: <me>\r\nProxy: evil\r\n"
                          "Authorization: Basic c2VjcmV0\r\n")
                        .body;
  for (const auto* line :
       {"HTTP_HOST=www.example.co.jp\n", "HTTP_USER_AGENT=&lt;me&gt;\n", "REMOTE_ADDR=127.0.0.2\n",
        "REQUEST_METHOD=GET\n", "QUERY_STRING=x=1&amp;y=%3Cb%3E;z\n", "SCRIPT_NAME=/d/e.shtml\n",
        "DOCUMENT_URI=/d/e.shtml\n", "DOCUMENT_NAME=e.shtml\n", "DOCUMENT_ARGS=x=1&amp;y=%3Cb%3E;z\n",
        "QUERY_STRING_UNESCAPED=x=1\\&amp;y=\\&lt;b\\&gt;\\;z\n", "USER_NAME=ab-cdftp\n",
        "DOCUMENT_ROOT=/web\n", "DATE_LOCAL=Monday, 23-Nov-2026 07:51:34 JST\n", "SERVER_PORT=8080\n"})
    EXPECT_THAT(body, HasSubstr(line));
  EXPECT_THAT(body, Not(HasSubstr("PROXY")));
  EXPECT_THAT(body, Not(HasSubstr("c2VjcmV0")));
  EXPECT_EQ(shown("<!--#echo var=\"QUERY_STRING_UNESCAPED\" -->"), "(none)");
}

TEST_F(SsiHandlerTest, IncludesFilesAndUrls) {
  tree_.put("/web/menu.html", "[menu]");
  tree_.put("/web/parts/a.txt", "[a]");
  tree_.put("/web/parts/\xE3\x81\x82 b#c%41.txt", "[odd]");
  tree_.put("/web/parts/inner.shtml",
            "(<!--#echo var=\"DOCUMENT_NAME\" -->,<!--#echo var=\"x\" --><!--#set var=\"x\" value=\"2\" -->,"
            "<!--#include virtual=\"a.txt\" --><!--#include file=\"a.txt\" -->)");
  const std::pair<std::string_view, std::string> cases[] = {
      {"<!--#include file=\"menu.html\" -->", "[menu]"},
      {"<!--#include file=\"parts/a.txt\" -->", "[a]"},
      {"<!--#include file=\"parts/../menu.html\" -->", "[menu]"},
      {"<!--#include virtual=\"/parts/a.txt\" -->", "[a]"},
      {"<!--#include virtual=\"parts/a.txt\" -->", "[a]"},
      {"<!--#include virtual=\"/parts/%61.txt?x=1\" -->", "[a]"},
      {"<!--#include file=\"parts/\xE3\x81\x82 b#c%41.txt\" -->", "[odd]"},
      {"<!--#include file=\"menu.html\" virtual=\"/parts/a.txt\" -->", "[menu][a]"},
      // What is included shares the variables, and is told the name of the page that was asked for.
      {"<!--#set var=\"x\" value=\"1\" --><!--#include virtual=\"/parts/inner.shtml\" --><!--#echo var=\"x\" "
       "-->",
       "(page.shtml,1,[a][a])2"},
      // Its formats and messages are its own.
      {"<!--#config errmsg=\"oops\" --><!--#include file=\"parts/inner.shtml\" --><!--#nonsense -->",
       "(page.shtml,(none),[a][a])oops"},
      {"<!--#include virtual=\"/nope\" onerror=\"/menu.html\" -->", "[menu]"},
      {"<!--#include virtual=\"/nope\" onerror=\"/nope\" onerror=\"/menu.html\" -->", error},
      {"<!--#include virtual=\"/nope\" virtual=\"/menu.html\" file=\"menu.html\" -->", "[menu]"},
      {"<!--#include virtual=\"/menu.html\" onerror=\"/parts/a.txt\" -->", "[menu]"},
      {"<!--#include virtual=\"/menu.html\" foo=\"x\" -->", "[menu]" + error},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(shown(text), expected) << text;
}

TEST_F(SsiHandlerTest, WhatAVisitorMayNotHaveIsNotIncluded) {
  tree_.put("/secret.txt", "SECRET");
  tree_.put("/web/closed.txt", "SECRET", 0600);
  tree_.put("/web/closed.shtml", "SECRET", 0600);
  tree_.put("/web/shut/a.txt", "SECRET");
  ASSERT_TRUE(tree_.change_mode(*TreePath::resolve({}, "/web/shut"), 0600));
  tree_.put("/web/.ftpaccess", "SECRET");
  tree_.put("/web/code.php", "SECRET");
  tree_.put_directory("/web/dir");
  for (const auto* argument : {"file=\"../secret.txt\"",
                               "file=\"/secret.txt\"",
                               "file=\"/web/menu.html\"",
                               "file=\"dir/../../secret.txt\"",
                               "file=\"\"",
                               "file=\"dir\"",
                               "file=\"nope\"",
                               "file=\"closed.txt\"",
                               "file=\"closed.shtml\"",
                               "file=\".ftpaccess\"",
                               "file=\"shut/a.txt\"",
                               "file=\"code.php\"",
                               "virtual=\"/../secret.txt\"",
                               "virtual=\"/%2e%2e/secret.txt\"",
                               "virtual=\"../secret.txt\"",
                               "virtual=\"/closed.txt\"",
                               "virtual=\"/closed.shtml\"",
                               "virtual=\"/.ftpaccess\"",
                               "virtual=\"/dir\"",
                               "virtual=\"/dir/\"",
                               "virtual=\"http://www.example.co.jp/page.shtml\"",
                               "virtual=\"\"",
                               "virtual=\"/a%00b\"",
                               "virtual=\"/code.php\"",
                               "virtual=\"*\""}) {
    EXPECT_EQ(shown("[<!--#include " + std::string(argument) + " -->]"), "[" + error + "]") << argument;
    EXPECT_EQ(shown("[<!--#fsize " + std::string(argument) + " -->]").find("SECRET"), std::string::npos);
  }
  EXPECT_EQ(shown("<!--#fsize file=\"closed.txt\" -->"), error);
  EXPECT_EQ(shown("<!--#if expr=\"-A /closed.txt\" -->1<!--#else -->2<!--#endif -->"), "2");
}

TEST_F(SsiHandlerTest, IncludedProgramsAreRun) {
  tree_.put("/web/run.cgi", "", 0755);
  const std::pair<std::string_view, std::string> cases[] = {
      {"<!--#include virtual=\"/run.cgi?a=1\" -->", "{GET /run.cgi?a=1}"},
      {"<!--#include virtual=\"/run.cgi/info\" -->", "{GET /run.cgi?}"},
      {"<!--#include virtual=\"/run.cgi?fail\" -->", error},
      {"<!--#include virtual=\"/run.cgi?silent\" -->", error},
      {"<!--#exec cgi=\"/run.cgi\" -->", "{GET /run.cgi?}"},
      {"<!--#exec cgi=\"/run.cgi?a=1\" -->", error},
      {"<!--#exec cgi=\"/page.shtml\" -->", error},
      {"<!--#exec cgi=\"/nope.cgi\" -->", error},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(shown(text), expected) << text;
  EXPECT_EQ(visit("POST /page.shtml?q=1").body, error);
  tree_.put("/web/menu.html", "[menu]");
  EXPECT_EQ(shown("<!--#exec cgi=\"/menu.html\" -->"), error);
  tree_.put("/web/page.shtml", "<!--#exec cgi=\"run.cgi\" -->");
  EXPECT_EQ(visit("POST /page.shtml?q=1").body, "{GET /run.cgi?q=1}");
}

TEST_F(SsiHandlerTest, CommandsAreRunWhereSomebodyRunsThem) {
  EXPECT_EQ(shown("<!--#exec cmd=\"date\" -->"), error);
  commands_ = &shell_;
  EXPECT_EQ(shown("<!--#set var=\"x\" value=\"1\" --><!--#exec cmd=\"date $x\" -->"),
            "/web$ date 1 DOCUMENT_NAME=page.shtml x=1");
  EXPECT_EQ(shown("<!--#exec cmd=\"fail\" -->z"), error + "z");
  policy_.exec_is_allowed = false;
  EXPECT_EQ(shown("<!--#exec cmd=\"date\" -->"), error);
}

// Only who includes the very same document again is in a loop; with another query it may end.
TEST_F(SsiHandlerTest, LoopsAreNoticedAndNestingHasALimit) {
  EXPECT_EQ(shown("a<!--#include virtual=\"/page.shtml\" -->b"), "a" + error + "b");
  EXPECT_EQ(shown("a<!--#include file=\"page.shtml\" -->b"), "a" + error + "b");
  tree_.put("/web/other.shtml", "{<!--#include virtual=\"/page.shtml\" -->}");
  EXPECT_EQ(shown("[<!--#include virtual=\"/other.shtml\" -->]"), "[{" + error + "}]");
  EXPECT_EQ(shown("a<!--#set var=\"n\" value=\"x$n\" --><!--#include virtual=\"/page.shtml?$n\" -->b"),
            "aaaaaaaaaaa" + error + "bbbbbbbbbbb");
}

// Twenty inclusions on each of ten levels would be 20^10.
TEST_F(SsiHandlerTest, InclusionsInAllHaveALimit) {
  std::string text = "<!--#set var=\"n\" value=\"x$n\" -->";
  for (int i = 0; i < 20; ++i) text += "<!--#include virtual=\"/page.shtml?$n\" -->";
  limits_.errands = 300;
  const auto body = shown(text);
  EXPECT_THAT(body, HasSubstr(error));
  EXPECT_LT(body.size(), 6'000 * error.size());
}

TEST_F(SsiHandlerTest, APageThatIsTooMuchWorkEnds) {
  limits_.work = std::chrono::milliseconds(-1);
  EXPECT_EQ(shown("a<!--#echo var=\"DOCUMENT_NAME\" -->b"), "a" + error);
}

TEST_F(SsiHandlerTest, AChangedPageIsReadAgain) {
  EXPECT_EQ(shown("one"), "one");
  EXPECT_EQ(shown("two"), "two");
  repeats_ = 3;
  EXPECT_EQ(shown("<!--#echo var=\"DOCUMENT_NAME\" -->"), "page.shtml");
}

// 50 MB with directives near its ends, one across each border between stretches: sent as it is read.
TEST_F(SsiHandlerTest, AHugePageIsStreamed) {
  const std::string echo = "<!--#echo var=\"DOCUMENT_NAME\" -->";
  std::string text = echo;
  for (int i = 0; i < 50; ++i) text += std::string(1'048'560, 'x') + echo;
  tree_.put("/web/huge.shtml", text);
  const auto visitor = visit("GET /huge.shtml");
  EXPECT_EQ(visitor.count, text.size() - 51 * (echo.size() - 10));
  EXPECT_LE(visitor.largest, 200'000U);
  EXPECT_LT(visit("GET /huge.shtml", "", 100'000).count, 400'000U);
}

TEST_F(SsiHandlerTest, ALargeIncludedFileIsStreamed) {
  // NOLINTNEXTLINE(bugprone-string-constructor): large on purpose
  tree_.put("/web/large.txt", std::string(10'000'000, 'y'));
  tree_.put("/web/a.shtml", "[<!--#include file=\"large.txt\" -->]");
  const auto visitor = visit("GET /a.shtml");
  EXPECT_EQ(visitor.count, 10'000'002U);
  EXPECT_LE(visitor.largest, 200'000U);
}

// SSI-2, and its deviation.
TEST_F(SsiHandlerTest, OnlyPagesOfItsExtensionsAreItsOwn) {
  tree_.put("/web/a.html", "<!--#echo var=\"DOCUMENT_NAME\" -->");
  EXPECT_EQ(visit("GET /a.html").body, "<!--#echo var=\"DOCUMENT_NAME\" -->");
  policy_.extensions.emplace_back(".html");
  EXPECT_EQ(visit("GET /a.html").body, "a.html");
}

// SSI-3's deviations that are decided here.
TEST_F(SsiHandlerTest, FollowsItsPolicy) {
  tree_.put("/web/inner.shtml", "<!--#echo var=\"DOCUMENT_NAME\" -->");
  policy_.included_pages_are_processed = false;
  EXPECT_EQ(shown("<!--#include file=\"inner.shtml\" -->"), "<!--#echo var=\"DOCUMENT_NAME\" -->");
  policy_ = {};
  policy_.files_are_included = false;
  EXPECT_EQ(shown("<!--#include file=\"inner.shtml\" virtual=\"/inner.shtml\" -->"), error);
  EXPECT_EQ(shown("<!--#include virtual=\"/inner.shtml\" -->"), "page.shtml");
  policy_ = {};
  policy_.urls_are_included = false;
  EXPECT_EQ(shown("<!--#include virtual=\"/inner.shtml\" -->"), error);
}

}  // namespace
}  // namespace refd::ssi
