#include "http/request_target.h"

#include <gmock/gmock.h>

namespace refd::http {
namespace {

std::string path(std::string_view encoded) {
  const auto result = understand_path(encoded);
  return result ? result->text : std::to_string(result.error().status);
}

TEST(UrlPath, IsDecodedAndNormalised) {
  EXPECT_EQ(path("/"), "/");
  EXPECT_EQ(path("/a/b.html"), "/a/b.html");
  EXPECT_EQ(path("/a//b///"), "/a/b/");
  EXPECT_EQ(path("/a/./b/."), "/a/b/");
  EXPECT_EQ(path("/a/../b"), "/b");
  EXPECT_EQ(path("/a/b/.."), "/a/");
  EXPECT_EQ(path("/a/.../b"), "/a/.../b");
  EXPECT_EQ(path("/%61%20b+c"), "/a b+c");
  EXPECT_EQ(path("/%E6%97%A5%e6%9c%ac.html"), "/日本.html");
  EXPECT_EQ(path("/a%252fb"), "/a%2fb");
}

TEST(UrlPath, ClimbsNoHigherThanTheRoot) {
  EXPECT_EQ(path("/.."), "400");
  EXPECT_EQ(path("/a/../../etc/passwd"), "400");
  EXPECT_EQ(path("/%2e%2e/x"), "400");
  EXPECT_EQ(path("/a/%2e%2E/b"), "/b");
}

TEST(UrlPath, RefusesWhatNoNameCanHold) {
  EXPECT_EQ(path("/%00"), "400");
  EXPECT_EQ(path("/a%"), "400");
  EXPECT_EQ(path("/a%4"), "400");
  EXPECT_EQ(path("/a%4g"), "400");
  EXPECT_EQ(path("/a%2fb"), "404");
  EXPECT_EQ(path("/..%2F..%2Fetc"), "404");
}

TEST(UrlPath, KnowsWhetherItNamesADirectory) {
  EXPECT_TRUE(understand_path("/a/")->names_directory);
  EXPECT_TRUE(understand_path("/a/.")->names_directory);
  EXPECT_FALSE(understand_path("/a")->names_directory);
}

TEST(UrlPath, IsEncodedForALocation) {
  EXPECT_EQ(encoded_path("/a b/日"), "/a%20b/%E6%97%A5");
  EXPECT_EQ(encoded_path("/a?b#c%\r\n\"<"), "/a%3Fb%23c%25%0D%0A%22%3C");
}

TEST(RequestTarget, OriginForm) {
  const auto target = understand_target(Method::get, "/a?b?c").value();
  EXPECT_EQ(target.path, "/a");
  EXPECT_EQ(target.query, "b?c");
  EXPECT_TRUE(target.has_query);
  EXPECT_TRUE(target.authority.empty());
  EXPECT_FALSE(understand_target(Method::get, "/a")->has_query);
}

TEST(RequestTarget, AbsoluteForm) {
  const auto target = understand_target(Method::get, "HTTP://www.example.jp:81/a?b").value();
  EXPECT_EQ(target.authority, "www.example.jp:81");
  EXPECT_EQ(target.path, "/a");
  EXPECT_EQ(target.query, "b");
  EXPECT_EQ(understand_target(Method::get, "http://h")->path, "/");
  EXPECT_EQ(understand_target(Method::get, "http://h?q")->query, "q");
}

TEST(RequestTarget, OtherFormsAreRefused) {
  EXPECT_EQ(understand_target(Method::get, "*").error().status, 400U);
  EXPECT_TRUE(understand_target(Method::options, "*")->is_asterisk);
  EXPECT_EQ(understand_target(Method::get, "a").error().status, 400U);
  EXPECT_EQ(understand_target(Method::get, "https://h/").error().status, 400U);
  EXPECT_EQ(understand_target(Method::get, "http:///a").error().status, 400U);
  EXPECT_EQ(understand_target(Method::get, "/a#b").error().status, 400U);
}

}  // namespace
}  // namespace refd::http
