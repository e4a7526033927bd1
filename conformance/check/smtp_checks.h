#pragma once

#include <ostream>
#include <string>

#include <gmock/gmock-matchers.h>

#include "client/smtp_client.h"

/// Matchers for what an SMTP client saw; they explain themselves. Those that take a reply also take a whole
/// transaction, and judge its outcome().
namespace cts {

/// A reply whose code is within a range: the classes of RFC 5321 §4.2.1.
class SmtpClassMatcher {
 public:
  using is_gtest_matcher = void;
  SmtpClassMatcher(int first, int last, std::string description)
      : first_(first), last_(last), description_(std::move(description)) {}
  bool MatchAndExplain(const SmtpReply& reply, testing::MatchResultListener* listener) const;
  bool MatchAndExplain(const SmtpTransaction& transaction, testing::MatchResultListener* listener) const;
  void DescribeTo(std::ostream* out) const { *out << description_; }
  void DescribeNegationTo(std::ostream* out) const { *out << "not " << description_; }

 private:
  int first_;
  int last_;
  std::string description_;
};
/// 2xx.
SmtpClassMatcher SmtpTaken();
/// A real reply of 4xx or 5xx. A closed connection or silence is no refusal.
SmtpClassMatcher SmtpRefused();

/// SmtpCode(535), SmtpCode(AnyOf(452, 552)): a reply with that code.
class SmtpCodeMatcher {
 public:
  using is_gtest_matcher = void;
  explicit SmtpCodeMatcher(testing::Matcher<int> code) : code_(std::move(code)) {}
  bool MatchAndExplain(const SmtpReply& reply, testing::MatchResultListener* listener) const;
  bool MatchAndExplain(const SmtpTransaction& transaction, testing::MatchResultListener* listener) const;
  void DescribeTo(std::ostream* out) const;
  void DescribeNegationTo(std::ostream* out) const;

 private:
  testing::Matcher<int> code_;
};
template <class Expected>
SmtpCodeMatcher SmtpCode(Expected code) {
  return SmtpCodeMatcher(testing::SafeMatcherCast<int>(code));
}

}  // namespace cts
