#include <algorithm>
#include <array>
#include <filesystem>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "config/strict_table.h"
#include "target/file_keys.h"
#include "target/host_names.h"
#include "target/load.h"
#include "target/members_pages.h"
#include "target/profile.h"
#include "target/target.h"

namespace cts {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

/// "socks5://host:port" or "http://host:port", without a user.
bool is_proxy(std::string_view text) {
  for (const std::string_view scheme : {"socks5://", "http://"}) {
    if (!text.starts_with(scheme)) continue;
    const std::string_view authority = text.substr(scheme.size());
    const std::size_t colon = authority.rfind(':');
    if (colon == std::string_view::npos) return false;
    std::string host(authority.substr(0, colon));
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    const std::string_view port = authority.substr(colon + 1);
    return (is_host_name(host) || is_ip_address(host)) && !port.empty() && port.size() <= 5 &&
           port.find_first_not_of("0123456789") == std::string_view::npos &&
           std::stoi(std::string(port)) >= 1 && std::stoi(std::string(port)) <= 65'535;
  }
  return false;
}

class TargetReader {
 public:
  TargetReader(std::string file, const SecretSource& secrets) : secrets_(secrets) {
    t_.file = std::move(file);
  }

  Target read(StrictTable& top) {
    read_head(top);
    if (auto table = top.table("domain", Presence::required)) read_domain(*table);
    if (auto table = top.table("web")) read_web(*table);
    if (auto table = top.table("ftp")) read_ftp(*table);
    if (auto table = top.table("pop")) read_service(*table, t_.pop);
    if (auto table = top.table("pops")) read_service(*table, t_.pops);
    if (auto table = top.table("smtp")) read_smtp(*table);
    if (auto table = top.table("database")) read_service(*table, t_.database);
    if (auto table = top.table("elsewhere")) read_elsewhere(*table);
    if (auto table = top.table("members")) read_members(*table);
    if (auto table = top.table("support")) read_support(*table);
    for (StrictTable& table : top.tables("mail_account")) read_mail_account(table);
    for (StrictTable& table : top.tables("vantage_point")) read_vantage_point(table);
    if (auto table = top.table("timeouts")) read_timeouts(*table);
    if (auto table = top.table("hooks")) read_hooks(*table);
    if (auto table = top.table("place")) read_place(*table);
    if (auto table = top.table("load")) read_load(*table);
    if (auto table = top.table("consent")) read_consent(*table);
    top.finish();
    fill_in_defaults();
    return std::move(t_);
  }

 private:
  void read_head(StrictTable& top) {
    top.read_version();
    top.read("name", t_.name, Presence::required);
    top.read("description", t_.description);
    if (!top.read("profile", t_.profile)) return;
    const auto built_in = built_in_profiles();
    if (std::find(built_in.begin(), built_in.end(), t_.profile) == built_in.end()) {
      t_.profile = beside_target(t_.profile);
    }
  }

  void read_domain(StrictTable& table) {
    if (read_host(table, "name", t_.domain.name, Presence::required) && t_.domain.name.starts_with("www.")) {
      table.mistake("name", "\"name\" in [domain] is the domain itself: leave \"www.\" out");
    }
    if (table.read("added", t_.domain.added, Presence::optional, true)) {
      for (const std::string& added : t_.domain.added) {
        if (!is_host_name(added)) {
          table.mistake("added",
                        fmt::format("\"added\" in [domain] holds \"{}\", which is no domain name", added));
        }
      }
    }
    read_host(table, "server_name", t_.domain.server_name);
    table.finish();
  }

  void read_web(StrictTable& table) {
    read_host(table, "host", t_.web.host);
    read_address(table, "address", t_.web.address);
    table.read_port("port", t_.web.port);
    table.finish();
  }

  void read_ftp(StrictTable& table) {
    read_host(table, "host", t_.ftp.host);
    read_address(table, "address", t_.ftp.address);
    table.read_port("port", t_.ftp.port);
    const bool has_login = table.read("login", t_.ftp.login);
    t_.ftp.password = read_password(table, "[ftp]", "login", has_login);
    std::vector<std::string> modes;
    if (table.read("modes", modes)) read_modes(table, modes);
    table.finish();
  }

  void read_modes(StrictTable& table, const std::vector<std::string>& modes) {
    t_.ftp.active_mode = t_.ftp.passive_mode = false;
    for (const std::string& mode : modes) {
      if (mode == "passive") {
        t_.ftp.passive_mode = true;
      } else if (mode == "active") {
        t_.ftp.active_mode = true;
      } else {
        table.mistake(
            "modes",
            fmt::format("\"modes\" in [ftp] holds \"{}\"; it knows \"passive\" and \"active\"", mode));
      }
    }
  }

  template <class Service>
  static void read_service(StrictTable& table, Service& service) {
    read_host(table, "host", service.host);
    read_address(table, "address", service.address);
    table.read_port("port", service.port);
    table.finish();
  }

  void read_smtp(StrictTable& table) {
    table.read_port("submission_port", t_.smtp.submission_port);
    read_service(table, t_.smtp);
  }

  void read_elsewhere(StrictTable& table) {
    Target::Elsewhere& elsewhere = t_.elsewhere;
    if (read_host(table, "domain", elsewhere.domain) && is_ours(elsewhere.domain)) {
      table.mistake("domain", "\"domain\" in [elsewhere] must not be the customer's");
    }
    read_address(table, "address", elsewhere.address);
    table.read_port("port", elsewhere.port);
    if (table.has("address") != table.has("port")) {
      table.mistake_at_key(table.has("port") ? "port" : "address",
                           "\"address\" and \"port\" in [elsewhere] go together: where the suite listens");
    }
    table.finish();
  }

  void read_members(StrictTable& table) {
    Target::Members& members = t_.members;
    read_host(table, "host", members.host);
    read_address(table, "address", members.address);
    table.read("tls", members.tls);
    if (members.tls) members.port = 443;
    table.read_port("port", members.port);
    const bool has_login = table.read("login", members.login);
    members.password = read_password(table, "[members]", "login", has_login);
    read_members_pages(table, members);
    table.finish();
  }

  void read_support(StrictTable& table) {
    if (table.read("address", t_.support.address, Presence::required) && !is_mail_address(t_.support.address))
      table.mistake("address", fmt::format("\"{}\" is no mail address", t_.support.address));
    table.read("customer_number", t_.support.customer_number);
    table.finish();
  }

  bool is_ours(const std::string& domain) const {
    const auto& added = t_.domain.added;
    return domain == t_.domain.name || std::find(added.begin(), added.end(), domain) != added.end();
  }

  void read_mail_account(StrictTable& table) {
    Target::MailAccount account;
    const bool has_name = table.read("name", account.name, Presence::required);
    if (table.read("address", account.address) && !is_mail_address(account.address))
      table.mistake("address", fmt::format("\"{}\" is no mail address", account.address));
    account.password = read_password(table, "[[mail_account]]", "name", has_name);
    table.finish();
    for (const Target::MailAccount& other : t_.mail_accounts) {
      if (has_name && other.name == account.name)
        table.mistake("name", fmt::format("a mail account called \"{}\" stands already above", account.name));
    }
    t_.mail_accounts.push_back(std::move(account));
  }

  void read_vantage_point(StrictTable& table) {
    VantagePoint point;
    table.read("name", point.name, Presence::required);
    read_address(table, "bind", point.bind);
    if (table.read("proxy", point.proxy) && !is_proxy(point.proxy)) {
      table.mistake("proxy", "\"proxy\" must be socks5://host:port or http://host:port, without a user");
    }
    if (!point.bind.empty() && !point.proxy.empty()) {
      table.mistake_at_key(
          "proxy", "\"bind\" and \"proxy\" exclude each other: the proxy's address is what the target sees");
    }
    read_host(table, "reverse_name", point.reverse_name);
    table.finish();
    for (const VantagePoint& other : t_.vantage_points) {
      if (other.name == point.name) {
        table.mistake("name", fmt::format("a vantage point called \"{}\" stands already above", point.name));
      }
    }
    t_.vantage_points.push_back(std::move(point));
  }

  void read_timeouts(StrictTable& table) {
    Target::Timeouts& t = t_.timeouts;
    table.read_seconds("connect", t.connect, minutes(10));
    table.read_seconds("reply", t.reply, minutes(10));
    table.read_seconds("transfer", t.transfer, hours(1));
    const bool given = table.read_seconds("scenario", t.scenario, hours(2));
    table.finish();
    if (t.scenario < std::max(t.connect, t.reply)) {
      const std::string why =
          "\"scenario\" must not be shorter than \"connect\" and \"reply\": no scenario could end";
      given ? table.mistake("scenario", why) : table.mistake_here(why);
    }
  }

  void read_hooks(StrictTable& table) {
    for (const HookName& hook : hook_names()) {
      std::vector<std::string> command;
      if (!table.read_command(hook.name, command)) continue;
      const bool takes_it = std::any_of(command.begin(), command.end(), [&](const std::string& word) {
        return word.find(hook.placeholder) != std::string::npos;
      });
      if (!takes_it) {
        table.mistake(hook.name, fmt::format("\"{}\" in [hooks] must hold {}, which the suite replaces",
                                             hook.name, hook.placeholder));
      }
      t_.hooks.emplace(hook.name, std::move(command));
    }
    table.finish();
  }

  void read_place(StrictTable& table) {
    if (table.read("prefix", t_.place_prefix)) {
      const bool plain =
          t_.place_prefix.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") == std::string::npos;
      if (!plain || t_.place_prefix.size() < 2 || t_.place_prefix.size() > 32 ||
          t_.place_prefix.front() == '-') {
        table.mistake(
            "prefix",
            "\"prefix\" in [place] must be 2 to 32 of a-z, 0-9, \"-\" and \"_\", and not begin with \"-\"");
      }
    }
    table.finish();
  }

  void read_consent(StrictTable& table) {
    std::string allow;
    std::string retyped;
    if (table.read("allow", allow, Presence::required)) {
      const std::optional<Consent> consent = consent_named(allow);
      if (!consent)
        table.mistake("allow", "\"allow\" must be \"observe\", \"reversible\" or \"destructive\"");
      t_.allowed = consent.value_or(Consent::observe);
    }
    const bool given = table.read("destructive_target", retyped);
    if (given && retyped != t_.name) {
      table.mistake("destructive_target",
                    fmt::format("\"destructive_target\" is \"{}\", but this target is called \"{}\"", retyped,
                                t_.name));
    } else if (!given && t_.allowed == Consent::destructive && !table.has("destructive_target")) {
      table.mistake(
          "allow", fmt::format("destructive scenarios can lock the customer out and fill the quota: to allow "
                               "them, add destructive_target = \"{}\" (the target's name, typed again)",
                               t_.name));
    }
    table.finish();
  }

  /// Exactly one of `password_env` and `password_file` when there is a login, under `login_key`; none
  /// otherwise.
  Secret read_password(StrictTable& table, std::string_view where, std::string_view login_key,
                       bool has_login) {
    table.know("password");
    if (table.has("password")) {
      table.mistake_at_key(
          "password",
          "a password does not belong in this file, which is copied, compared and attached "
          "to reports: write password_env = \"NAME_OF_A_VARIABLE\" or password_file = \"path\"");
    }
    std::string variable;
    std::string file;
    const bool from_variable = table.read("password_env", variable);
    const bool from_file = table.read("password_file", file);
    if (from_variable && from_file) {
      table.mistake_at_key("password_file", "\"password_env\" and \"password_file\" exclude each other");
      return {};
    }
    // A missing name of a mail account is told already.
    if (!has_login && login_key == "login" && (from_variable || from_file))
      table.mistake_here(fmt::format("{} has a password but no \"{}\"", where, login_key));
    if (from_variable) return secret_of_variable(table, variable);
    if (from_file) return secret_of_file(table, file);
    if (has_login && !table.has("password") && !table.has("password_env") && !table.has("password_file")) {
      table.mistake_at_key(
          login_key,
          fmt::format("{} has a {} but neither \"password_env\" nor \"password_file\"", where, login_key));
    }
    return {};
  }

  Secret secret_of_variable(StrictTable& table, const std::string& variable) {
    const std::optional<std::string> value = secrets_.environment(variable);
    if (!value) {
      table.mistake("password_env", fmt::format("the environment variable {} is not set", variable));
      return {};
    }
    return checked_secret(table, "password_env", fmt::format("the environment variable {}", variable),
                          *value);
  }

  Secret secret_of_file(StrictTable& table, const std::string& file) {
    const std::string path = beside_target(file);
    const Checked<std::string> value = secrets_.file(path);
    if (!value) {
      for (const ConfigError& error : value.errors) table.mistake("password_file", error.text());
      return {};
    }
    return checked_secret(table, "password_file", path, *value);
  }

  static Secret checked_secret(StrictTable& table, std::string_view key, std::string_view what,
                               std::string value) {
    if (value.empty()) {
      table.mistake(key, fmt::format("{} is empty", what));
    } else if (value.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) {
      table.mistake(key, fmt::format("{} holds a line end, which no password can have", what));
    }
    return Secret(std::move(value));
  }

  static bool read_host(StrictTable& table, std::string_view key, std::string& out,
                        Presence presence = Presence::optional) {
    if (!table.read(key, out, presence)) return false;
    if (is_host_name(out)) return true;
    table.mistake(key, fmt::format("\"{}\" is no host name: \"{}\"", key, out));
    return false;
  }

  static void read_address(StrictTable& table, std::string_view key, std::string& out) {
    if (table.read(key, out) && !is_ip_address(out)) {
      table.mistake(key, fmt::format("\"{}\" must be an IP address, such as 192.0.2.1 or 2001:db8::1", key));
    }
  }

  /// `path`, taken from the folder of the target file unless it is absolute.
  std::string beside_target(const std::string& path) const {
    return (std::filesystem::path(t_.file).parent_path() / path).string();
  }

  void fill_in_defaults() {
    if (t_.web.host.empty()) t_.web.host = "www." + t_.domain.name;
    if (t_.database.host.empty()) t_.database.host = t_.web.host;
    if (t_.database.address.empty()) t_.database.address = t_.web.address;
    if (t_.ftp.host.empty()) t_.ftp.host = "www." + t_.domain.name;
    if (t_.pop.host.empty()) t_.pop.host = "pop3." + t_.domain.name;
    if (t_.pops.host.empty()) t_.pops.host = t_.pop.host;
    if (t_.smtp.host.empty()) t_.smtp.host = "smtp." + t_.domain.name;
    for (Target::MailAccount& account : t_.mail_accounts) {
      if (account.address.empty()) account.address = account.name + "@" + t_.domain.name;
    }
    if (t_.vantage_points.empty()) {
      t_.vantage_points.push_back({.name = "here"});
    }
  }

  Target t_;
  const SecretSource& secrets_;
};

}  // namespace

Checked<Target> read_target(std::string_view text, const std::string& file, const SecretSource& secrets) {
  Mistakes mistakes(file);
  const std::optional<toml::table> parsed = parse_toml(text, mistakes);
  if (!parsed) return {std::nullopt, mistakes.take()};
  StrictTable top(*parsed, mistakes);
  Target target = TargetReader(file, secrets).read(top);
  if (!mistakes.none()) return {std::nullopt, mistakes.take()};
  return {std::move(target), {}};
}

AskedKeys target_keys() {
  return keys_asked_by([](const toml::table& nothing, Mistakes& ignored) {
    StrictTable top(nothing, ignored);
    TargetReader("", {}).read(top);
  });
}

Checked<Target> load_target(const std::string& file) {
  Checked<std::string> text = read_text_file(file);
  if (!text) return {std::nullopt, std::move(text.errors)};
  return read_target(*text, file, system_secrets());
}

}  // namespace cts
