#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock-matchers.h>

/// Messages as they arrive: their parts, and whether they are what was sent. Lines end in CR LF.
namespace cts {

/// What stands before and behind the first empty line.
std::string_view header_of(std::string_view message);
std::string_view body_of(std::string_view message);
/// Header lines, continuation lines being lines of their own.
std::vector<std::string_view> header_lines(std::string_view message);
/// The value of the first field of that name, unfolded; empty: there is none.
std::string field_of(std::string_view message, std::string_view name);

/// A message that is the one sent, to the octet, but for header fields that servers on its way have put
/// before and between (Received, Return-Path, Delivered-To, …): its own stand there in their order, and its
/// body is the same. A mismatch is told by the field that is missing, or the first place that differs.
class CarriesMatcher {
 public:
  using is_gtest_matcher = void;
  explicit CarriesMatcher(std::string_view sent) : sent_(std::make_shared<const std::string>(sent)) {}
  bool MatchAndExplain(const std::string& arrived, testing::MatchResultListener* listener) const;
  void DescribeTo(std::ostream* out) const;
  void DescribeNegationTo(std::ostream* out) const;

 private:
  std::shared_ptr<const std::string> sent_;  // matchers are copied, and messages can be large
};
CarriesMatcher Carries(std::string_view sent);
/// What Carries() tells of the header; empty: nothing is missing.
std::string describe_header_difference(std::string_view sent, std::string_view arrived);

}  // namespace cts
