#include "office/office.h"

#include <sys/random.h>

#include <cerrno>
#include <system_error>

#include <fmt/format.h>

#include "config/password_hash.h"

namespace refd::office {

namespace {

boost::system::error_code failure(int code) {
  return {code, boost::system::system_category()};
}

nlohmann::json about(const Application& application) {
  nlohmann::json facts = {{"application", application.number},
                          {"kind", word_of(application.kind)},
                          {"address", application.address},
                          {"due", written(application.due)}};
  if (!application.new_address.empty()) facts["new_address"] = application.new_address;
  if (application.new_password) facts["new_password"] = true;
  if (!application.account.empty()) facts["account"] = application.account;
  if (!application.note.empty()) facts["note"] = application.note;
  return facts;
}

PasswordHashes hashes_of(const std::string& password) {
  return {.hash = hash_password(password), .caseless_hash = hash_password(without_case(password))};
}

}  // namespace

std::string issued_password() {
  // 12 of 54 characters: 69 bits.
  constexpr std::string_view characters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789";
  constexpr std::size_t length = 12;
  std::string password;
  while (password.size() < length) {
    unsigned char octet = 0;
    if (::getrandom(&octet, 1, 0) != 1) throw std::system_error(errno, std::system_category(), "getrandom");
    // Those above would make some characters likelier than others.
    if (octet < 256 / characters.size() * characters.size())
      password += characters[octet % characters.size()];
  }
  return password;
}

Office::Office(Parts parts, Contract contract, BusinessDays days)
    : parts_(std::move(parts)), contract_(std::move(contract)), days_(std::move(days)) {}

std::string Office::address_of(std::string_view string) const {
  return std::string(string) + "@" + parts_.policies.office().before_the_domain + contract_.domain;
}

std::optional<MailAccount> Office::account_at(std::string_view address) const {
  return parts_.accounts.at(address);
}

Day Office::due_now() const {
  return days_.due_day(now(), parts_.policies.office());
}

Office::Applied Office::understood(const ApplyRequest& request) const {
  Application application;
  application.kind = request.kind;
  application.form = request.form;
  application.applied = now();
  application.due = days_.due_day(application.applied, parts_.policies.office());
  const auto string = tidied_string(request.string);
  const bool asks_for_a_string =
      request.kind == ApplicationKind::add || (request.kind == ApplicationKind::change && !string.empty());
  if (asks_for_a_string) {
    if (const auto mistake = mistake_in(string)) return *mistake;
    if (account_at(address_of(string))) return ApplyMistake::address_exists;
  }
  if (request.kind == ApplicationKind::add) {
    application.address = address_of(string);
    return application;
  }
  const auto account = account_at(request.address);
  if (!account) return ApplyMistake::no_such_account;
  application.account = account->name;
  application.address = account->address;
  if (request.kind == ApplicationKind::remove) return application;
  application.new_password = request.new_password;
  if (asks_for_a_string) application.new_address = address_of(string);
  if (application.new_address.empty() && !application.new_password) return ApplyMistake::nothing_to_change;
  return application;
}

Office::Applied Office::apply(const ApplyRequest& request, std::string_view who) {
  auto applied = understood(request);
  auto* const application = std::get_if<Application>(&applied);
  if (application == nullptr) return applied;
  // ACCT-2 turned off.
  if (!parts_.policies.office().applications_are_recorded) return applied;
  const auto number = parts_.book.record(*application);
  if (!number) return number.error().value() == EEXIST ? ApplyMistake::spoken_for : ApplyMistake::not_kept;
  application->number = *number;
  parts_.audit.note(who, "application.recorded", about(*application));
  return applied;
}

Result<void> Office::withdraw(std::int64_t number, std::string_view who) {
  const std::lock_guard lock(carrying_out_);
  const auto application = parts_.book.find(number);
  if (!application) return failure(ENOENT);
  const auto settled =
      parts_.book.settle(number, ApplicationState::withdrawn, application->account, now(), "");
  if (settled) parts_.audit.note(who, "application.withdrawn", about(*application));
  return settled;
}

std::vector<Application> Office::carry_out(Which which, std::string_view who) {
  const std::lock_guard lock(carrying_out_);
  const auto time = now();
  const bool today = which == Which::of_the_day || time.since_midnight >= parts_.policies.office().cut_off;
  std::vector<Application> settled;
  for (auto& application : parts_.book.due(today ? time.day : time.day - std::chrono::days(1))) {
    const auto note = carry_out_one(application);
    if (!note) {
      parts_.log->error("application {} waits on: {}", application.number, note.error().message());
      continue;
    }
    application.note = *note;
    application.state = note->empty() ? ApplicationState::done : ApplicationState::refused;
    application.settled = time;
    if (!parts_.book.settle(application.number, application.state, application.account, time, *note))
      continue;
    parts_.audit.note(who, "application." + std::string(word_of(application.state)), about(application));
    settled.push_back(std::move(application));
  }
  return settled;
}

Result<std::string> Office::carry_out_one(Application& application) {
  switch (application.kind) {
    case ApplicationKind::add:
      return add(application);
    case ApplicationKind::change:
      return change(application);
    case ApplicationKind::remove:
      return remove(application);
  }
  return failure(EINVAL);
}

std::string Office::free_name(std::string_view string) const {
  std::string name(string);
  for (unsigned number = 2; parts_.roster.was_used(name); ++number)
    name = fmt::format("{}-{}", string, number);
  return name;
}

Result<void> Office::post(const Application& application, const MailAccount& account,
                          const std::optional<std::string>& password) {
  const auto& plan = parts_.terms.plan();
  const auto put = parts_.letters.put({.application = application.number,
                                       .kind = application.kind,
                                       .contract = contract_,
                                       .date = now().day,
                                       .address = account.address,
                                       .account = account.name,
                                       .password = password,
                                       .quota_octets = account.quota_octets,
                                       .has_pops = plan.has_pops});
  if (!put) return put.error();
  return {};
}

// The letter first: an account whose password nobody was told is of no use, and a letter that a repetition
// writes anew is the one that holds.
Result<std::string> Office::add(Application& application) {
  const auto& policy = parts_.policies.office();
  if (const auto owner = account_at(application.address); owner && owner->name != application.account)
    return "the address exists already";
  const bool was_begun = !application.account.empty();
  if (!was_begun) {
    application.account = free_name(application.address.substr(0, application.address.find('@')));
    if (const auto kept = parts_.book.assign(application.number, application.account); !kept)
      return kept.error();
  }
  const auto password = issued_password();
  const MailAccount account{application.account, application.address, parts_.terms.plan().mailbox_octets};
  if (policy.additions_are_posted) {
    if (const auto posted = post(application, account, password); !posted) return posted.error();
  }
  // ACCT-6 turned off.
  if (!policy.additions_take_effect) return std::string();
  const auto hashes = hashes_of(password);
  auto added = was_begun ? parts_.roster.set_password(account.name, hashes) : Result<void>(failure(ENOENT));
  if (!added && added.error().value() == ENOENT) added = parts_.roster.add(account, hashes);
  if (!added) return added.error();
  return std::string();
}

Result<std::string> Office::change(Application& application) {
  const auto& policy = parts_.policies.office();
  const auto found = account_named(application.account);
  if (!found) return "there is no such account any more";
  auto account = *found;
  if (!application.new_address.empty()) {
    if (const auto owner = account_at(application.new_address); owner && owner->name != account.name)
      return "the address exists already";
    account.address = application.new_address;
  }
  std::optional<std::string> password;
  if (application.new_password) password = issued_password();
  if (policy.changes_are_posted) {
    if (const auto posted = post(application, account, password); !posted) return posted.error();
  }
  // ACCT-6 turned off.
  if (!policy.changes_take_effect) return std::string();
  if (password) {
    if (const auto set = parts_.roster.set_password(account.name, hashes_of(*password)); !set)
      return set.error();
  }
  if (const auto set = parts_.roster.set_address(account.name, account.address); !set) return set.error();
  return std::string();
}

Result<std::string> Office::remove(Application& application) {
  const auto& policy = parts_.policies.office();
  const auto found = account_named(application.account);
  // ACCT-5 turned off.
  if (policy.deletions_are_posted && found) {
    if (const auto posted = post(application, *found, std::nullopt); !posted) return posted.error();
  }
  // ACCT-6 turned off.
  if (!policy.deletions_take_effect) return std::string();
  if (const auto removed = parts_.roster.remove(application.account);
      !removed && removed.error().value() != ENOENT)
    return removed.error();
  // Its name is never used again, so that what cannot go now is in nobody's way.
  if (const auto gone = parts_.mailboxes.discard(application.account); !gone)
    parts_.log->warn("the mailbox of {} is left: {}", application.account, gone.error().message());
  return std::string();
}

std::optional<MailAccount> Office::account_named(std::string_view name) const {
  for (auto& account : parts_.accounts.all()) {
    if (account.name == name) return account;
  }
  return std::nullopt;
}

std::optional<PostedSettings> Office::posted_settings(std::string_view address) const {
  constexpr std::size_t looked_through = 1000;
  const auto wanted = without_case(address);
  for (const auto& application : parts_.book.latest(looked_through)) {
    const auto& told = application.new_address.empty() ? application.address : application.new_address;
    if (without_case(told) != wanted) continue;
    if (auto settings = parts_.letters.settings(application.number)) return settings;
  }
  return std::nullopt;
}

Result<void> Office::set_plan(const std::string& plan, std::string_view who) {
  if (const auto set = parts_.terms.set_plan(plan); !set) return set;
  for (const auto& account : parts_.accounts.all()) {
    if (const auto set = parts_.roster.set_quota(account.name, parts_.terms.plan().mailbox_octets); !set)
      return set;
  }
  parts_.audit.note(who, "plan.changed", {{"plan", plan}});
  return {};
}

Result<void> Office::set_more_space(const std::string& account, bool more, std::string_view who) {
  const auto& plan = parts_.terms.plan();
  if (plan.mailbox_octets == plan.mailbox_octets_with_more) return failure(EINVAL);
  const auto octets = more ? plan.mailbox_octets_with_more : plan.mailbox_octets;
  const auto set = parts_.roster.set_quota(account, octets);
  if (set) parts_.audit.note(who, "account.space", {{"account", account}, {"octets", octets}});
  return set;
}

}  // namespace refd::office
