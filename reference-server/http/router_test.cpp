#include "http/router.h"

#include <gmock/gmock.h>

#include "files/memory_tree.h"
#include "http/request_parser.h"

namespace refd::http {
namespace {

using testing::HasSubstr;
using testing::Not;

class EchoHandler final : public ContentHandler {
 public:
  boost::asio::awaitable<void> respond(const ResolvedRequest&, BodySource&, AnswerSink&) override {
    co_return;
  }
};

class RouterTest : public testing::Test {
 protected:
  RouterTest() {
    tree_.put_directory("/web");
    tree_.put_directory("/log");
  }

  // The answer to a request given by its first line and further fields; HandedOver when a handler gets it.
  Router::Route route(std::string_view line, std::string_view fields = "Host: www.example.co.jp\r\n") {
    if (policies_ == nullptr) policies_ = std::make_unique<FixedPolicies>(policy_);
    router_ =
        std::make_unique<Router>(tree_, *policies_, clock_, VirtualHosts("example.co.jp", {}, ""), handlers_);
    parser_.reset();
    const auto head = parser_.read_head(std::string(line) + " HTTP/1.1\r\n" + std::string(fields) + "\r\n");
    EXPECT_TRUE(head && head->consumed > 0) << line;
    return router_->route(parser_.head(), ends_);
  }
  Answer answer(std::string_view line, std::string_view fields = "Host: www.example.co.jp\r\n") {
    auto routed = route(line, fields);
    return std::holds_alternative<Answer>(routed) ? std::move(std::get<Answer>(routed)) : error_answer(999);
  }
  unsigned status(std::string_view line, std::string_view fields = "Host: www.example.co.jp\r\n") {
    return answer(line, fields).head.status;
  }
  static std::string body_of(const Answer& answer) {
    std::string body;
    for (const auto& piece : answer.body) {
      body += piece.text;
      std::string octets(piece.length, '\0');
      if (piece.length > 0) {
        EXPECT_EQ(::pread(answer.file.get(), octets.data(), octets.size(), static_cast<off_t>(piece.offset)),
                  static_cast<ssize_t>(octets.size()));
      }
      body += octets;
    }
    EXPECT_EQ(body.size(), answer.declared_length);
    return body;
  }
  std::string body(std::string_view line, std::string_view fields = "Host: www.example.co.jp\r\n") {
    return body_of(answer(line, fields));
  }

  MemoryTree tree_;
  Policies policy_;
  ManualClock clock_{Clock::time_point(std::chrono::seconds(1'800'000'000))};
  HandlerTable handlers_;
  Ends ends_{"127.0.0.2", 4000, "127.0.0.1", 8080};
  std::unique_ptr<FixedPolicies> policies_;
  std::unique_ptr<Router> router_;
  RequestParser parser_{{}};
};

// WEB-MAP-1.
TEST_F(RouterTest, ServesWhatLiesBelowTheDocumentDirectory) {
  tree_.put("/web/a/b.html", "hello");
  tree_.put("/secret.html", "no");
  const auto found = answer("GET /a/b.html");
  EXPECT_EQ(found.head.status, 200U);
  EXPECT_EQ(body_of(found), "hello");
  EXPECT_THAT(found.head.fields(), HasSubstr("Content-Type: text/html\r\n"));
  EXPECT_EQ(status("GET /secret.html"), 404U);
  EXPECT_EQ(status("GET /../secret.html"), 400U);
  EXPECT_EQ(status("GET /log/"), 404U);
}

TEST_F(RouterTest, NamesWithBlanksAndJapanese) {
  tree_.put("/web/日 本.txt", "x");
  EXPECT_EQ(body("GET /%E6%97%A5%20%E6%9C%AC.txt"), "x");
}

// WEB-INDEX-1…6.
TEST_F(RouterTest, TakesTheFirstIndexName) {
  const std::vector<std::string> order = {"index.html", "index.htm",  "index.shtml",
                                          "home.html",  "home.shtml", "default.html"};
  for (const auto& name : order) tree_.put("/web/dir/" + name, name);
  for (const auto& name : order) {
    EXPECT_EQ(body("GET /dir/"), name);
    ASSERT_TRUE(tree_.remove_file(TreePath::resolve({}, "/web/dir/" + name).value()));
  }
  // WEB-INDEX-7.
  EXPECT_EQ(status("GET /dir/"), 404U);
  EXPECT_EQ(status("GET /absent/"), 404U);
}

TEST_F(RouterTest, UnreadableIndexEndsTheSearch) {
  tree_.put("/web/index.html", "", 0);
  tree_.put("/web/index.htm", "lower");
  EXPECT_EQ(status("GET /"), 403U);
}

TEST_F(RouterTest, DirectoryNamedLikeAnIndexIsNone) {
  tree_.put_directory("/web/index.html");
  tree_.put("/web/index.htm", "lower");
  EXPECT_EQ(body("GET /"), "lower");
}

TEST_F(RouterTest, MissingIndexFollowsThePolicy) {
  tree_.put("/web/dir/<x>.txt", "");
  tree_.put("/web/dir/.hidden", "");
  policy_.http.missing_index = HttpPolicy::MissingIndex::forbidden;
  EXPECT_EQ(status("GET /dir/"), 403U);
  EXPECT_EQ(status("GET /absent/"), 404U);
  policies_.reset();
  policy_.http.missing_index = HttpPolicy::MissingIndex::listing;
  EXPECT_THAT(body("GET /dir/"), AllOf(HasSubstr("&lt;x&gt;.txt"), Not(HasSubstr("hidden"))));
}

// WEB-CASE-1.
TEST_F(RouterTest, NamesAreCaseSensitive) {
  tree_.put("/web/Index.Html", "x");
  tree_.put("/web/Page.html", "y");
  EXPECT_EQ(status("GET /"), 404U);
  EXPECT_EQ(status("GET /page.html"), 404U);
  policy_.http.names_are_case_sensitive = false;
  policies_.reset();
  EXPECT_EQ(body("GET /page.HTML"), "y");
  policy_.http.index_names_are_case_sensitive = false;
  policies_.reset();
  EXPECT_EQ(body("GET /"), "x");
}

// WEB-ERR-403.
TEST_F(RouterTest, PermissionsBindVisitors) {
  tree_.put("/web/none.html", "x", 0);
  tree_.put("/web/owner.html", "x", 0600);
  tree_.put_directory("/web/closed", 0700);
  tree_.put("/web/closed/f.html", "x");
  tree_.put_directory("/web/passage", 0711);
  tree_.put("/web/passage/f.html", "x");
  EXPECT_EQ(status("GET /none.html"), 403U);
  EXPECT_EQ(status("GET /owner.html"), 403U);
  EXPECT_EQ(status("GET /closed/f.html"), 403U);
  EXPECT_EQ(status("GET /closed/absent.html"), 403U);
  EXPECT_EQ(status("GET /passage/f.html"), 200U);
  ASSERT_TRUE(tree_.change_mode(TreePath::resolve({}, "/web/none.html").value(), 0644));
  EXPECT_EQ(status("GET /none.html"), 200U);
}

// WEB-ERR-404.
TEST_F(RouterTest, WhatIsNotThereIsNotFound) {
  tree_.put("/web/f.html", "x");
  EXPECT_EQ(status("GET /absent.html"), 404U);
  EXPECT_EQ(status("GET /absent/f.html"), 404U);
  EXPECT_EQ(status("GET /f.html/x"), 404U);
  EXPECT_EQ(status("GET /f.html/"), 404U);
  EXPECT_EQ(status("GET /" + std::string(300, 'a')), 404U);
  EXPECT_EQ(status("GET /a%2fb"), 404U);
}

// ACL-10.
TEST_F(RouterTest, AccessFilesAreNeverServed) {
  tree_.put("/web/.ftpaccess", "x");
  tree_.put("/web/ftppass.txt", "x");
  EXPECT_EQ(status("GET /.ftpaccess"), 403U);
  EXPECT_EQ(status("GET /%2eftpaccess"), 403U);
  EXPECT_EQ(status("GET /dir/.ftpaccess/x"), 403U);
  EXPECT_EQ(status("GET /ftppass.txt"), 200U);
}

TEST_F(RouterTest, DirectoryWithoutSlashIsRedirected) {
  tree_.put_directory("/web/d r");
  const auto moved = answer("GET /d%20r?q", "Host: WWW.example.co.jp:8081\r\n");
  EXPECT_EQ(moved.head.status, 301U);
  EXPECT_THAT(moved.head.fields(), HasSubstr("Location: http://WWW.example.co.jp:8081/d%20r/?q\r\n"));
  policy_.http.redirects_directories = false;
  policies_.reset();
  EXPECT_EQ(status("GET /d%20r"), 404U);
}

// HOST-1, HOST-4.
TEST_F(RouterTest, AnyNameReachesTheSite) {
  tree_.put("/web/index.html", "x");
  for (const auto* host :
       {"www.example.co.jp", "WWW.EXAMPLE.CO.JP.:80", "127.0.0.1:8080", "[::1]", "elsewhere.jp"}) {
    EXPECT_EQ(status("GET /", "Host: " + std::string(host) + "\r\n"), 200U) << host;
  }
  EXPECT_EQ(status("GET http://www.example.co.jp/", "Host: b\r\n"), 200U);
  EXPECT_EQ(status("GET /", ""), 400U);
  EXPECT_EQ(status("GET /", "Host:\r\n"), 400U);
  EXPECT_EQ(status("GET /", "Host: a\r\nHost: a\r\n"), 400U);
  EXPECT_EQ(status("GET /", "Host: a b\r\n"), 400U);
}

TEST_F(RouterTest, HostAndRootFollowThePolicy) {
  tree_.put("/web/index.html", "x");
  tree_.put("/web/dir/index.html", "x");
  policy_.http.host_names_are_case_sensitive = true;
  EXPECT_EQ(status("GET /", "Host: WWW.example.co.jp\r\n"), 404U);
  EXPECT_EQ(status("GET /", "Host: www.example.co.jp\r\n"), 200U);
  policy_.http.root_answers = false;
  policies_.reset();
  EXPECT_EQ(status("GET /"), 503U);
  EXPECT_EQ(status("GET /dir/"), 200U);
}

TEST_F(RouterTest, MethodsOnFiles) {
  tree_.put("/web/f.html", "x");
  EXPECT_EQ(body("POST /f.html"), "x");
  for (const auto* method : {"PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"}) {
    const auto refused = answer(std::string(method) + " /f.html");
    EXPECT_EQ(refused.head.status, 405U) << method;
    EXPECT_THAT(refused.head.fields(), HasSubstr("Allow: GET, HEAD, POST, OPTIONS\r\n")) << method;
  }
  EXPECT_EQ(status("PUT /new.html"), 405U);
  EXPECT_EQ(status("BREW /f.html"), 501U);
  EXPECT_EQ(status("OPTIONS *"), 200U);
  EXPECT_THAT(answer("OPTIONS /f.html").head.fields(), HasSubstr("Allow: GET"));
  EXPECT_EQ(answer("HEAD /f.html").declared_length, 1U);
  policy_.http.answers_head = false;
  policies_.reset();
  EXPECT_EQ(status("HEAD /f.html"), 404U);
}

TEST_F(RouterTest, Ranges) {
  const std::string host = "Host: a\r\n";
  tree_.put("/web/f.txt", "0123456789");
  const auto part = answer("GET /f.txt", host + "Range: bytes=2-4\r\n");
  EXPECT_EQ(part.head.status, 206U);
  EXPECT_EQ(body_of(part), "234");
  EXPECT_THAT(part.head.fields(), HasSubstr("Content-Range: bytes 2-4/10\r\n"));
  const auto beyond = answer("GET /f.txt", host + "Range: bytes=10-\r\n");
  EXPECT_EQ(beyond.head.status, 416U);
  EXPECT_THAT(beyond.head.fields(), HasSubstr("Content-Range: bytes */10\r\n"));
  EXPECT_EQ(body("GET /f.txt", host + "Range: bytes=2-4\r\nIf-Range: \"x\"\r\n"), "0123456789");
  EXPECT_EQ(status("HEAD /f.txt", host + "Range: bytes=2-4\r\n"), 200U);
  policy_.http.ranges_are_exact = false;
  policies_.reset();
  EXPECT_EQ(body("GET /f.txt", host + "Range: bytes=2-4\r\n"), "345");
}

TEST_F(RouterTest, SeveralRanges) {
  tree_.put("/web/f.txt", "0123456789");
  const auto parts = answer("GET /f.txt", "Host: a\r\nRange: bytes=0-1,8-9\r\n");
  EXPECT_EQ(parts.head.status, 206U);
  EXPECT_THAT(parts.head.fields(), HasSubstr("Content-Type: multipart/byteranges; boundary="));
  EXPECT_THAT(body_of(parts), testing::ContainsRegex("Content-Range: bytes 0-1/10\r\n\r\n01\r\n--.*"
                                                     "Content-Range: bytes 8-9/10\r\n\r\n89\r\n--.*--\r\n"));
}

TEST_F(RouterTest, Conditions) {
  tree_.put("/web/f.txt", "0123456789");
  EXPECT_EQ(status("GET /f.txt", "Host: a\r\nIf-Match: \"x\"\r\n"), 412U);
  EXPECT_EQ(status("GET /f.txt", "Host: a\r\nIf-None-Match: \"x\"\r\n"), 200U);
  EXPECT_EQ(status("GET /f.txt", "Host: a\r\nIf-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT\r\n"), 304U);
  policy_.http.compares_validators = false;
  policies_.reset();
  EXPECT_EQ(status("GET /f.txt", "Host: a\r\nIf-None-Match: \"x\"\r\n"), 304U);
  EXPECT_EQ(status("GET /f.txt"), 200U);
}

TEST_F(RouterTest, ScriptsNeverShowTheirSource) {
  for (const auto* name : {"a.cgi", "a.pl", "a.php", "a.PHP"}) {
    tree_.put(std::string("/web/") + name, "secret");
    EXPECT_EQ(status(std::string("GET /") + name), 500U) << name;
  }
  EXPECT_EQ(status("GET /absent.cgi"), 404U);
  EXPECT_EQ(status("GET /a.cgi/path/info"), 500U);
  EXPECT_EQ(status("GET /absent.cgi/path"), 404U);
}

TEST_F(RouterTest, HandlersGetTheUrlTakenApart) {
  EchoHandler handler;
  handlers_.extensions = {{".cgi", &handler, true}, {".shtml", &handler, false}};
  handlers_.mounts = {{"/phpMyAdmin/", &handler}};
  tree_.put("/web/a/form.cgi", "#!", 0700);
  tree_.put("/web/a/index.shtml", "x");

  const auto form_route = route("POST /a/form.cgi/x%20y/?q=%20");
  ASSERT_TRUE(std::holds_alternative<HandedOver>(form_route));
  const auto& form = std::get<HandedOver>(form_route).request;
  EXPECT_EQ(form.script_path, "/a/form.cgi");
  EXPECT_EQ(form.path_info, "/x y/");
  EXPECT_EQ(form.query, "q=%20");
  EXPECT_EQ(form.document.text(), "/web/a/form.cgi");
  EXPECT_EQ(form.host_name, "www.example.co.jp");

  const auto index = route("GET /a/");
  ASSERT_TRUE(std::holds_alternative<HandedOver>(index));
  EXPECT_EQ(std::get<HandedOver>(index).request.script_path, "/a/index.shtml");
  EXPECT_EQ(status("GET /a/index.shtml/x"), 404U);

  const auto mounted = route("GET /phpMyAdmin/index.php");
  ASSERT_TRUE(std::holds_alternative<HandedOver>(mounted));
  EXPECT_EQ(std::get<HandedOver>(mounted).request.script_path, "/phpMyAdmin");
  EXPECT_EQ(std::get<HandedOver>(mounted).request.path_info, "/index.php");
}

TEST(AnswerHead, LeavesOutWhatWouldBreakIt) {
  AnswerHead head;
  head.add("A", "b\r\nC: d");
  head.add("E", "f");
  EXPECT_EQ(head.fields(), "E: f\r\n");
}

}  // namespace
}  // namespace refd::http
