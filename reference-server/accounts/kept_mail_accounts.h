#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "accounts/hashed_mail_accounts.h"
#include "accounts/mail_roster.h"
#include "base/log.h"
#include "base/sqlite.h"

namespace refd {

/// The mail accounts that the site's file names, and beside them what the office has added, changed and
/// removed since, in a SQLite file that nobody else uses.
class KeptMailAccounts final : public MailAccounts, public MailRoster {
 public:
  /// `from_site`: the accounts of the site's file. Opens or makes `file`; an empty name keeps the changes in
  /// memory. Throws std::system_error when the file cannot be used, std::invalid_argument for a hash of no
  /// scheme that this machine knows.
  KeptMailAccounts(const std::string& file, std::string domain,
                   std::vector<HashedMailAccounts::Entry> from_site, Log log);

  std::optional<MailAccount> login(std::string_view name, std::string_view password,
                                   const LoginRules& rules) const override;
  std::optional<MailAccount> at(std::string_view address) const override;
  bool owns_domain(std::string_view domain) const override;
  std::vector<MailAccount> all() const override;

  /// As login(), among the accounts that have been removed.
  std::optional<MailAccount> former_login(std::string_view name, std::string_view password,
                                          const LoginRules& rules) const;
  /// Whether the site's file names that account: it was not applied for.
  bool is_of_site(std::string_view name) const;

  bool was_used(std::string_view name) const override;
  Result<void> add(const MailAccount& account, const PasswordHashes& password) override;
  Result<void> set_address(const std::string& name, const std::string& address) override;
  Result<void> set_password(const std::string& name, const PasswordHashes& password) override;
  Result<void> set_quota(const std::string& name, std::uint64_t octets) override;
  Result<void> remove(const std::string& name) override;

 private:
  using Entry = HashedMailAccounts::Entry;
  using Entries = std::vector<Entry>;

  std::shared_ptr<const HashedMailAccounts> current() const;
  void load(Entries from_site);
  void publish(Entries entries);
  /// Alters the account of that name by `alter`, keeps it, and lets everybody see it.
  template <class Alter>
  Result<void> change(const std::string& name, Alter alter);
  Result<void> keep(const Entry& entry, bool is_gone);

  const std::string domain_;
  const Log log_;
  /// Held while the file is used and a change is made; readers wait for the other alone.
  mutable std::mutex changing_;
  SqliteFile file_;
  SqliteStatement keep_;
  mutable SqliteStatement find_;
  Entries entries_;
  Entries former_;
  std::vector<std::string> site_names_;  // as names are compared
  mutable std::mutex published_;
  std::shared_ptr<const HashedMailAccounts> current_;
};

}  // namespace refd
