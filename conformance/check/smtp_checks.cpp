#include "check/smtp_checks.h"

namespace cts {

bool SmtpClassMatcher::MatchAndExplain(const SmtpReply& reply, testing::MatchResultListener*) const {
  return reply.problem.empty() && reply.code >= first_ && reply.code <= last_;
}

bool SmtpClassMatcher::MatchAndExplain(const SmtpTransaction& transaction,
                                       testing::MatchResultListener* listener) const {
  return MatchAndExplain(transaction.outcome(), listener);
}

SmtpClassMatcher SmtpTaken() {
  return {200, 299, "a reply that says done (2xx)"};
}
SmtpClassMatcher SmtpRefused() {
  return {400, 599, "a refusal (4xx or 5xx)"};
}

bool SmtpCodeMatcher::MatchAndExplain(const SmtpReply& reply, testing::MatchResultListener*) const {
  return reply.code != 0 && reply.problem.empty() && code_.Matches(reply.code);
}

bool SmtpCodeMatcher::MatchAndExplain(const SmtpTransaction& transaction,
                                      testing::MatchResultListener* listener) const {
  return MatchAndExplain(transaction.outcome(), listener);
}

void SmtpCodeMatcher::DescribeTo(std::ostream* out) const {
  *out << "a reply with a code that ";
  code_.DescribeTo(out);
}

void SmtpCodeMatcher::DescribeNegationTo(std::ostream* out) const {
  *out << "no reply with a code that ";
  code_.DescribeTo(out);
}

}  // namespace cts
