#include "config/database_reader.h"

#include <algorithm>

#include <arpa/inet.h>
#include <fmt/format.h>

namespace refd {

namespace {

// What a database may be called, less the number behind the user's name (DB-1).
constexpr std::size_t longest_user = 62;

void check_path(TableReader& table, std::string_view key, const std::string& path) {
  if (!path.starts_with('/')) table.error(key, fmt::format("'{}' must be a full path", table.full_name(key)));
}

void check_account(TableReader& table, const Site::FtpAccount& account) {
  if (account.database_password_hash.empty() && !account.password_hash.empty()) {
    table.error(
        "user",
        "the databases take the password of 'ftp_account', of which more than a password_hash must be "
        "given");
  }
  const auto dropped = std::count(account.name.begin(), account.name.end(), '-');
  const auto left = account.name.size() - static_cast<std::size_t>(dropped);
  if (!account.name.empty() && (left == 0 || left > longest_user)) {
    table.error("user", fmt::format("'{}' without its hyphens is no name for databases: 1 to {} letters",
                                    account.name, longest_user));
  }
}

}  // namespace

void read_database(TableReader table, Site& site) {
  auto& database = site.database.emplace(Site::Database());
  database.user = table.text("user").value_or(database.user);
  database.program = table.text("program").value_or(database.program);
  database.share = table.text("share").value_or(database.share);
  database.address = table.text("address").value_or(database.address);
  in6_addr ignored{};
  if (inet_pton(AF_INET, database.address.c_str(), &ignored) != 1 &&
      inet_pton(AF_INET6, database.address.c_str(), &ignored) != 1)
    table.error("address", fmt::format("'{}' is no IP address", database.address));
  table.number("port", database.port, 0, 65535);
  table.number("max_sessions", database.max_sessions, 1, 10'000);
  table.number("buffer_octets", database.buffer_octets, 5 << 20, std::int64_t{1} << 40);
  database.sync = table.flag("sync").value_or(database.sync);
  table.seconds("start", database.start, 1, 3600);
  auto admin = table.table("phpmyadmin");
  database.admin_directory = admin.text("directory").value_or(database.admin_directory);
  database.admin_user = admin.text("user").value_or(database.admin_user);
  check_path(admin, "directory", database.admin_directory);
  admin.finish();
  check_path(table, "program", database.program);
  check_path(table, "share", database.share);
  check_account(table, site.ftp_account);
  table.finish();
}

}  // namespace refd
