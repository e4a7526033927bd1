#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "accounts/mail_roster.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mailbox_keeper.h"
#include "office/application_book.h"
#include "office/audit_log.h"
#include "office/business_days.h"
#include "office/contract_terms.h"
#include "office/out_tray.h"
#include "office/requested_string.h"
#include "policy/office_policy.h"

namespace refd::office {

/// Why an application is not recorded.
enum class ApplyMistake {
  address_exists,   ///< it is an account's already
  spoken_for,       ///< another application that waits is about it
  no_such_account,  ///< to be changed or deleted
  nothing_to_change,
  not_kept  ///< the disk's fault: to be tried again
};

/// What a member asks for, as the form has it.
struct ApplyRequest {
  ApplicationKind kind = ApplicationKind::add;
  std::string address;        ///< `change`, `remove`: the account's
  std::string string;         ///< `add`: the requested string; `change`: empty keeps the one there is
  bool new_password = false;  ///< `change`
  std::string form;           ///< as Application has it
};

/// The office behind the members' site and the operator's desk: what can be done to the contract's mail
/// accounts, each operation once, and noted in the audit log. `who`: as AuditLog has it. Thread-safe; blocks
/// on the disk and while a password is hashed.
class Office {
 public:
  /// References outlive the office.
  struct Parts {
    ApplicationBook& book;
    const MailAccounts& accounts;
    MailRoster& roster;
    MailboxKeeper& mailboxes;
    OutTray& letters;
    ContractTerms& terms;
    AuditLog& audit;
    const Clock& clock;
    const OfficePolicySource& policies;
    Log log;
  };
  Office(Parts parts, Contract contract, BusinessDays days = BusinessDays());

  using Applied = std::variant<Application, StringMistake, ApplyMistake>;
  /// ACCT-2: records an application, due by the rule of ACCT-3.
  Applied apply(const ApplyRequest& request, std::string_view who);

  /// Takes back one that waits; ENOENT when none of that number does.
  Result<void> withdraw(std::int64_t number, std::string_view who);

  enum class Which {
    of_now,      ///< due before today, or today once the hour of the cut-off has come
    of_the_day,  ///< due today or before
  };
  /// Sets up what is due (ACCT-3, ACCT-5, ACCT-6); those that are settled now. What the disk does not let
  /// happen waits on, and is in the log.
  std::vector<Application> carry_out(Which which, std::string_view who);

  /// What the addresses of the contract look like (ACCT-1).
  std::string address_of(std::string_view string) const;
  std::vector<MailAccount> accounts() const { return parts_.accounts.all(); }
  std::vector<Application> latest(std::size_t most) const { return parts_.book.latest(most); }
  std::optional<Application> application(std::int64_t number) const { return parts_.book.find(number); }
  /// The day on which an application made now would be set up.
  Day due_now() const;
  JapanTime now() const { return in_japan(parts_.clock.now()); }
  const Contract& contract() const { return contract_; }

  /// The settings in the latest letter about that address that waits to be posted.
  std::optional<PostedSettings> posted_settings(std::string_view address) const;

  /// PLAN: every mailbox gets the plan's space. EINVAL when there is no such plan.
  Result<void> set_plan(const std::string& plan, std::string_view who);
  const Plan& plan() const { return parts_.terms.plan(); }
  /// MBOX-1: the option for more space, for one account. EINVAL where the plan has no such option, ENOENT
  /// when there is no account of that name.
  Result<void> set_more_space(const std::string& account, bool more, std::string_view who);

 private:
  std::variant<Application, StringMistake, ApplyMistake> understood(const ApplyRequest& request) const;
  std::optional<MailAccount> account_at(std::string_view address) const;
  std::optional<MailAccount> account_named(std::string_view name) const;
  /// Why it cannot be carried out; empty: it was. A failure is the disk's.
  Result<std::string> carry_out_one(Application& application);
  Result<std::string> add(Application& application);
  Result<std::string> change(Application& application);
  Result<std::string> remove(Application& application);
  Result<void> post(const Application& application, const MailAccount& account,
                    const std::optional<std::string>& password);
  std::string free_name(std::string_view string) const;

  const Parts parts_;
  const Contract contract_;
  const BusinessDays days_;
  std::mutex carrying_out_;
};

/// A password that nobody guesses, of letters and digits that are not taken for one another in print.
std::string issued_password();

}  // namespace refd::office
