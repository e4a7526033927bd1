#include "check/http_checks.h"

#include "check/octets.h"
#include "client/transcript.h"

namespace cts {

bool StatusMatcher::MatchAndExplain(const HttpReply& reply, testing::MatchResultListener*) const {
  return reply.status != 0 && reply.problem.empty() && status_.Matches(reply.status);
}

void StatusMatcher::DescribeTo(std::ostream* out) const {
  *out << "an answer with a status that ";
  status_.DescribeTo(out);
}

void StatusMatcher::DescribeNegationTo(std::ostream* out) const {
  *out << "no answer with a status that ";
  status_.DescribeTo(out);
}

bool BodyMatcher::MatchAndExplain(const HttpReply& reply, testing::MatchResultListener* listener) const {
  if (reply.status == 0 || !reply.problem.empty()) return false;
  if (how_ == How::contains) return reply.body.find(expected_) != std::string::npos;
  if (reply.body == expected_) return true;
  *listener << describe_difference(expected_, reply.body);
  return false;
}

void BodyMatcher::DescribeTo(std::ostream* out) const {
  *out << (how_ == How::is ? "an answer with the body " : "an answer whose body holds ")
       << describe_octets(expected_);
}

void BodyMatcher::DescribeNegationTo(std::ostream* out) const {
  *out << (how_ == How::is ? "an answer with another body than " : "an answer whose body does not hold ")
       << describe_octets(expected_);
}

BodyMatcher BodyIs(std::string_view expected) {
  return {BodyMatcher::How::is, std::string(expected)};
}
BodyMatcher BodyContains(std::string_view part) {
  return {BodyMatcher::How::contains, std::string(part)};
}

bool ServesMatcher::MatchAndExplain(const HttpReply& reply, testing::MatchResultListener* listener) const {
  if (reply.status != 200 || !reply.problem.empty()) return false;
  if (reply.body == expected_) return true;
  *listener << describe_difference(expected_, reply.body);
  return false;
}

void ServesMatcher::DescribeTo(std::ostream* out) const {
  *out << "200 with " << describe_octets(expected_);
}
void ServesMatcher::DescribeNegationTo(std::ostream* out) const {
  *out << "anything but 200 with " << describe_octets(expected_);
}

ServesMatcher Serves(std::string_view expected) {
  return ServesMatcher(std::string(expected));
}

bool HeaderMatcher::MatchAndExplain(const HttpReply& reply, testing::MatchResultListener* listener) const {
  if (reply.status == 0) return false;
  const auto value = reply.header(name_);
  if (value) *listener << name_ << ": " << readable(value->substr(0, 200));
  if (!value) *listener << "no " << name_;
  if (!value_) return !value;
  return value && value_->Matches(*value);
}

void HeaderMatcher::DescribeTo(std::ostream* out) const {
  *out << "an answer ";
  if (!value_) {
    *out << "without " << name_;
    return;
  }
  *out << "whose " << name_ << ' ';
  value_->DescribeTo(out);
}

void HeaderMatcher::DescribeNegationTo(std::ostream* out) const {
  *out << "an answer ";
  if (!value_) {
    *out << "with " << name_;
    return;
  }
  *out << "whose " << name_ << ' ';
  value_->DescribeNegationTo(out);
}

HeaderMatcher NoHeader(std::string_view name) {
  return {std::string(name), std::nullopt};
}

}  // namespace cts
