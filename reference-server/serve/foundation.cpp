#include "serve/foundation.h"

#include <algorithm>

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

JailedTree::Options tree_options(const Site& site, const StateFolder& state, QuotaLedger& ledger) {
  JailedTree::Options options;
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
  policies.quota.limit_octets = site.disk.octets;
  return policies;
}

QuotaLedger::Places counted_places(const Site& site, const StateFolder& state) {
  fs::create_directories(state / "site" / "staging");
  create_initial_layout((state / "site" / "root").string(), {site.ftp_account.name});
  return {(state / "site" / "root").string(), "log"};
}

}  // namespace

Foundation::Foundation(const Site& site, const StateFolder& state, Log log)
    : file_system_(own_file_system(site, state)),
      deviations(promised_by(site)),
      ledger(counted_places(site, state), deviations, std::move(log)),
      disk(ledger, deviations),
      kept_tree(tree_options(site, state, ledger)),
      tree(kept_tree, deviations),
      kept_accounts(
          {{site.ftp_account.name, site.ftp_account.password_hash, site.ftp_account.caseless_password_hash}}),
      accounts(kept_accounts, site.ftp_account.name, deviations) {}

Foundation::~Foundation() = default;

}  // namespace refd
