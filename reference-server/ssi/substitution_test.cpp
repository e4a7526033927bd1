#include "ssi/substitution.h"

#include <gmock/gmock.h>

#include "ssi/variables.h"

namespace refd::ssi {
namespace {

std::optional<std::string> value(std::string_view name) {
  if (name == "v") return "<a&b>";
  if (name == "x_1") return "one";
  if (name == "empty") return "";
  if (name == "dollar") return "$v";
  if (name == "long") return std::string(40'000, 'x');
  return std::nullopt;
}

TEST(Substitution, ReplacesVariables) {
  struct Case {
    std::string_view text;
    std::string_view result;
    std::string_view with_unknown_kept;
  };
  const Case cases[] = {
      {"", "", ""},
      {"plain", "plain", "plain"},
      {R"(x${v}y$v z\$v)", "x<a&b>y<a&b> z$v", "x<a&b>y<a&b> z$v"},
      {"$x_1.$x_1", "one.one", "one.one"},
      {"[$nope][${nope}]", "[][]", "[$nope][${nope}]"},
      {"[$empty]", "[]", "[]"},
      {"$dollar", "$v", "$v"},  // a value is not looked at again
      {"costs $", "costs $", "costs $"},
      {"$$v", "$<a&b>", "$<a&b>"},
      {"${}$.", "${}$.", "${}$."},
      {"a${v", "a", "a"},
      {R"(\a\\$v\)", R"(\a\$v\)", R"(\a\$v\)"},
  };
  for (const auto& [text, result, with_unknown_kept] : cases) {
    EXPECT_EQ(substituted(text, value), result) << text;
    EXPECT_EQ(substituted(text, value, Unknown::kept), with_unknown_kept) << text;
  }
}

TEST(Substitution, ATooLongResultIsNone) {
  EXPECT_TRUE(substituted("$long", value));
  EXPECT_FALSE(substituted("$long$long", value));
  std::string bomb;
  for (int i = 0; i < 10'000; ++i) bomb += "$long";
  EXPECT_FALSE(substituted(bomb, value));
}

TEST(Variables, IgnoreCaseAndKeepTheirOrder) {
  Variables variables;
  EXPECT_TRUE(variables.set("First", "1"));
  variables.set_later("DATE");
  EXPECT_TRUE(variables.set("second", "2"));
  EXPECT_TRUE(variables.set("FIRST", "3"));
  EXPECT_EQ(*variables.find("first"), "3");
  EXPECT_EQ(variables.find("date"), nullptr);
  EXPECT_EQ(variables.kind_of("date"), Variables::Kind::pending);
  EXPECT_EQ(variables.kind_of("third"), Variables::Kind::none);
  EXPECT_THAT(variables.rows(),
              testing::ElementsAre(Variables::Row("First", "3"), Variables::Row("DATE", std::nullopt),
                                   Variables::Row("second", "2")));
}

TEST(Variables, AreBounded) {
  Variables variables;
  int count = 0;
  while (variables.set("v" + std::to_string(count), std::string(60'000, 'x'))) ++count;
  EXPECT_EQ(count, 17);
  EXPECT_EQ(variables.find("v17"), nullptr);
  // A new value takes the old one's place.
  EXPECT_TRUE(variables.set("v3", ""));
  EXPECT_TRUE(variables.set("v17", std::string(60'000, 'x')));
  int small = 0;
  while (small < 1'000'000 && variables.set("s" + std::to_string(small), "")) ++small;
  EXPECT_LT(small, 10'000);
}

}  // namespace
}  // namespace refd::ssi
