#include "smtp/settling.h"

#include <algorithm>
#include <optional>

#include "smtp/next_hops.h"

namespace refd::smtp {
namespace {

using Kind = Outcome::Kind;

// A sender who hears nothing for so long may think that his mail is lost.
constexpr auto is_late_after = std::chrono::hours(4);

QueuedRecipient as_known(const QueuedMessage& message, const std::string& address) {
  const auto found = std::find_if(message.recipients.begin(), message.recipients.end(),
                                  [&](const auto& recipient) { return recipient.address == address; });
  return found == message.recipients.end() ? QueuedRecipient{.address = address} : *found;
}

// Failures of the kind that might pass do not last for ever (RFC 5321 section 4.5.4.1).
bool is_given_up(const QueuedMessage& message, const Settling& settling) {
  return settling.now - message.arrived >= settling.sending.gives_up_after;
}

// To be tried again; whether the sender is to be warned, which happens once.
bool put_off(QueuedRecipient& recipient, const QueuedMessage& message, const Settling& settling) {
  ++recipient.attempts;
  recipient.next_try = settling.now + pause_after(settling.sending, recipient.attempts);
  const bool is_late = settling.now - message.arrived >= is_late_after;
  if (!is_late || recipient.warned || !recipient.wishes.wants_delay()) return false;
  recipient.warned = true;
  return true;
}

// What the sender is to be told of somebody who is done with; nothing of what he does not want to know, nor
// of what another server tells him.
std::optional<ReportedOutcome> reported(Outcome outcome, const ReportWishes& wishes) {
  using Action = ReportedOutcome::Action;
  if (outcome.kind == Kind::delivered) {
    if (!wishes.wants_success() || outcome.reports_itself) return std::nullopt;
    const auto action = outcome.remote.empty() ? Action::delivered : Action::relayed;
    return ReportedOutcome{action, std::move(outcome), wishes.original};
  }
  if (!wishes.wants_failure()) return std::nullopt;
  if (outcome.kind == Kind::deferred) {
    outcome.status = "4.4.7";
    outcome.diagnostic = "Given up after many tries; at last: " + outcome.diagnostic;
  }
  return ReportedOutcome{Action::failed, std::move(outcome), wishes.original};
}

// RFC 3461 section 4.3: what is said about returning is about failures.
Excerpt::Extent extent_for(const std::vector<ReportedOutcome>& outcomes, const MessageWishes& wishes) {
  const bool any_failed = std::any_of(outcomes.begin(), outcomes.end(), [](const auto& one) {
    return one.action == ReportedOutcome::Action::failed;
  });
  if (!any_failed || wishes.returns == "HDRS") return Excerpt::Extent::header;
  return wishes.returns == "FULL" ? Excerpt::Extent::whole : Excerpt::Extent::small;
}

Settlement::Notice notice_about(const QueuedMessage& message, std::vector<ReportedOutcome> outcomes,
                                const Settling& settling) {
  auto excerpt = settling.excerpt(extent_for(outcomes, message.wishes));
  Envelope envelope{.sender = "", .recipients = {message.sender}};
  // RFC 3461 section 6.1
  envelope.wishes_about[message.sender].notify = "NEVER";
  return {.envelope = std::move(envelope),
          .text = delivery_status({.host_name = settling.sending.host_name,
                                   .id = message.id,
                                   .sender = message.sender,
                                   .arrived = message.arrived,
                                   .now = settling.now,
                                   .given_up = message.arrived + settling.sending.gives_up_after,
                                   .envelope_id = message.wishes.envelope_id,
                                   .outcomes = std::move(outcomes),
                                   .excerpt = std::move(excerpt)})};
}

}  // namespace

Settlement settlement_of(const QueuedMessage& message, const std::vector<Outcome>& outcomes,
                         const Settling& settling) {
  Settlement settlement{.message = message.id};
  std::vector<ReportedOutcome> told;
  for (const auto& outcome : outcomes) {
    auto recipient = as_known(message, outcome.address);
    if (outcome.kind == Kind::deferred && !is_given_up(message, settling)) {
      if (put_off(recipient, message, settling))
        told.push_back({ReportedOutcome::Action::delayed, outcome, recipient.wishes.original});
      settlement.deferred.push_back(std::move(recipient));
      continue;
    }
    settlement.finished.push_back(outcome.address);
    if (auto one = reported(outcome, recipient.wishes)) told.push_back(std::move(*one));
  }
  // SMTP-8, SMTP-9: the sender is told; nobody is told that the telling failed.
  if (told.empty() || message.sender.empty() || !settling.policy.bounces_are_sent) return settlement;
  settlement.notice = notice_about(message, std::move(told), settling);
  return settlement;
}

}  // namespace refd::smtp
