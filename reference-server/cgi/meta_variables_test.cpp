#include "cgi/meta_variables.h"

#include <gmock/gmock.h>

#include <map>

namespace refd::cgi {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Key;
using testing::Not;
using testing::Pair;

// A request for /dir/form.cgi of www.example.test.
struct Asked {
  http::RequestHead head;
  http::Ends ends{"192.0.2.7", 50'000, "192.0.2.1", 8080};
  std::string path_info;
  std::string query;
  CgiPolicy policy;

  Asked() {
    head.method = http::Method::get;
    head.method_name = "GET";
    head.target = "/dir/form.cgi?a=1&b=%20";
    head.is_http_1_1 = true;
    query = "a=1&b=%20";
  }
  http::ResolvedRequest request() const {
    return {head,
            ends,
            "www.example.test",
            "/dir/form.cgi",
            path_info,
            query,
            *TreePath::resolve({}, "/web/dir/form.cgi")};
  }
  std::map<std::string, std::string> variables() const {
    const auto found = meta_variables(
        request(), {.root = "/state/site/root", .server_admin = "webmaster@example.test"}, policy);
    std::map<std::string, std::string> rows(found.begin(), found.end());
    EXPECT_EQ(rows.size(), found.size()) << "a name occurs twice";
    return rows;
  }
};

TEST(MetaVariables, TellsOfTheRequest) {
  const Asked asked;
  auto rows = asked.variables();
  EXPECT_EQ(rows["GATEWAY_INTERFACE"], "CGI/1.1");
  EXPECT_EQ(rows["SERVER_PROTOCOL"], "HTTP/1.1");
  EXPECT_EQ(rows["SERVER_NAME"], "www.example.test");
  EXPECT_EQ(rows["SERVER_PORT"], "8080");
  EXPECT_EQ(rows["SERVER_ADDR"], "192.0.2.1");
  EXPECT_EQ(rows["SERVER_ADMIN"], "webmaster@example.test");
  EXPECT_EQ(rows["REMOTE_ADDR"], "192.0.2.7");
  EXPECT_EQ(rows["REMOTE_PORT"], "50000");
  EXPECT_EQ(rows["REQUEST_METHOD"], "GET");
  EXPECT_EQ(rows["REQUEST_URI"], "/dir/form.cgi?a=1&b=%20");
  EXPECT_EQ(rows["QUERY_STRING"], "a=1&b=%20");
  EXPECT_EQ(rows["SCRIPT_NAME"], "/dir/form.cgi");
  EXPECT_EQ(rows["SCRIPT_FILENAME"], "/state/site/root/web/dir/form.cgi");
  EXPECT_EQ(rows["DOCUMENT_ROOT"], "/state/site/root/web");
  for (const auto* absent : {"PATH_INFO", "PATH_TRANSLATED", "CONTENT_LENGTH", "CONTENT_TYPE"})
    EXPECT_THAT(rows, Not(Contains(Key(absent)))) << absent;
}

TEST(MetaVariables, GivesPathInformationDecodedAndTranslated) {
  Asked asked;
  asked.path_info = "/x/\xE3\x81\x82 b?";
  auto rows = asked.variables();
  EXPECT_EQ(rows["PATH_INFO"], asked.path_info);
  EXPECT_EQ(rows["PATH_TRANSLATED"], "/state/site/root/web/x/\xE3\x81\x82 b?");
  asked.policy.path_info_is_decoded = false;
  EXPECT_EQ(asked.variables()["PATH_INFO"], "/x/%E3%81%82%20b%3F");
}

TEST(MetaVariables, PassesFieldsOnExceptDangerousOnes) {
  Asked asked;
  asked.head.fields = {{"Host", "www.example.test:8080"},
                       {"Accept-Language", "ja"},
                       {"X-One", "1"},
                       {"x-one", "2"},
                       {"Cookie", "a=1"},
                       {"Cookie", "b=2"},
                       {"Proxy", "evil:80"},
                       {"pROXY", "evil:81"},
                       {"Authorization", "Basic c2VjcmV0"},
                       {"Proxy-Authorization", "Basic x"},
                       {"X_Forged", "1"},
                       {"X.Forged", "1"},
                       {"Content-Type", "text/x-a"},
                       {"Content-Length", "12"}};
  auto rows = asked.variables();
  EXPECT_EQ(rows["HTTP_HOST"], "www.example.test:8080");
  EXPECT_EQ(rows["HTTP_ACCEPT_LANGUAGE"], "ja");
  EXPECT_EQ(rows["HTTP_X_ONE"], "1, 2");
  EXPECT_EQ(rows["HTTP_COOKIE"], "a=1; b=2");
  EXPECT_EQ(rows["CONTENT_TYPE"], "text/x-a");
  for (const auto* absent : {"HTTP_PROXY", "HTTP_AUTHORIZATION", "HTTP_PROXY_AUTHORIZATION", "HTTP_X_FORGED",
                             "HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH", "CONTENT_LENGTH"})
    EXPECT_THAT(rows, Not(Contains(Key(absent)))) << absent;
  asked.policy.proxy_field_is_withheld = false;
  EXPECT_EQ(asked.variables()["HTTP_PROXY"], "evil:80, evil:81");
}

TEST(MetaVariables, EndWhereAVariableWould) {
  using namespace std::string_view_literals;
  Asked asked;
  asked.head.fields = {{"X-One", "a\0b"sv}, {"X-One", "c\0d"sv}};
  EXPECT_EQ(asked.variables()["HTTP_X_ONE"], "a, c");
}

TEST(MetaVariables, TellsTheLengthOfABodyThatHasOne) {
  Asked asked;
  asked.head.has_body = true;
  EXPECT_THAT(asked.variables(), Not(Contains(Key("CONTENT_LENGTH"))));  // in chunks
  asked.head.content_length = 0;
  EXPECT_THAT(asked.variables(), Contains(Pair("CONTENT_LENGTH", "0")));
}

TEST(MetaVariables, ObeysThePolicy) {
  Asked asked;
  asked.policy.withheld_variables = {"QUERY_STRING", "SERVER_*"};
  const auto rows = asked.variables();
  EXPECT_THAT(rows, Not(Contains(Key("QUERY_STRING"))));
  EXPECT_THAT(rows, Not(Contains(Key("SERVER_NAME"))));
  EXPECT_THAT(rows, Contains(Key("REQUEST_METHOD")));
}

TEST(MetaVariables, GivesTheWordsOfASearch) {
  Asked asked;
  const auto words = [&asked](std::string query) {
    asked.query = std::move(query);
    return search_words(asked.request());
  };
  EXPECT_THAT(words("a+b%20c"), ElementsAre("a", "b c"));
  EXPECT_THAT(words(""), IsEmpty());
  EXPECT_THAT(words("a=b"), IsEmpty());
  EXPECT_THAT(words("a+%zz"), IsEmpty());
  EXPECT_THAT(words("a%00"), IsEmpty());
  EXPECT_THAT(words("a%4"), IsEmpty());
  asked.head.method = http::Method::post;
  EXPECT_THAT(words("a+b"), IsEmpty());
}

}  // namespace
}  // namespace refd::cgi
