#include "http/internal_request.h"

#include <gmock/gmock.h>

#include "files/memory_tree.h"
#include "http/request_parser.h"

namespace refd::http {
namespace {

class NoHandler final : public ContentHandler {
 public:
  boost::asio::awaitable<void> respond(const ResolvedRequest&, BodySource&, AnswerSink&) override {
    co_return;
  }
};

class InternalRequestTest : public testing::Test {
 protected:
  InternalRequestTest() {
    handlers_.extensions = {{".cgi", &handler_}, {".pl"}};
    router_ =
        std::make_unique<Router>(tree_, policies_, clock_, VirtualHosts("example.co.jp", {}, ""), handlers_);
    tree_.put("/web/d/page.cgi", "", 0755);
    tree_.put("/web/d/a b.txt", "alpha");
    tree_.put("/web/d/sub/c.txt", "gamma!");
    tree_.put("/web/other.txt", "other");
    tree_.put("/web/d/x.pl", "");
    EXPECT_TRUE(
        parser_.read_head("POST /d/page.cgi?q=1 HTTP/1.1\r\nHost: www.example.co.jp\r\nX-Kept: 1\r\n"
                          "Content-Length: 5\r\nif-none-match: *\r\nRange: bytes=0-0\r\n\r\n"));
  }

  ResolvedRequest from() {
    return {parser_.head(),
            ends_,
            "www.example.co.jp",
            "/d/page.cgi",
            "",
            "q=1",
            *TreePath::resolve({}, "/web/d/page.cgi"),
            router_.get()};
  }

  MemoryTree tree_;
  FixedPolicies policies_;
  ManualClock clock_{Clock::time_point()};
  NoHandler handler_;
  HandlerTable handlers_;
  std::unique_ptr<Router> router_;
  RequestParser parser_{{}};
  Ends ends_{"127.0.0.2", 4000, "127.0.0.1", 8080};
};

TEST_F(InternalRequestTest, UrlsAreSeenFromTheDocument) {
  const auto outer = from();
  const std::pair<std::string_view, unsigned> cases[] = {
      {"/other.txt", 200},
      {"a%20b.txt", 200},
      {"sub/c.txt?x", 200},
      {"../other.txt", 200},
      {"nope", 404},
      {"../../other.txt", 400},
      {"", 403},
      {"sub", 301},
      {"sub/", 404},
      {"page.cgi/info?x", 200},
      {"x.pl", 500},
      {"http://www.example.co.jp/other.txt", 404},
      {"a%zz", 400},
  };
  for (const auto& [url, status] : cases)
    EXPECT_EQ(router_->request_url(outer, url)->status(), status) << url;
}

TEST_F(InternalRequestTest, FilesStandInTheDocumentsDirectoryOrBelow) {
  const auto outer = from();
  const std::pair<std::string_view, unsigned> cases[] = {
      {"a b.txt", 200},
      {"./sub/c.txt", 200},
      {"sub/../a b.txt", 200},
      {"a%20b.txt", 404},
      {"sub/c.txt?x", 404},
      {"../other.txt", 403},
      {"sub/../../other.txt", 403},
      {"/web/other.txt", 403},
      {"", 403},
  };
  for (const auto& [name, status] : cases)
    EXPECT_EQ(router_->request_file(outer, name)->status(), status) << name;
}

TEST_F(InternalRequestTest, TellsWhatItLeadsTo) {
  const auto outer = from();
  const auto file = router_->request_file(outer, "sub/c.txt");
  EXPECT_EQ(file->facts()->size, 6U);
  EXPECT_FALSE(file->is_made());
  EXPECT_EQ(file->resolved_for(handler_), nullptr);
  EXPECT_FALSE(router_->request_file(outer, "nope")->facts());

  const auto script = router_->request_url(outer, "page.cgi/info?a=1");
  EXPECT_TRUE(script->is_made());
  EXPECT_TRUE(script->facts());
  EXPECT_EQ(script->resolved_for(NoHandler()), nullptr);
  const auto* request = script->resolved_for(handler_);
  ASSERT_NE(request, nullptr);
  EXPECT_EQ(request->script_path, "/d/page.cgi");
  EXPECT_EQ(request->path_info, "/info");
  EXPECT_EQ(request->query, "a=1");
}

// It asks for the whole document, and has no body of its own.
TEST_F(InternalRequestTest, KeepsTheFieldsThatAreNotOfTheBodyOrConditions) {
  const auto outer = from();
  const auto script = router_->request_url(outer, "page.cgi");
  const auto& head = script->resolved_for(handler_)->head;
  EXPECT_EQ(head.method, Method::get);
  EXPECT_EQ(head.method_name, "GET");
  EXPECT_EQ(head.target, "/d/page.cgi");
  EXPECT_FALSE(head.has_body);
  EXPECT_EQ(head.field("X-Kept"), "1");
  for (const auto* name : {"Content-Length", "If-None-Match", "Range"})
    EXPECT_FALSE(head.field(name)) << name;
}

}  // namespace
}  // namespace refd::http
