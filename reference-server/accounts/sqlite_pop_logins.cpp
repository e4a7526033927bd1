#include "accounts/sqlite_pop_logins.h"

#include <arpa/inet.h>
#include <sqlite3.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace refd {
namespace {

// Longer than any window; older logins are dropped, so that the file does not grow.
constexpr auto kept = std::chrono::hours(7 * 24);

std::int64_t seconds_of(Clock::time_point time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

void bind_text(sqlite3_stmt* statement, int position, const std::string& text) {
  sqlite3_bind_text(statement, position, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

// Runs a statement that gives no rows; ready for its next use afterwards.
bool run(sqlite3_stmt* statement) {
  const int code = sqlite3_step(statement);
  return sqlite3_reset(statement) == SQLITE_OK && code == SQLITE_DONE;
}

}  // namespace

std::string canonical_address(std::string_view address) {
  constexpr std::array<unsigned char, 12> mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  const std::string text(address.substr(0, address.find('%')));  // a link-local address may name its link
  std::array<unsigned char, sizeof(in6_addr)> octets{};
  std::array<char, INET6_ADDRSTRLEN> written{};
  const auto is = [&](int family) {
    return inet_pton(family, text.c_str(), octets.data()) == 1;
  };
  const auto write = [&](int family, const unsigned char* from) -> std::string {
    return inet_ntop(family, from, written.data(), written.size()) == nullptr ? "" : written.data();
  };
  if (is(AF_INET)) return write(AF_INET, octets.data());
  if (!is(AF_INET6)) return {};
  if (std::memcmp(octets.data(), mapped.data(), mapped.size()) == 0)
    return write(AF_INET, octets.data() + mapped.size());
  return write(AF_INET6, octets.data());
}

void SqlitePopLogins::Close::operator()(sqlite3* database) const {
  sqlite3_close_v2(database);
}

void SqlitePopLogins::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

SqlitePopLogins::SqlitePopLogins(const std::string& file, Log log) : file_(file), log_(std::move(log)) {
  sqlite3* database = nullptr;
  const int code = sqlite3_open_v2(file.empty() ? ":memory:" : file.c_str(), &database,
                                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  database_.reset(database);
  if (code != SQLITE_OK) refuse();
  execute("PRAGMA locking_mode = EXCLUSIVE");
  execute("PRAGMA journal_mode = WAL");
  execute("PRAGMA synchronous = NORMAL");
  execute(
      "CREATE TABLE IF NOT EXISTS pop_login (address TEXT PRIMARY KEY, at INTEGER NOT NULL)"
      " STRICT, WITHOUT ROWID");
  keep_ = prepared("INSERT INTO pop_login VALUES (?1, ?2) ON CONFLICT (address) DO UPDATE SET at = ?2");
  forget_ = prepared("DELETE FROM pop_login WHERE at < ?1");
  find_ = prepared("SELECT at FROM pop_login WHERE address = ?1");
}

SqlitePopLogins::~SqlitePopLogins() = default;

void SqlitePopLogins::refuse() const {
  const std::string why = database_ == nullptr ? "out of memory" : sqlite3_errmsg(database_.get());
  throw std::system_error(EIO, std::generic_category(), file_ + " (the POP3 logins): " + why);
}

void SqlitePopLogins::execute(const char* sql) {
  if (sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) refuse();
}

SqlitePopLogins::Statement SqlitePopLogins::prepared(const char* sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(database_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) !=
      SQLITE_OK)
    refuse();
  return Statement(statement);
}

void SqlitePopLogins::record(std::string_view address, Clock::time_point now) {
  const auto known = canonical_address(address);
  if (known.empty()) return;
  const std::lock_guard lock(mutex_);
  bind_text(keep_.get(), 1, known);
  sqlite3_bind_int64(keep_.get(), 2, seconds_of(now));
  sqlite3_bind_int64(forget_.get(), 1, seconds_of(now - kept));
  if (!run(keep_.get()) || !run(forget_.get()))
    log_->error("{}: a POP3 login could not be kept: {}", file_, sqlite3_errmsg(database_.get()));
}

bool SqlitePopLogins::recent(std::string_view address, Clock::time_point now,
                             std::chrono::seconds window) const {
  const auto known = canonical_address(address);
  if (known.empty()) return false;
  const std::lock_guard lock(mutex_);
  bind_text(find_.get(), 1, known);
  const bool found = sqlite3_step(find_.get()) == SQLITE_ROW;
  const auto age = found ? seconds_of(now) - sqlite3_column_int64(find_.get(), 0) : -1;
  sqlite3_reset(find_.get());
  return age >= 0 && age <= window.count();
}

}  // namespace refd
