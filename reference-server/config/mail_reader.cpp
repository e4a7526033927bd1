#include "config/mail_reader.h"

#include <algorithm>

#include <fmt/format.h>

#include "config/password_reader.h"
#include "policy/plan.h"

namespace refd {
namespace {

namespace fs = std::filesystem;

// RFC 5321 section 4.1.2: Dot-string, of at most 64 octets.
bool is_local_part(std::string_view text) {
  constexpr std::string_view besides = "!#$%&'*+-/=?^_`{|}~.";
  if (text.empty() || text.size() > 64 || text.front() == '.' || text.back() == '.') return false;
  if (text.find("..") != std::string_view::npos) return false;
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           besides.find(c) != std::string_view::npos;
  });
}

// MBOX-1. A plan that does not exist has been reported.
std::uint64_t quota_of(const std::string& name, bool more_space) {
  const auto* const plan = plan_named(name);
  if (plan == nullptr) return 50 * plan_mib;
  return more_space ? plan->mailbox_octets_with_more : plan->mailbox_octets;
}

bool same_without_case(std::string_view a, std::string_view b) {
  const auto small = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return small(x) == small(y); });
}

Site::MailAccount read_mail_account(TableReader& table, const fs::path& folder, const SecretSources& secrets,
                                    const Site& site) {
  Site::MailAccount account;
  account.name = read_login_name(table, "name");
  if (account.name.starts_with('.')) table.error("name", "a mail account's name does not begin with a dot");
  const auto local_part = table.text("local_part").value_or(account.name);
  if (!account.name.empty() && !is_local_part(local_part)) {
    table.error(table.has("local_part") ? "local_part" : "name",
                fmt::format("'{}' cannot stand before the @ of an address", local_part));
  }
  account.address = local_part + "@" + site.domain;
  account.password = read_password(table, folder, secrets);
  const auto more_space = table.flag("more_space");
  if (more_space && site.plan != "basic")
    table.error("more_space", "'more_space' is an option of the basic plan: the others have 50 MB already");
  account.quota_octets = quota_of(site.plan, more_space.value_or(false));
  table.number("quota_octets", account.quota_octets, 1, std::int64_t{1} << 40);
  return account;
}

}  // namespace

void read_mail_accounts(TableReader& top, const fs::path& folder, const SecretSources& secrets, Site& site) {
  for (auto& table : top.tables("mail_account")) {
    auto account = read_mail_account(table, folder, secrets, site);
    for (const auto& other : site.mail_accounts) {
      // Names that differ in their case only would share a mailbox where the file system folds case.
      if (same_without_case(other.name, account.name))
        table.error("name", fmt::format("a mail account called '{}' stands already above", other.name));
      else if (same_without_case(other.address, account.address))
        table.error("local_part", fmt::format("the address '{}' stands already above", other.address));
    }
    table.finish();
    site.mail_accounts.push_back(std::move(account));
  }
}

void read_tls(TableReader table, const fs::path& folder, Site::Tls& tls) {
  const auto file = [&](std::string_view key) {
    const auto name = table.text(key);
    return name ? fs::absolute(folder / *name).string() : std::string();
  };
  tls.certificate_file = file("certificate");
  tls.key_file = file("key");
  if (tls.certificate_file.empty() != tls.key_file.empty())
    table.error(tls.key_file.empty() ? "certificate" : "key",
                "'tls.certificate' and 'tls.key' go together: give both or none");
  table.finish();
}

void read_pop_limits(TableReader table, Site::PopLimits& limits) {
  table.number("max_sessions", limits.max_sessions, 1, 1'000'000);
  table.number("max_sessions_per_source", limits.max_sessions_per_source, 1, 1'000'000);
  table.number("line_octets", limits.line_octets, 255, 1 << 16);  // RFC 2449 section 4
  table.seconds("handshake", limits.handshake, 1, day_in_seconds);
  table.seconds("login", limits.login, 1, day_in_seconds);
  table.seconds("idle", limits.idle, 1, day_in_seconds);
  table.seconds("stall", limits.stall, 1, day_in_seconds);
  table.seconds("session", limits.session, 1, 7 * day_in_seconds);
  table.number("login_attempts", limits.login_attempts, 1, 1000);
  table.seconds("failed_login_delay", limits.failed_login_delay, 0, 60);
  table.finish();
}

}  // namespace refd
