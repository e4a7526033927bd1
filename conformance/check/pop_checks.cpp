#include "check/pop_checks.h"

#include "check/octets.h"

namespace cts {

PositiveMatcher Positive() {
  return {};
}

NegativeMatcher Negative() {
  return {};
}

bool TextMatcher::MatchAndExplain(const PopText& text, testing::MatchResultListener* listener) const {
  if (!text.succeeded()) return false;
  if (text.text == expected_) return true;
  *listener << describe_difference(expected_, text.text);
  return false;
}

void TextMatcher::DescribeTo(std::ostream* out) const {
  *out << "+OK and " << describe_octets(expected_);
}

void TextMatcher::DescribeNegationTo(std::ostream* out) const {
  *out << "anything but " << describe_octets(expected_);
}

TextMatcher TextIs(std::string_view expected) {
  return TextMatcher(std::string(expected));
}

}  // namespace cts
