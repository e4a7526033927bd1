#pragma once

#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include <gmock/gmock-matchers.h>

#include "client/ftp_client.h"

/// Matchers for what an FTP client saw; they explain themselves. Those that take a reply also take a
/// transfer, and judge its outcome().
namespace cts {

/// Code(552), Code(AnyOf(552, 452)): a reply with that code.
class CodeMatcher {
 public:
  using is_gtest_matcher = void;
  explicit CodeMatcher(testing::Matcher<int> code) : code_(std::move(code)) {}
  bool MatchAndExplain(const FtpReply& reply, testing::MatchResultListener* listener) const;
  bool MatchAndExplain(const FtpTransfer& transfer, testing::MatchResultListener* listener) const;
  void DescribeTo(std::ostream* out) const;
  void DescribeNegationTo(std::ostream* out) const;

 private:
  testing::Matcher<int> code_;
};
template <class Expected>
CodeMatcher Code(Expected code) {
  return CodeMatcher(testing::SafeMatcherCast<int>(code));
}

/// A reply whose code is within a range: the classes of RFC 959 §4.2.1.
class CodeClassMatcher {
 public:
  using is_gtest_matcher = void;
  CodeClassMatcher(int first, int last, std::string description)
      : first_(first), last_(last), description_(std::move(description)) {}
  bool MatchAndExplain(const FtpReply& reply, testing::MatchResultListener* listener) const;
  bool MatchAndExplain(const FtpTransfer& transfer, testing::MatchResultListener* listener) const;
  void DescribeTo(std::ostream* out) const { *out << description_; }
  void DescribeNegationTo(std::ostream* out) const { *out << "not " << description_; }

 private:
  int first_;
  int last_;
  std::string description_;
};
/// 2xx.
CodeClassMatcher Completed();
/// 3xx: more is wanted (USER, RNFR, REST).
CodeClassMatcher Intermediate();
/// A real reply of 4xx or 5xx. A closed connection or silence is no refusal.
CodeClassMatcher Refused();

/// A transfer that was opened, went through and was completed; or one that a real reply refused, with no
/// problem before it.
class TransferMatcher {
 public:
  using is_gtest_matcher = void;
  explicit TransferMatcher(bool succeeds) : succeeds_(succeeds) {}
  bool MatchAndExplain(const FtpTransfer& transfer, testing::MatchResultListener* listener) const;
  void DescribeTo(std::ostream* out) const;
  void DescribeNegationTo(std::ostream* out) const;

 private:
  bool succeeds_;
};
TransferMatcher TransferSucceeds();
TransferMatcher TransferRefused();

/// DataIs("…"): a transfer that succeeded with exactly these octets, or a string that is them. A mismatch is
/// told by length and by the first place that differs.
class DataMatcher {
 public:
  using is_gtest_matcher = void;
  explicit DataMatcher(std::string_view expected)
      : expected_(std::make_shared<const std::string>(expected)) {}
  bool MatchAndExplain(const FtpTransfer& transfer, testing::MatchResultListener* listener) const;
  bool MatchAndExplain(const std::string& data, testing::MatchResultListener* listener) const;
  void DescribeTo(std::ostream* out) const;
  void DescribeNegationTo(std::ostream* out) const;

 private:
  std::shared_ptr<const std::string> expected_;  // matchers are copied, and files can be large
};
DataMatcher DataIs(std::string_view expected);

/// A reply whose text (every line, code included) matches.
class ReplyTextMatcher {
 public:
  using is_gtest_matcher = void;
  explicit ReplyTextMatcher(testing::Matcher<std::string> text) : text_(std::move(text)) {}
  bool MatchAndExplain(const FtpReply& reply, testing::MatchResultListener* listener) const;
  void DescribeTo(std::ostream* out) const;
  void DescribeNegationTo(std::ostream* out) const;

 private:
  testing::Matcher<std::string> text_;
};
template <class Expected>
ReplyTextMatcher ReplyText(Expected text) {
  return ReplyTextMatcher(testing::SafeMatcherCast<std::string>(text));
}

/// No problem of the connection: replies, transfers, HTTP replies and raw answers alike.
class NoProblemMatcher {
 public:
  using is_gtest_matcher = void;
  template <class Observation>
  bool MatchAndExplain(const Observation& observation, testing::MatchResultListener*) const {
    return observation.problem.empty();
  }
  void DescribeTo(std::ostream* out) const { *out << "no problem of the connection"; }
  void DescribeNegationTo(std::ostream* out) const { *out << "a problem of the connection"; }
};
NoProblemMatcher NoProblem();

}  // namespace cts
