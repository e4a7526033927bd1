#include "smtp/settling.h"

#include <algorithm>

#include "smtp/next_hops.h"

namespace refd::smtp {
namespace {

using Kind = Outcome::Kind;

unsigned attempts_before(const QueuedMessage& message, const std::string& address) {
  const auto found = std::find_if(message.recipients.begin(), message.recipients.end(),
                                  [&](const auto& recipient) { return recipient.address == address; });
  return found == message.recipients.end() ? 0 : found->attempts;
}

// Failures of the kind that might pass do not last for ever (RFC 5321 section 4.5.4.1).
bool is_given_up(const QueuedMessage& message, const Settling& settling) {
  return settling.now - message.arrived >= settling.sending.gives_up_after;
}

}  // namespace

Settlement settlement_of(const QueuedMessage& message, const std::vector<Outcome>& outcomes,
                         const Settling& settling) {
  Settlement settlement{.message = message.id};
  std::vector<Outcome> failures;
  for (const auto& outcome : outcomes) {
    if (outcome.kind == Kind::deferred && !is_given_up(message, settling)) {
      const auto attempts = attempts_before(message, outcome.address) + 1;
      settlement.deferred.push_back(
          {outcome.address, attempts, settling.now + pause_after(settling.sending, attempts)});
      continue;
    }
    settlement.finished.push_back(outcome.address);
    if (outcome.kind == Kind::delivered) continue;
    failures.push_back(outcome);
    if (outcome.kind == Kind::deferred) {
      failures.back().status = "4.4.7";
      failures.back().diagnostic = "Given up after many tries; at last: " + outcome.diagnostic;
    }
  }
  // SMTP-8, SMTP-9: the sender is told; nobody is told that the telling failed.
  if (failures.empty() || message.sender.empty() || !settling.policy.bounces_are_sent) return settlement;
  settlement.notice = Settlement::Notice{.envelope = {.sender = "", .recipients = {message.sender}},
                                         .text = delivery_status({.host_name = settling.sending.host_name,
                                                                  .id = message.id,
                                                                  .sender = message.sender,
                                                                  .arrived = message.arrived,
                                                                  .now = settling.now,
                                                                  .failures = std::move(failures),
                                                                  .excerpt = settling.excerpt()})};
  return settlement;
}

}  // namespace refd::smtp
