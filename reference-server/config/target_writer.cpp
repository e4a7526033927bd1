#include "config/target_writer.h"

#include <optional>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

namespace refd {
namespace {

toml::array array_of(const std::vector<std::string>& texts) {
  toml::array array;
  for (const auto& text : texts) array.push_back(text);
  return array;
}

toml::table ftp_table(const Site& site, const ServedAt& served) {
  const auto& account = site.ftp_account;
  toml::table ftp{{"address", served.address}, {"port", served.ftp_port}, {"login", account.name}};
  if (!account.password_env.empty()) {
    ftp.insert("password_env", account.password_env);
  } else {
    // A site that gives only a hash cannot tell the password: the name says what its reader must set.
    ftp.insert("password_file", account.password_file);
    if (account.password_file.empty()) {
      ftp.erase("password_file");
      ftp.insert("password_env", "HOSTING_FTP_PASSWORD");
    }
  }
  return ftp;
}

// Where the tester finds the password; a site that gives only a hash cannot tell: the name says what its
// reader must set.
void tell_password(toml::table& table, const SitePassword& password, const std::string& otherwise) {
  if (!password.env.empty()) {
    table.insert("password_env", password.env);
  } else if (!password.file.empty()) {
    table.insert("password_file", password.file);
  } else {
    table.insert("password_env", otherwise);
  }
}

toml::array mail_accounts(const Site& site) {
  toml::array accounts;
  for (const auto& account : site.mail_accounts) {
    toml::table table{{"name", account.name}, {"address", account.address}};
    tell_password(table, account.password, fmt::format("HOSTING_MAIL_PASSWORD_{}", accounts.size() + 1));
    accounts.push_back(std::move(table));
  }
  return accounts;
}

// The first domain whose mail the server hands over on this machine: there the tester can look at it.
std::optional<toml::table> elsewhere(const Site& site) {
  for (const auto& [domain, route] : site.sending.routes) {
    if (domain == "*" || !route.host.starts_with("127.")) continue;
    return toml::table{{"domain", domain}, {"address", route.host}, {"port", route.port}};
  }
  return std::nullopt;
}

void add_mail(toml::table& target, const Site& site, const ServedAt& served) {
  if (served.pop_port != 0)
    target.insert("pop", toml::table{{"address", served.address}, {"port", served.pop_port}});
  if (served.pops_port != 0)
    target.insert("pops", toml::table{{"address", served.address}, {"port", served.pops_port}});
  if (served.smtp_port != 0) {
    target.insert("smtp", toml::table{{"address", served.address},
                                      {"port", served.smtp_port},
                                      {"submission_port", served.submission_port}});
    if (auto table = elsewhere(site)) target.insert("elsewhere", std::move(*table));
  }
  if (!site.mail_accounts.empty()) target.insert("mail_account", mail_accounts(site));
}

// ACCT-2: where the members' site is, and how its pages and forms are called.
toml::table members_table(const Site& site, const ServedAt& served) {
  toml::table members{{"host", site.members.host_name},
                      {"address", served.address},
                      {"port", served.members_port},
                      {"login", site.members.login},
                      {"login_page", "/"},
                      {"add_page", "/accounts/add"},
                      {"change_page", "/accounts/change"},
                      {"delete_page", "/accounts/delete"},
                      {"accounts_page", "/accounts"},
                      {"faq_page", "/faq"}};
  tell_password(members, site.members.password, "HOSTING_MEMBER_PASSWORD");
  return members;
}

void add_members(toml::table& target, const Site& site, const ServedAt& served) {
  if (served.members_port == 0) return;
  target.insert("members", members_table(site, served));
  if (site.members.support_address.empty()) return;
  target.insert("support", toml::table{{"address", site.members.support_address},
                                       {"customer_number", site.contract.number}});
}

// Every address of 127/8 can be a source on loopback; elsewhere the tester knows better.
toml::array vantage_points(const std::string& address, const Site::HostNames& names) {
  toml::array points;
  if (!address.starts_with("127.")) return points;
  for (const char* bind : {"127.0.0.1", "127.0.0.2", "127.0.0.3"}) {
    toml::table point{{"name", fmt::format("local-{}", bind + 8)}, {"bind", bind}};
    const auto known = names.find(bind);
    if (known != names.end() && !known->second.empty()) point.insert("reverse_name", known->second.front());
    points.push_back(std::move(point));
  }
  return points;
}

// Everything answers at once on the same machine: a short patience makes a broken promise show sooner. A
// server that watches itself is slower.
toml::table timeouts() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  constexpr int slowness = 5;
#else
  constexpr int slowness = 1;
#endif
  return toml::table{{"connect", 5 * slowness},
                     {"reply", 6 * slowness},
                     {"transfer", 20 * slowness},
                     {"scenario", 60 * slowness}};
}

}  // namespace

std::string target_file(const Site& site, const ServedAt& served) {
  constexpr std::string_view name = "reference";
  toml::table target{
      {"version", 1},
      {"name", name},
      {"description", "hosting-refd, the reference server"},
      {"profile", served.profile},
      {"domain", toml::table{{"name", site.domain},
                             {"added", array_of(site.added_domains)},
                             {"server_name", site.server_name}}},
      {"web", toml::table{{"address", served.address}, {"port", served.http_port}}},
      {"ftp", ftp_table(site, served)},
      {"timeouts", timeouts()},
      {"consent", toml::table{{"allow", "destructive"}, {"destructive_target", name}}},
  };
  add_mail(target, site, served);
  add_members(target, site, served);
  if (served.database_port != 0)
    target.insert("database", toml::table{{"address", served.address}, {"port", served.database_port}});
  auto points = vantage_points(served.address, site.names);
  if (!points.empty()) target.insert("vantage_point", std::move(points));
  const auto at_the_desk = [&served](std::vector<std::string> words) {
    words.insert(words.begin(), served.desk_command.begin(), served.desk_command.end());
    return array_of(words);
  };
  target.insert("hooks", toml::table{
                             {"set_clock", at_the_desk({"clock", "set", "{time}"})},
                             {"fresh_counter", at_the_desk({"counter", "reset"})},
                             {"delete_log", at_the_desk({"log", "delete"})},
                             {"disable_access_file", at_the_desk({"access-file", "disable", "{directory}"})},
                             {"remove_script", at_the_desk({"script", "remove", "{path}"})},
                             {"disk_use", at_the_desk({"disk", "use"})},
                             {"carry_out_applications", at_the_desk({"application", "carry-out"})},
                             {"posted_settings", at_the_desk({"letter", "settings", "{address}"})},
                             {"handle_requests", at_the_desk({"request", "handle", "all"})},
                         });

  std::ostringstream text;
  text << target << "\n";
  return text.str();
}

}  // namespace refd
