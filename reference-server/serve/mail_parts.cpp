#include "serve/mail_parts.h"

#include <algorithm>
#include <thread>

namespace refd {
namespace {

std::vector<HashedMailAccounts::Entry> entries_of(const Site& site) {
  std::vector<HashedMailAccounts::Entry> entries;
  for (const auto& account : site.mail_accounts) {
    entries.push_back(
        {.account = {.name = account.name, .address = account.address, .quota_octets = account.quota_octets},
         .password = {.hash = account.password.hash, .caseless_hash = account.password.caseless_hash}});
  }
  return entries;
}

std::unique_ptr<const net::TlsContext> tls_of(const Site& site) {
  if (!site.has_pops()) return nullptr;
  std::vector<std::string> names{"pop3." + site.domain, "smtp." + site.domain};
  if (!site.server_name.empty()) names.push_back(site.server_name);
  return std::make_unique<const net::TlsContext>(site.tls, names);
}

// Some of them wait for the disk while others hash.
unsigned pool_threads() {
  return std::max(4U, 2 * std::thread::hardware_concurrency());
}

}  // namespace

MailParts::MailParts(Foundation& on, const Site& site, const StateFolder& state, const Log& log)
    : accounts((state / "mail-accounts.sqlite").string(), site.domain, entries_of(site), log),
      store((state / "mail").string(), on.deviations, log),
      logins((state / "pop-logins.sqlite").string(), log),
      pool(pool_threads()),
      tls(tls_of(site)),
      fetching_(accounts, DeviantAdditions::Service::fetching, on.deviations),
      readers_(fetching_, on.deviations),
      read_(store, on.deviations),
      maildrops_(read_, on.deviations),
      sending_(accounts, DeviantAdditions::Service::sending, on.deviations),
      pop({readers_, maildrops_, logins, on.deviations, on.clock, log, site.pop, "pop3." + site.domain},
          pool),
      correspondents(sending_, site.members.support_address,
                     {.name = support_mailbox().name,
                      .address = site.members.support_address,
                      .quota_octets = support_mailbox().quota_octets}) {}

MailParts::~MailParts() = default;

void MailParts::stop() {
  pool.stop();
}

}  // namespace refd
