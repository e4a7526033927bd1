#include "accounts/kept_mail_accounts.h"

#include <algorithm>
#include <cerrno>

namespace refd {
namespace {

boost::system::error_code failure(int code) {
  return {code, boost::system::system_category()};
}

bool same(std::string_view a, std::string_view b) {
  return without_case(a) == without_case(b);
}

}  // namespace

KeptMailAccounts::KeptMailAccounts(const std::string& file, std::string domain, std::vector<Entry> from_site,
                                   Log log)
    : domain_(std::move(domain)),
      log_(std::move(log)),
      file_(file, "the mail accounts", SqliteFile::Keeps::everything) {
  file_.check();
  // `folded`: the name as names are compared that may not be used twice.
  file_.execute(
      "CREATE TABLE IF NOT EXISTS mail_account (number INTEGER PRIMARY KEY AUTOINCREMENT,"
      " name TEXT NOT NULL UNIQUE, folded TEXT NOT NULL UNIQUE, address TEXT NOT NULL, hash TEXT NOT NULL,"
      " caseless_hash TEXT NOT NULL, quota INTEGER NOT NULL, is_gone INTEGER NOT NULL) STRICT");
  keep_ = file_.prepared(
      "INSERT INTO mail_account (name, folded, address, hash, caseless_hash, quota, is_gone)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (name) DO UPDATE SET"
      " address = ?3, hash = ?4, caseless_hash = ?5, quota = ?6, is_gone = ?7");
  find_ = file_.prepared("SELECT 1 FROM mail_account WHERE folded = ?1");
  load(std::move(from_site));
}

// What the office did is later than what the site's file says.
void KeptMailAccounts::load(Entries from_site) {
  using Step = SqliteStatement::Step;
  auto rows = file_.prepared(
      "SELECT name, address, hash, caseless_hash, quota, is_gone FROM mail_account ORDER BY number");
  auto entries = std::move(from_site);
  for (const auto& entry : entries) site_names_.push_back(without_case(entry.account.name));
  auto step = Step::row;
  while ((step = rows.step()) == Step::row) {
    Entry kept{.account = {.name = rows.text(0),
                           .address = rows.text(1),
                           .quota_octets = static_cast<std::uint64_t>(rows.number(4))},
               .password = {.hash = rows.text(2), .caseless_hash = rows.text(3)}};
    const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) {
      return entry.account.name == kept.account.name;
    });
    const bool is_gone = rows.number(5) != 0;
    if (is_gone) former_.push_back(kept);
    if (found != entries.end() && is_gone) {
      entries.erase(found);
    } else if (found != entries.end()) {
      *found = std::move(kept);
    } else if (!is_gone) {
      entries.push_back(std::move(kept));
    }
  }
  if (step != Step::done) file_.refuse();
  publish(std::move(entries));
}

void KeptMailAccounts::publish(Entries entries) {
  auto next = std::make_shared<const HashedMailAccounts>(domain_, entries);
  entries_ = std::move(entries);
  const std::lock_guard lock(published_);
  current_ = std::move(next);
}

std::shared_ptr<const HashedMailAccounts> KeptMailAccounts::current() const {
  const std::lock_guard lock(published_);
  return current_;
}

std::optional<MailAccount> KeptMailAccounts::login(std::string_view name, std::string_view password,
                                                   const LoginRules& rules) const {
  return current()->login(name, password, rules);
}

std::optional<MailAccount> KeptMailAccounts::at(std::string_view address) const {
  return current()->at(address);
}

bool KeptMailAccounts::owns_domain(std::string_view domain) const {
  return current()->owns_domain(domain);
}

std::vector<MailAccount> KeptMailAccounts::all() const {
  return current()->all();
}

std::optional<MailAccount> KeptMailAccounts::former_login(std::string_view name, std::string_view password,
                                                          const LoginRules& rules) const {
  const std::lock_guard lock(changing_);
  for (const auto& entry : former_) {
    if (entry.account.name == name && entry.password.match(password, rules)) return entry.account;
  }
  return std::nullopt;
}

bool KeptMailAccounts::is_of_site(std::string_view name) const {
  return std::find(site_names_.begin(), site_names_.end(), without_case(name)) != site_names_.end();
}

bool KeptMailAccounts::was_used(std::string_view name) const {
  const std::lock_guard lock(changing_);
  const auto folded = without_case(name);
  if (std::find(site_names_.begin(), site_names_.end(), folded) != site_names_.end()) return true;
  find_.bind(1, folded);
  const bool found = find_.step() == SqliteStatement::Step::row;
  find_.reset();
  return found;
}

Result<void> KeptMailAccounts::keep(const Entry& entry, bool is_gone) {
  keep_.bind(1, entry.account.name);
  keep_.bind(2, without_case(entry.account.name));
  keep_.bind(3, entry.account.address);
  keep_.bind(4, entry.password.hash);
  keep_.bind(5, entry.password.caseless_hash);
  keep_.bind(6, static_cast<std::int64_t>(entry.account.quota_octets));
  keep_.bind(7, is_gone ? std::int64_t{1} : std::int64_t{0});
  if (keep_.run()) return {};
  log_->error("{}: {} could not be kept: {}", file_.name(), entry.account.name, file_.last_error());
  return failure(EIO);
}

Result<void> KeptMailAccounts::add(const MailAccount& account, const PasswordHashes& password) {
  if (was_used(account.name)) return failure(EEXIST);
  const std::lock_guard lock(changing_);
  const bool is_taken = std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return same(entry.account.address, account.address) || same(entry.account.name, account.name);
  });
  if (is_taken) return failure(EEXIST);
  if (!password.are_usable()) return failure(EINVAL);
  const Entry entry{account, password};
  if (const auto kept = keep(entry, false); !kept) return kept;
  auto entries = entries_;
  entries.push_back(entry);
  publish(std::move(entries));
  return {};
}

template <class Alter>
Result<void> KeptMailAccounts::change(const std::string& name, Alter alter) {
  const std::lock_guard lock(changing_);
  auto entries = entries_;
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const Entry& entry) { return entry.account.name == name; });
  if (found == entries.end()) return failure(ENOENT);
  alter(*found);
  if (const auto kept = keep(*found, false); !kept) return kept;
  publish(std::move(entries));
  return {};
}

Result<void> KeptMailAccounts::set_address(const std::string& name, const std::string& address) {
  if (const auto owner = at(address); owner && owner->name != name) return failure(EEXIST);
  return change(name, [&](Entry& entry) { entry.account.address = address; });
}

Result<void> KeptMailAccounts::set_password(const std::string& name, const PasswordHashes& password) {
  if (!password.are_usable()) return failure(EINVAL);
  return change(name, [&](Entry& entry) { entry.password = password; });
}

Result<void> KeptMailAccounts::set_quota(const std::string& name, std::uint64_t octets) {
  return change(name, [&](Entry& entry) { entry.account.quota_octets = octets; });
}

Result<void> KeptMailAccounts::remove(const std::string& name) {
  const std::lock_guard lock(changing_);
  auto entries = entries_;
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const Entry& entry) { return entry.account.name == name; });
  if (found == entries.end()) return failure(ENOENT);
  if (const auto kept = keep(*found, true); !kept) return kept;
  former_.push_back(*found);
  entries.erase(found);
  publish(std::move(entries));
  return {};
}

}  // namespace refd
