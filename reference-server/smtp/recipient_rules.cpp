#include "smtp/recipient_rules.h"

namespace refd::smtp {
namespace {

using Fate = Judgement::Fate;

// Whether the account's address is that one to the letter.
bool same_local_part(const MailAccount& account, const Address& address) {
  return account.address.substr(0, account.address.rfind('@')) == address.local;
}

Judgement judge_elsewhere(const Path& recipient, const Asker& asker, const SmtpPolicy& policy,
                          const MailAccounts& accounts) {
  const auto& sender = asker.sender;
  const bool lets_through =
      asker.may_send || policy.anyone_may_relay || (policy.source_route_relays && recipient.routed) ||
      (policy.null_sender_relays && sender.is_null) ||
      (policy.local_sender_relays && !sender.is_null && accounts.owns_domain(sender.address.domain));
  if (!lets_through) return {.refusal = {554, "5.7.1", "Relay access denied"}};
  // Nobody's mail exchanger can be asked about them, and the servers inside are not to be reached through us.
  if (recipient.address.domain.starts_with('['))
    return {.refusal = {550, "5.1.2", "Mail is not sent to addresses of machines"}};
  return {.fate = Fate::elsewhere, .address = recipient.address};
}

// An address of ours that nobody has. What it is a disguise of, a deviation lets through.
Judgement judge_unknown(const Address& address, const SmtpPolicy& policy, const MailAccounts& accounts) {
  const auto pretended = policy.percent_hack_relays     ? behind_percent(address)
                         : policy.quoted_address_relays ? behind_quotes(address)
                                                        : std::nullopt;
  if (pretended && !accounts.owns_domain(pretended->domain))
    return {.fate = Fate::elsewhere, .address = *pretended};
  if (!policy.unknown_addresses_are_refused) return {.fate = Fate::dropped, .address = address};
  return {.refusal = {550, "5.1.1", "<" + shown(address.text()) + ">: nobody here has this address"}};
}

}  // namespace

Judgement judge(const Path& recipient, const Asker& asker, const SmtpPolicy& policy,
                const MailAccounts& accounts, const std::string& own_domain) {
  auto address = recipient.address;
  if (address.domain.empty()) address.domain = own_domain;
  if (!accounts.owns_domain(address.domain)) return judge_elsewhere(recipient, asker, policy, accounts);
  auto account = accounts.at(address.local + "@" + address.domain);
  if (account && policy.address_case_matters && !same_local_part(*account, address)) account.reset();
  if (!account) return judge_unknown(address, policy, accounts);
  if (!asker.may_send && !policy.own_addresses_are_taken_from_anyone)
    return {.refusal = {550, "5.7.1", "Mail is taken from customers only"}};
  return {.fate = Fate::own, .address = std::move(address), .account = std::move(account)};
}

}  // namespace refd::smtp
