#include "ssi/expression.h"

#include <gmock/gmock.h>

namespace refd::ssi {
namespace {

class ExpressionTest : public testing::Test {
 protected:
  // "true", "false", or "error".
  std::string outcome(std::string_view text) {
    const ExpressionContext context{[this](std::string_view name) { return value(name); },
                                    [this](std::string_view url) {
                                      asked_.emplace_back(url);
                                      return url != "/secret";
                                    },
                                    [this](std::optional<Captures> captures) {
                                      captures_ = std::move(captures);
                                    }};
    const auto holds = expression_holds(text, context);
    return !holds ? "error" : *holds ? "true" : "false";
  }
  std::optional<std::string> value(std::string_view name) const {
    if (name == "x") return "yes";
    if (name == "two") return "a b";
    if (name == "empty") return "";
    if (name == "host") return "h1.tokyo.isp.example.jp";
    return std::nullopt;
  }

  std::vector<std::string> asked_;
  std::optional<Captures> captures_;
};

TEST_F(ExpressionTest, FollowsTheGrammarOfApacheBefore24) {
  struct Case {
    std::string_view expression;
    std::string_view outcome;
  };
  const Case cases[] = {
      // A string holds when it is not empty.
      {"", "false"},
      {" \t", "false"},
      {"a", "true"},
      {"0", "true"},
      {"$x", "true"},
      {"$empty", "false"},
      {"$nope", "false"},
      {"''", "false"},
      {"'a'", "true"},
      {"! 0", "false"},
      {"!$empty", "true"},
      {"!!a", "true"},
      // Comparisons of strings; words are joined by one blank.
      {"$x = yes", "true"},
      {"$x == yes", "true"},
      {"$x=yes", "true"},
      {"$x != yes", "false"},
      {"$x = 'yes'", "true"},
      {"'$x' = 'no'", "false"},
      {"$two = a   b", "true"},
      {"$two = 'a b'", "true"},
      {"a < b", "true"},
      {"b < a", "false"},
      {"10 < 9", "true"},
      {"a <= a", "true"},
      {"a >= b", "false"},
      {"b > a", "true"},
      {"a = ''", "false"},
      {R"(a\ b = $two)", "true"},
      {R"(\$x = '$x')", "true"},
      {R"('it\'s' = it\'s)", "true"},
      {"\"$x\" = \"yes\"", "true"},
      // Connectives bind alike, to the right.
      {"a && b", "true"},
      {"a && ''", "false"},
      {"'' || b", "true"},
      {"'' || ''", "false"},
      {"'' && a || b", "false"},
      {"a || b && ''", "true"},
      {"('' && a) || b", "true"},
      {"a&&b", "true"},
      {"$x = yes && $two = 'a b'", "true"},
      {"$x = no || $two = 'a b'", "true"},
      {"!a || b", "true"},
      {"!(a && '')", "true"},
      {"(a)", "true"},
      {"((a) && (b))", "true"},
      {"()", "true"},
      {"!()", "false"},
      {"!", "false"},
      {"a & b", "true"},
      {"a | b", "true"},
      // Patterns.
      {"$host = /\\\\.jp$/", "true"},
      {"$host = /tokyo/", "true"},
      {"$host != /osaka/", "true"},
      {"$host = /^tokyo/", "false"},
      {"$host = /(?i)TOKYO/", "true"},
      {"a = /$x/", "false"},
      {"yes = /^$x$/", "true"},
      {"a = //", "true"},
      {"$host = /never closed", "true"},
      {"a = 'never closed", "false"},
      // Access.
      {"-A /page.shtml", "true"},
      {"-A /secret", "false"},
      {"! -A /secret", "true"},
      {"-A /secret || a", "true"},
      // Mistakes.
      {"(", "error"},
      {")", "error"},
      {"(a", "error"},
      {"a)", "error"},
      {"a b = c = d", "error"},
      {"= a", "error"},
      {"a =", "error"},
      {"a = = b", "error"},
      {"/re/", "error"},
      {"a /re/", "error"},
      {"a < /re/", "error"},
      {"&& a", "error"},
      {"a &&", "error"},
      {"a && && b", "error"},
      {"a || )", "error"},
      {"!a = b", "error"},
      {"a = !b", "error"},
      {"a = (b)", "error"},
      {"(a) b", "error"},
      {"(a) = b", "error"},
      {"a !", "error"},
      {"a (b)", "error"},
      {"-A", "error"},
      {"-A !a", "error"},
      {"-A a = b", "error"},
      {"! && a", "error"},
      {"( && a)", "error"},
      {"a = /(/", "error"},
      {"a != /(/", "error"},
      // What is never looked at does no harm, as long as its form is right.
      {"'' && (a = )", "false"},
      {"a || (b", "true"},
      {"a || = b", "error"},
  };
  for (const auto& [expression, expected] : cases) EXPECT_EQ(outcome(expression), expected) << expression;
}

TEST_F(ExpressionTest, KeepsWhatAPatternTook) {
  EXPECT_EQ(outcome("$host = /^(h.)\\\\.([a-z]+)(x)?/"), "true");
  ASSERT_TRUE(captures_);
  EXPECT_EQ(captures_->group(0), "h1.tokyo");
  EXPECT_EQ(captures_->group(1), "h1");
  EXPECT_EQ(captures_->group(2), "tokyo");
  EXPECT_EQ(captures_->group(3), std::nullopt);
  EXPECT_EQ(captures_->group(9), std::nullopt);
  EXPECT_EQ(outcome("$host = /osaka/"), "false");
  EXPECT_FALSE(captures_);
}

TEST_F(ExpressionTest, LooksAtTheRightOperandOnlyWhenItMatters) {
  outcome("a || -A /one");
  EXPECT_TRUE(asked_.empty());
  outcome("'' || -A /two");
  EXPECT_THAT(asked_, testing::ElementsAre("/two"));
  // A pattern may take something that is shown later.
  EXPECT_EQ(outcome("a || $host = /tokyo/"), "true");
  EXPECT_TRUE(captures_);
}

TEST_F(ExpressionTest, BoundsWhatItTakesOn) {
  EXPECT_EQ(outcome(std::string(1'000'000, '(')), "error");
  EXPECT_EQ(outcome(std::string(1'000'000, 'a')), "error");
  EXPECT_EQ(outcome(std::string(60'000, '!')), "error");
  std::string chain = "a";
  for (int i = 0; i < 10'000; ++i) chain += "&&a";
  EXPECT_EQ(outcome(chain), "error");
  std::string nested = "a";
  for (int i = 0; i < 400; ++i) nested = "(" + nested + ")";
  EXPECT_EQ(outcome(nested), "true");
}

// Patterns that would take ages, or much memory.
TEST_F(ExpressionTest, PatternsHaveLimits) {
  const std::string text(60, 'a');
  EXPECT_EQ(outcome(text + "b = /^(a+)+$/"), "error");
  EXPECT_EQ(outcome(text + "b = /^(a|a)*[cd]/"), "error");
  EXPECT_EQ(outcome("a = /" + std::string(5'000, 'a') + "/"), "error");
  EXPECT_EQ(outcome("a = /" + std::string(150, '(') + "a" + std::string(150, ')') + "/"), "error");
  EXPECT_EQ(outcome("a = /((a{1000}){1000}){1000}/"), "error");
}

}  // namespace
}  // namespace refd::ssi
