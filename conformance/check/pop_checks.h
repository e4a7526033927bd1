#pragma once

#include <ostream>
#include <string>
#include <string_view>

#include <gmock/gmock-matchers.h>

#include "client/pop_client.h"

/// Matchers for what a POP3 client saw; they explain themselves.
namespace cts {

/// An answer that begins +OK; of several lines: that has come to its end, too.
class PositiveMatcher {
 public:
  using is_gtest_matcher = void;
  bool MatchAndExplain(const PopReply& reply, testing::MatchResultListener*) const { return reply.positive; }
  bool MatchAndExplain(const PopText& text, testing::MatchResultListener*) const { return text.succeeded(); }
  void DescribeTo(std::ostream* out) const { *out << "+OK"; }
  void DescribeNegationTo(std::ostream* out) const { *out << "anything but +OK"; }
};
PositiveMatcher Positive();

/// An answer that begins -ERR. A closed connection or silence is none.
class NegativeMatcher {
 public:
  using is_gtest_matcher = void;
  bool MatchAndExplain(const PopReply& reply, testing::MatchResultListener*) const {
    return reply.negative();
  }
  bool MatchAndExplain(const PopText& text, testing::MatchResultListener*) const {
    return text.status.negative();
  }
  void DescribeTo(std::ostream* out) const { *out << "-ERR"; }
  void DescribeNegationTo(std::ostream* out) const { *out << "anything but -ERR"; }
};
NegativeMatcher Negative();

/// An answer of several lines that holds exactly these octets. A mismatch is told by length and by the first
/// place that differs.
class TextMatcher {
 public:
  using is_gtest_matcher = void;
  explicit TextMatcher(std::string expected) : expected_(std::move(expected)) {}
  bool MatchAndExplain(const PopText& text, testing::MatchResultListener* listener) const;
  void DescribeTo(std::ostream* out) const;
  void DescribeNegationTo(std::ostream* out) const;

 private:
  std::string expected_;
};
TextMatcher TextIs(std::string_view expected);

}  // namespace cts
