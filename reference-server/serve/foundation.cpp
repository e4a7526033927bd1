#include "serve/foundation.h"

#include <algorithm>

#include "config/site_owner.h"

namespace refd {

namespace fs = std::filesystem;

namespace {

// Null when the site lies on whatever its state lies on. What is kept for the service itself holds its log
// while that is rotated, and some of what is to replace files.
std::unique_ptr<SiteFileSystem> own_file_system(const Site& site, const StateFolder& state) {
  if (site.disk.enforcement == Site::DiskLimits::Enforcement::ledger) return nullptr;
  fs::create_directories(state / "site");
  return std::make_unique<SiteFileSystem>(SiteFileSystem::Options{
      .image = (state / "site.image").string(),
      .mount_point = (state / "site").string(),
      .octets = site.disk.octets,
      .spare = std::min(site.disk.octets / 2, site.disk.octets / 16 + 2 * site.log.never_above_octets)});
}

JailedTree::Options tree_options(const Site& site, const StateFolder& state, QuotaLedger& ledger,
                                 const std::optional<Owner>& owner) {
  JailedTree::Options options;
  options.owner = owner;
  options.root = (state / "site" / "root").string();
  options.staging = (state / "site" / "staging").string();
  const auto top = [](std::string_view name) {
    return TreePath().child(name);
  };
  options.protected_directories = {TreePath(), top("web"), top("log"), top("users"),
                                   top("users").child(site.ftp_account.name)};
  options.read_only_directories = {top("log")};
  options.ledger = &ledger;
  return options;
}

// The manual's numbers, as far as the site does not scale them.
Policies promised_by(const Site& site) {
  Policies policies;
  policies.log.rotated_from_octets = site.log.rotated_from_octets;
  policies.log.never_above_octets = site.log.never_above_octets;
  policies.mail.smtp.message_octets = site.smtp.message_octets;
  policies.quota.limit_octets = site.disk.octets;
  return policies;
}

QuotaLedger::Places counted_places(const Site& site, const StateFolder& state,
                                   const std::optional<Owner>& owner) {
  fs::create_directories(state / "site" / "staging");
  create_initial_layout((state / "site" / "root").string(), {site.ftp_account.name}, owner);
  return {(state / "site" / "root").string(), "log"};
}

// Programs of the customer's find nothing by its full path then.
void warn_of_closed_directories(const fs::path& root, const std::optional<Owner>& owner, const Log& log) {
  if (!owner) return;
  for (auto above = fs::canonical(root).parent_path(); above != above.parent_path();
       above = above.parent_path()) {
    if ((fs::status(above).permissions() & fs::perms::others_exec) == fs::perms::none)
      log->warn("{} is closed to the site's user: scripts find no file by its full path", above.string());
  }
}

}  // namespace

Foundation::Foundation(const Site& site, const StateFolder& state, const Log& log)
    : file_system_(own_file_system(site, state)),
      owner(owner_of(site)),
      deviations(promised_by(site)),
      ledger(counted_places(site, state, owner), deviations, log),
      disk(ledger, deviations),
      kept_tree(tree_options(site, state, ledger, owner)),
      tree(kept_tree, deviations),
      kept_accounts(
          {{site.ftp_account.name, site.ftp_account.password_hash, site.ftp_account.caseless_password_hash}}),
      accounts(kept_accounts, site.ftp_account.name, deviations) {
  warn_of_closed_directories(state / "site" / "root", owner, log);
}

Foundation::~Foundation() = default;

}  // namespace refd
