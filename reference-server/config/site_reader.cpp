#include "config/site_reader.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include <arpa/inet.h>
#include <fmt/format.h>

#include "config/database_reader.h"
#include "config/mail_reader.h"
#include "config/members_reader.h"
#include "config/password_reader.h"
#include "config/site_keys.h"
#include "config/smtp_reader.h"
#include "config/table_reader.h"

namespace refd {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_file = 1 << 20;
constexpr std::array plans = {"basic", "secure", "premium", "pro", "dedicated"};

void check_host_name(TableReader& table, std::string_view key, const std::string& name) {
  if (name.empty() || is_host_name(name)) return;  // an empty one has been reported as missing
  table.error(key, fmt::format("'{}' is no host name in lower case", name));
}

void read_identity(TableReader table, Site& site) {
  site.domain = table.required_text("domain");
  check_host_name(table, "domain", site.domain);
  site.added_domains = table.texts("added_domains");
  for (const auto& added : site.added_domains) check_host_name(table, "added_domains", added);
  site.server_name = table.text("server_name").value_or(site.domain.empty() ? "" : "sv1." + site.domain);
  check_host_name(table, "server_name", site.server_name);
  site.plan = table.text("plan").value_or(site.plan);
  site.user = table.text("user").value_or(site.user);
  if (std::find(plans.begin(), plans.end(), site.plan) == plans.end()) {
    table.error("plan", fmt::format("'{}' is no plan: {}", site.plan, fmt::join(plans, ", ")));
  }
  table.finish();
}

bool is_address(const std::string& text) {
  in6_addr buffer{};
  return inet_pton(AF_INET, text.c_str(), &buffer) == 1 || inet_pton(AF_INET6, text.c_str(), &buffer) == 1;
}

void read_listen(TableReader table, Site::Listen& listen) {
  listen.address = table.text("address").value_or(listen.address);
  if (!is_address(listen.address)) {
    table.error("address", fmt::format("'{}' is no IP address", listen.address));
  }
  table.number("http_port", listen.http_port, 0, 65535);
  table.number("ftp_port", listen.ftp_port, 0, 65535);
  table.number("pop_port", listen.pop_port, 0, 65535);
  table.number("pops_port", listen.pops_port, 0, 65535);
  table.number("smtp_port", listen.smtp_port, 0, 65535);
  table.number("submission_port", listen.submission_port, 0, 65535);
  table.number("members_port", listen.members_port, 0, 65535);
  const auto range = table.integers("passive_ports", 1024, 65535);
  if (range.size() == 2 && range[0] <= range[1]) {
    listen.passive_first = static_cast<std::uint16_t>(range[0]);
    listen.passive_last = static_cast<std::uint16_t>(range[1]);
  } else if (table.has("passive_ports")) {
    table.error("passive_ports", "'listen.passive_ports' must be [first, last], first not above last");
  }
  table.finish();
}

void read_ftp_account(TableReader table, const fs::path& folder, const SecretSources& secrets,
                      Site::FtpAccount& account) {
  account.name = read_login_name(table, "name");
  auto password = read_password(table, folder, secrets);
  account.password_hash = std::move(password.hash);
  account.caseless_password_hash = std::move(password.caseless_hash);
  account.database_password_hash = std::move(password.database_hash);
  account.caseless_database_password_hash = std::move(password.caseless_database_hash);
  account.password_env = std::move(password.env);
  account.password_file = std::move(password.file);
  table.finish();
}

// The way the address is written when a connection's end is.
std::optional<std::string> canonical_address(const std::string& text) {
  std::array<char, INET6_ADDRSTRLEN> written{};
  in6_addr buffer{};
  for (const int family : {AF_INET, AF_INET6}) {
    if (inet_pton(family, text.c_str(), &buffer) != 1) continue;
    if (inet_ntop(family, &buffer, written.data(), written.size()) == nullptr) return std::nullopt;
    return std::string(written.data());
  }
  return std::nullopt;
}

void read_names(TableReader table, Site::HostNames& names) {
  for (const auto& address : table.keys()) {
    const auto canonical = canonical_address(address);
    if (!canonical) table.error(address, fmt::format("'{}' is no IP address", address));
    auto given = table.texts(address);
    for (const auto& name : given) {
      if (!is_host_name(name)) table.error(address, fmt::format("'{}' is no host name in lower case", name));
    }
    if (canonical && !names.emplace(*canonical, std::move(given)).second) {
      table.error(address, fmt::format("'{}' stands here twice", *canonical));
    }
  }
  table.finish();
}

// address = "system" | "none" | an IP address
void read_resolver(TableReader table, Site::Resolver& resolver) {
  const auto address = table.text("address").value_or("system");
  if (address == "none") {
    resolver.ask = Site::Resolver::Ask::nobody;
  } else if (address != "system") {
    resolver.ask = Site::Resolver::Ask::server;
    resolver.address = address;
    if (!is_address(address))
      table.error("address", fmt::format("'{}' is no IP address, nor \"system\" or \"none\"", address));
  }
  if (table.has("port") && resolver.ask != Site::Resolver::Ask::server)
    table.error("port", "'resolver.port' needs the address of a name server");
  table.number("port", resolver.port, 1, 65535);
  table.seconds("try_time", resolver.try_time, 1, 60);
  table.number("tries", resolver.tries, 1, 10);
  table.seconds("deadline", resolver.deadline, 1, 60);
  table.seconds("kept", resolver.kept, 0, day_in_seconds);
  table.finish();
}

void read_counter(TableReader table, Site::Counter& counter) {
  for (const auto& proxy : table.texts("proxies")) {
    const auto canonical = canonical_address(proxy);
    if (!canonical) table.error("proxies", fmt::format("'{}' is no IP address", proxy));
    counter.proxies.push_back(canonical.value_or(proxy));
  }
  table.finish();
}

void read_http_limits(TableReader table, Site::HttpLimits& limits) {
  table.number("max_sessions", limits.max_sessions, 1, 1'000'000);
  table.number("max_sessions_per_source", limits.max_sessions_per_source, 1, 1'000'000);
  table.number("header_octets", limits.header_octets, 512, 1 << 20);
  table.number("body_octets", limits.body_octets, 0, std::int64_t{1} << 40);
  table.seconds("idle", limits.idle, 1, day_in_seconds);
  table.seconds("header_time", limits.header_time, 1, day_in_seconds);
  table.seconds("stall", limits.stall, 1, day_in_seconds);
  table.seconds("session", limits.session, 1, 7 * day_in_seconds);
  table.number("requests_per_session", limits.requests_per_session, 1, 1'000'000'000);
  table.finish();
}

void read_log_limits(TableReader table, Site::LogLimits& limits) {
  constexpr std::int64_t largest = std::int64_t{1} << 40;
  table.number("rotated_from_octets", limits.rotated_from_octets, 1, largest);
  table.number("never_above_octets", limits.never_above_octets, 4096, largest);
  table.seconds("check_interval", limits.check_interval, 1, 7 * day_in_seconds);
  if (limits.rotated_from_octets > limits.never_above_octets) {
    table.error("rotated_from_octets",
                "'limits.log.rotated_from_octets' must not exceed 'never_above_octets'");
  }
  table.finish();
}

void read_disk_limits(TableReader table, Site::DiskLimits& limits) {
  constexpr std::int64_t smallest = 1 << 20;  // the initial directories and the log need some
  constexpr std::int64_t largest = std::int64_t{1} << 50;
  table.number("octets", limits.octets, smallest, largest);
  const auto enforcement = table.text("enforcement").value_or("ledger");
  if (enforcement == "file_system") {
    limits.enforcement = Site::DiskLimits::Enforcement::file_system;
  } else if (enforcement != "ledger") {
    table.error("enforcement", fmt::format("'{}' is neither 'ledger' nor 'file_system'", enforcement));
  }
  table.finish();
}

void read_cgi_limits(TableReader table, Site::CgiLimits& limits) {
  constexpr std::int64_t largest = std::int64_t{1} << 50;
  table.number("at_once", limits.at_once, 1, 10'000);
  table.number("waiting", limits.waiting, 0, 100'000);
  table.seconds("turn", limits.turn, 1, day_in_seconds);
  table.seconds("wall_time", limits.wall_time, 1, day_in_seconds);
  table.seconds("cpu_time", limits.cpu_time, 1, day_in_seconds);
  table.number("memory_octets", limits.memory_octets, 16 << 20, largest);
  table.number("output_octets", limits.output_octets, 1, largest);
  table.number("file_octets", limits.file_octets, 0, largest);
  table.number("processes", limits.processes, 1, 1'000'000);
  table.number("open_files", limits.open_files, 16, 1'000'000);
  table.number("error_octets", limits.error_octets, 0, largest);
  table.number("error_log_octets", limits.error_log_octets, 4096, largest);
  table.finish();
}

void read_ftp_limits(TableReader table, Site::FtpLimits& limits) {
  table.number("max_sessions", limits.max_sessions, 1, 1'000'000);
  table.number("max_sessions_per_source", limits.max_sessions_per_source, 1, 1'000'000);
  table.number("line_octets", limits.line_octets, 512, 1 << 20);
  table.seconds("login", limits.login, 1, day_in_seconds);
  table.seconds("idle", limits.idle, 1, day_in_seconds);
  table.seconds("data_connect", limits.data_connect, 1, day_in_seconds);
  table.seconds("stall", limits.stall, 1, day_in_seconds);
  table.seconds("session", limits.session, 1, 7 * day_in_seconds);
  table.number("login_attempts", limits.login_attempts, 1, 1000);
  table.finish();
}

std::optional<std::string> read_whole(const fs::path& path, std::size_t limit) {
  std::ifstream in(path, std::ios::binary);
  if (!in || fs::is_directory(path)) return std::nullopt;
  std::string text(limit + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.size() > limit) return std::nullopt;
  return text;
}

std::optional<std::string> environment_value(const std::string& name) {
  const char* value =
      std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): read before any thread starts
  if (value == nullptr) return std::nullopt;
  return value;
}

std::optional<std::string> secret_in_file(const fs::path& path) {
  auto text = read_whole(path, 4096);
  if (text && text->ends_with('\n')) text->pop_back();
  if (text && text->ends_with('\r')) text->pop_back();
  return text;
}

void in_order_of_lines(ConfigErrors& errors) {
  std::stable_sort(errors.begin(), errors.end(),
                   [](const ConfigError& a, const ConfigError& b) { return a.line < b.line; });
}

void read_tables(TableReader& reader, const fs::path& folder, const SecretSources& secrets, Site& site) {
  reader.integer("version", 1, 1);
  read_identity(reader.table("site"), site);
  read_listen(reader.table("listen"), site.listen);
  read_ftp_account(reader.table("ftp_account"), folder, secrets, site.ftp_account);
  if (reader.is_read("database")) read_database(reader.table("database"), site);
  read_mail_accounts(reader, folder, secrets, site);
  read_tls(reader.table("tls"), folder, site.tls);
  read_sending(reader.table("smtp"), site);
  read_contract(reader.table("contract"), site.contract);
  read_members(reader, folder, secrets, site);
  read_names(reader.table("names"), site.names);
  read_resolver(reader.table("resolver"), site.resolver);
  read_counter(reader.table("counter"), site.counter);
  TableReader limits = reader.table("limits");
  read_http_limits(limits.table("http"), site.http);
  read_log_limits(limits.table("log"), site.log);
  read_disk_limits(limits.table("disk"), site.disk);
  read_cgi_limits(limits.table("cgi"), site.cgi);
  read_ftp_limits(limits.table("ftp"), site.ftp);
  read_pop_limits(limits.table("pop"), site.pop);
  read_smtp_limits(limits.table("smtp"), site.smtp);
  limits.finish();
  reader.finish();
}

}  // namespace

SecretSources SecretSources::of_this_machine() {
  return {environment_value, secret_in_file};
}

SiteOrErrors read_site(std::string_view text, const fs::path& file, const SecretSources& secrets) {
  const auto name = file.string();
  toml::table root;
  try {
    root = toml::parse(text, name);
  } catch (const toml::parse_error& mistake) {
    const auto& begin = mistake.source().begin;
    return ConfigErrors{{name, begin.line, begin.column, std::string(mistake.description())}};
  }

  ConfigErrors errors;
  Site site;
  TableReader reader(root, "", name, errors);
  if (!reader.has("version")) errors.push_back({name, 0, 0, "'version' is missing: this is version 1"});
  read_tables(reader, file.parent_path(), secrets, site);
  if (errors.empty()) return site;
  in_order_of_lines(errors);
  return errors;
}

AskedKeys site_keys() {
  AskedKeys asked;
  ConfigErrors ignored;
  Site site;
  const toml::table nothing;
  TableReader reader(nothing, "", "", ignored, &asked);
  read_tables(reader, "", {}, site);
  return asked;
}

SiteOrErrors read_site_file(const fs::path& file, const SecretSources& secrets) {
  const auto text = read_whole(file, largest_file);
  if (!text) return ConfigErrors{{file.string(), 0, 0, "cannot be read, or is larger than 1 MiB"}};
  return read_site(*text, file, secrets);
}

}  // namespace refd
