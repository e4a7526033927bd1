#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include <gmock/gmock-matchers.h>

#include "client/http_client.h"

/// Matchers for HTTP answers; they explain themselves. An answer that was cut off matches none of them,
/// except NoHeader and HeaderIs, which judge its head only.
namespace cts {

/// Status(404), Status(AnyOf(301, 302)).
class StatusMatcher {
 public:
  using is_gtest_matcher = void;
  explicit StatusMatcher(testing::Matcher<int> status) : status_(std::move(status)) {}
  bool MatchAndExplain(const HttpReply& reply, testing::MatchResultListener* listener) const;
  void DescribeTo(std::ostream* out) const;
  void DescribeNegationTo(std::ostream* out) const;

 private:
  testing::Matcher<int> status_;
};
template <class Expected>
StatusMatcher Status(Expected status) {
  return StatusMatcher(testing::SafeMatcherCast<int>(status));
}

/// An answer with exactly this body, or with one that holds this text. The status is not looked at.
class BodyMatcher {
 public:
  using is_gtest_matcher = void;
  enum class How { is, contains };
  BodyMatcher(How how, std::string expected) : how_(how), expected_(std::move(expected)) {}
  bool MatchAndExplain(const HttpReply& reply, testing::MatchResultListener* listener) const;
  void DescribeTo(std::ostream* out) const;
  void DescribeNegationTo(std::ostream* out) const;

 private:
  How how_;
  std::string expected_;
};
BodyMatcher BodyIs(std::string_view expected);
BodyMatcher BodyContains(std::string_view part);

/// An answer that serves exactly `expected`: status 200 and this body.
class ServesMatcher {
 public:
  using is_gtest_matcher = void;
  explicit ServesMatcher(std::string expected) : expected_(std::move(expected)) {}
  bool MatchAndExplain(const HttpReply& reply, testing::MatchResultListener* listener) const;
  void DescribeTo(std::ostream* out) const;
  void DescribeNegationTo(std::ostream* out) const;

 private:
  std::string expected_;
};
ServesMatcher Serves(std::string_view expected);

/// HeaderIs("Content-Type", StartsWith("text/html")): the first header of that name matches; without a
/// matcher it must be absent.
class HeaderMatcher {
 public:
  using is_gtest_matcher = void;
  HeaderMatcher(std::string name, std::optional<testing::Matcher<std::string>> value)
      : name_(std::move(name)), value_(std::move(value)) {}
  bool MatchAndExplain(const HttpReply& reply, testing::MatchResultListener* listener) const;
  void DescribeTo(std::ostream* out) const;
  void DescribeNegationTo(std::ostream* out) const;

 private:
  std::string name_;
  std::optional<testing::Matcher<std::string>> value_;
};
template <class Expected>
HeaderMatcher HeaderIs(std::string_view name, Expected value) {
  return HeaderMatcher(std::string(name), testing::SafeMatcherCast<std::string>(value));
}
HeaderMatcher NoHeader(std::string_view name);

}  // namespace cts
