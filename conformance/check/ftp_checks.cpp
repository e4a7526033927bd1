#include "check/ftp_checks.h"

#include "check/octets.h"

namespace cts {
namespace {

std::string whole_text(const FtpReply& reply) {
  std::string out;
  for (const std::string& line : reply.lines) {
    if (!out.empty()) out += '\n';
    out += line;
  }
  return out;
}

}  // namespace

bool CodeMatcher::MatchAndExplain(const FtpReply& reply, testing::MatchResultListener*) const {
  return reply.code != 0 && reply.problem.empty() && code_.Matches(reply.code);
}

bool CodeMatcher::MatchAndExplain(const FtpTransfer& transfer, testing::MatchResultListener* listener) const {
  return MatchAndExplain(transfer.outcome(), listener);
}

void CodeMatcher::DescribeTo(std::ostream* out) const {
  *out << "a reply with a code that ";
  code_.DescribeTo(out);
}

void CodeMatcher::DescribeNegationTo(std::ostream* out) const {
  *out << "no reply with a code that ";
  code_.DescribeTo(out);
}

bool CodeClassMatcher::MatchAndExplain(const FtpReply& reply, testing::MatchResultListener*) const {
  return reply.problem.empty() && reply.code >= first_ && reply.code <= last_;
}

bool CodeClassMatcher::MatchAndExplain(const FtpTransfer& transfer,
                                       testing::MatchResultListener* listener) const {
  return MatchAndExplain(transfer.outcome(), listener);
}

CodeClassMatcher Completed() {
  return {200, 299, "a reply that says done (2xx)"};
}
CodeClassMatcher Intermediate() {
  return {300, 399, "a reply that asks for more (3xx)"};
}
CodeClassMatcher Refused() {
  return {400, 599, "a refusal (4xx or 5xx)"};
}

bool TransferMatcher::MatchAndExplain(const FtpTransfer& transfer,
                                      testing::MatchResultListener* listener) const {
  if (succeeds_) {
    if (transfer.outcome().completed() && transfer.opened.code == 0)
      *listener << "the transfer was not tried";
    return transfer.succeeded();
  }
  const FtpReply& outcome = transfer.outcome();
  return outcome.code >= 400 && outcome.problem.empty();
}

void TransferMatcher::DescribeTo(std::ostream* out) const {
  *out << (succeeds_ ? "a transfer that is opened (1xx) and completed (2xx)"
                     : "a transfer that is refused (4xx or 5xx)");
}

void TransferMatcher::DescribeNegationTo(std::ostream* out) const {
  *out << (succeeds_ ? "a transfer that does not succeed" : "a transfer that is not refused");
}

TransferMatcher TransferSucceeds() {
  return TransferMatcher(true);
}
TransferMatcher TransferRefused() {
  return TransferMatcher(false);
}

bool DataMatcher::MatchAndExplain(const FtpTransfer& transfer, testing::MatchResultListener* listener) const {
  return transfer.succeeded() && MatchAndExplain(transfer.data, listener);
}

bool DataMatcher::MatchAndExplain(const std::string& data, testing::MatchResultListener* listener) const {
  if (data == *expected_) return true;
  *listener << describe_difference(*expected_, data);
  return false;
}

void DataMatcher::DescribeTo(std::ostream* out) const {
  *out << describe_octets(*expected_);
}
void DataMatcher::DescribeNegationTo(std::ostream* out) const {
  *out << "anything but " << describe_octets(*expected_);
}

DataMatcher DataIs(std::string_view expected) {
  return DataMatcher(expected);
}

bool ReplyTextMatcher::MatchAndExplain(const FtpReply& reply, testing::MatchResultListener* listener) const {
  return reply.code != 0 && text_.MatchAndExplain(whole_text(reply), listener);
}

void ReplyTextMatcher::DescribeTo(std::ostream* out) const {
  *out << "a reply whose text ";
  text_.DescribeTo(out);
}

void ReplyTextMatcher::DescribeNegationTo(std::ostream* out) const {
  *out << "a reply whose text ";
  text_.DescribeNegationTo(out);
}

NoProblemMatcher NoProblem() {
  return {};
}

}  // namespace cts
