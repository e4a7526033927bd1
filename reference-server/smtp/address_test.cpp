#include "smtp/address.h"

#include <gmock/gmock.h>

namespace refd::smtp {
namespace {

std::optional<Path> path_of(std::string_view text) {
  const auto path = take_path(text);
  return text.empty() ? path : std::nullopt;
}

TEST(Address, UsualPaths) {
  const auto path = path_of("<Taro.Yamada+x@Example.JP>");
  ASSERT_TRUE(path);
  EXPECT_EQ(path->address.local, "Taro.Yamada+x");
  EXPECT_EQ(path->address.domain, "example.jp");
  EXPECT_FALSE(path->is_null || path->routed || path->quoted);
  EXPECT_EQ(path->address.text(), "Taro.Yamada+x@example.jp");
  EXPECT_TRUE(path_of("<>")->is_null);
  EXPECT_EQ(path_of("a@b.example")->address.text(), "a@b.example") << "without brackets";
  EXPECT_EQ(path_of("<a..b.@docomo.example>")->address.local, "a..b.") << "such addresses exist";
}

TEST(Address, LeavesWhatFollows) {
  std::string_view text = "<a@b.example> SIZE=10";
  ASSERT_TRUE(take_path(text));
  EXPECT_EQ(text, " SIZE=10");
  text = "<> BODY=7BIT";
  ASSERT_TRUE(take_path(text));
  EXPECT_EQ(text, " BODY=7BIT");
}

TEST(Address, SourceRoutesAreDropped) {
  const auto path = path_of("<@one.example,@[192.0.2.1]:user@Elsewhere.example>");
  ASSERT_TRUE(path);
  EXPECT_TRUE(path->routed);
  EXPECT_EQ(path->address.text(), "user@elsewhere.example");
}

TEST(Address, QuotedLocalParts) {
  const auto path = path_of(R"(<"a \"b\\ @c"@example.jp>)");
  ASSERT_TRUE(path);
  EXPECT_TRUE(path->quoted);
  EXPECT_EQ(path->address.local, R"(a "b\ @c)");
  EXPECT_EQ(path->address.text(), R"("a \"b\\ @c"@example.jp)");
  EXPECT_EQ(path_of(R"(<"taro"@example.jp>)")->address.text(), "taro@example.jp")
      << "the quotes mean nothing";
  EXPECT_EQ(path_of(R"(<""@example.jp>)")->address.text(), R"(""@example.jp)");
}

TEST(Address, Literals) {
  EXPECT_EQ(path_of("<a@[192.0.2.1]>")->address.domain, "[192.0.2.1]");
  EXPECT_EQ(path_of("<a@[IPv6:2001:DB8::1]>")->address.domain, "[ipv6:2001:db8::1]");
}

TEST(Address, PostmasterNeedsNoDomain) {
  const auto path = path_of("<Postmaster>");
  ASSERT_TRUE(path);
  EXPECT_EQ(path->address.domain, "");
  EXPECT_EQ(path->address.text(), "Postmaster");
  EXPECT_EQ(path_of("<postmaster@example.jp>")->address.domain, "example.jp");
}

TEST(Address, WhatIsNone) {
  const std::string long_local(65, 'x');
  const std::string long_domain(256, 'x');
  for (const auto& text : {std::string(""),
                           std::string("<"),
                           std::string("<taro>"),
                           std::string("<taro@>"),
                           std::string("<@example.jp>"),
                           std::string("<@a.example:>"),
                           std::string("<@a.example user@b.example>"),
                           std::string("<@a.example,b.example:user@c.example>"),
                           std::string("<taro@example.jp"),
                           std::string("taro@example.jp>"),
                           std::string("<taro@example.jp>x"),
                           std::string("<taro@.example.jp>"),
                           std::string("<taro@example.jp.>"),
                           std::string("<taro@example..jp>"),
                           std::string("<ta ro@example.jp>"),
                           std::string("<taro@exam ple.jp>"),
                           std::string("<taro@elsewhere@example.jp>"),
                           std::string("<\"taro@example.jp>"),
                           std::string("<\"taro\"x@example.jp>"),
                           std::string("<\"taro\\\"@example.jp>"),
                           std::string("<taro@[192.0.2.1>"),
                           std::string("<taro@[]>"),
                           std::string("<taro@[1 2]>"),
                           std::string("<ta\0ro@example.jp>", 18),
                           std::string("<\"ta\rro\"@example.jp>"),
                           std::string("<t\xC3\xA4ro@example.jp>"),
                           "<" + long_local + "@example.jp>",
                           "<taro@" + long_domain + ">"}) {
    EXPECT_FALSE(path_of(text)) << text;
  }
}

TEST(Address, WhatDisguisesAskFor) {
  EXPECT_EQ(behind_percent({"user%elsewhere.example", "example.jp"})->text(), "user@elsewhere.example");
  EXPECT_EQ(behind_percent({"a%b.example%c.example", "example.jp"})->text(), "a%b.example@c.example");
  EXPECT_FALSE(behind_percent({"100%", "example.jp"}));
  EXPECT_FALSE(behind_percent({"taro", "example.jp"}));
  EXPECT_EQ(behind_quotes({"user@elsewhere.example", "example.jp"})->text(), "user@elsewhere.example");
  EXPECT_FALSE(behind_quotes({"a@", "example.jp"}));
  EXPECT_FALSE(behind_quotes({"taro", "example.jp"}));
}

}  // namespace
}  // namespace refd::smtp
