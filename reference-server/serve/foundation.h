#pragma once

#include <memory>
#include <optional>

#include "accounts/hashed_accounts.h"
#include "base/clock.h"
#include "base/log.h"
#include "config/site.h"
#include "deviations/deviant_accounts.h"
#include "deviations/deviant_disk.h"
#include "deviations/deviant_tree.h"
#include "deviations/deviations.h"
#include "files/jailed_tree.h"
#include "files/owner.h"
#include "files/quota_ledger.h"
#include "files/site_file_system.h"
#include "serve/state_folder.h"

namespace refd {

/// What all services stand on: clock, policies, files, accounts. What a service asks is the deviations'
/// decorator; the `kept_` thing behind it is for the operator, who sees what is really there.
class Foundation {
 public:
  /// To be made before any thread is started: it may mount the site's own file system. Throws
  /// std::system_error when the state cannot be used.
  Foundation(const Site& site, const StateFolder& state, const Log& log);
  Foundation(const Foundation&) = delete;
  Foundation& operator=(const Foundation&) = delete;
  ~Foundation();

 private:
  std::unique_ptr<SiteFileSystem> file_system_;  // null: the site lies where its state lies

 public:
  const std::optional<Owner> owner;  ///< of the customer's files; none: the server's own user
  AdjustableClock clock;
  Deviations deviations;
  QuotaLedger ledger;
  DeviantDisk disk;
  JailedTree kept_tree;
  DeviantTree tree;
  HashedAccounts kept_accounts;
  DeviantAccounts accounts;
};

}  // namespace refd
