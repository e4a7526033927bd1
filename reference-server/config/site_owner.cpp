#include "config/site_owner.h"

#include <pwd.h>
#include <unistd.h>

#include <system_error>

namespace refd {

std::optional<Owner> owner_of(const Site& site) {
  if (::geteuid() != 0) return std::nullopt;
  const auto name = site.user.empty() ? std::string("nobody") : site.user;
  const auto* account =
      ::getpwnam(name.c_str());  // NOLINT(concurrency-mt-unsafe): before any thread is started
  if (account == nullptr)
    throw std::system_error(std::make_error_code(std::errc::invalid_argument),
                            "no account '" + name + "', the site's user");
  if (account->pw_uid == 0)
    throw std::system_error(std::make_error_code(std::errc::operation_not_permitted),
                            "the site's user may not be root");
  return Owner{account->pw_uid, account->pw_gid};
}

}  // namespace refd
