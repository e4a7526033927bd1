#include "config/site_owner.h"

#include <pwd.h>
#include <unistd.h>

#include <charconv>
#include <string>
#include <system_error>

namespace refd {

namespace {

// An account by name, or one by number, which need not be among the machine's accounts: then its group has
// the same number.
std::optional<Owner> account_of(const std::string& user) {
  Owner numbered{};
  const char* const end = user.data() + user.size();
  const bool is_number = std::from_chars(user.data(), end, numbered.user).ptr == end;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): before any thread is started
  const auto* account = is_number ? ::getpwuid(numbered.user) : ::getpwnam(user.c_str());
  if (account != nullptr) return Owner{account->pw_uid, account->pw_gid};
  if (!is_number) return std::nullopt;
  numbered.group = numbered.user;
  return numbered;
}

}  // namespace

std::optional<Owner> owner_of(const Site& site) {
  if (::geteuid() != 0) return std::nullopt;
  const auto name = site.user.empty() ? std::string("nobody") : site.user;
  const auto owner = account_of(name);
  if (!owner)
    throw std::system_error(std::make_error_code(std::errc::invalid_argument),
                            "no account '" + name + "', the site's user");
  if (owner->user == 0)
    throw std::system_error(std::make_error_code(std::errc::operation_not_permitted),
                            "the site's user may not be root");
  return owner;
}

}  // namespace refd
