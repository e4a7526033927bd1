#include "accounts/sqlite_pop_logins.h"

#include <arpa/inet.h>

#include <array>
#include <cstring>

namespace refd {
namespace {

// Longer than any window; older logins are dropped, so that the file does not grow.
constexpr auto kept = std::chrono::hours(7 * 24);

std::int64_t seconds_of(Clock::time_point time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

}  // namespace

std::string canonical_source(std::string_view address) {
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

SqlitePopLogins::SqlitePopLogins(const std::string& file, Log log)
    : log_(std::move(log)), file_(file, "the POP3 logins", SqliteFile::Keeps::all_but_the_last) {
  file_.execute(
      "CREATE TABLE IF NOT EXISTS pop_login (address TEXT PRIMARY KEY, at INTEGER NOT NULL)"
      " STRICT, WITHOUT ROWID");
  keep_ = file_.prepared("INSERT INTO pop_login VALUES (?1, ?2) ON CONFLICT (address) DO UPDATE SET at = ?2");
  forget_ = file_.prepared("DELETE FROM pop_login WHERE at < ?1");
  find_ = file_.prepared("SELECT at FROM pop_login WHERE address = ?1");
  find_any_ = file_.prepared("SELECT 1 FROM pop_login WHERE at BETWEEN ?1 AND ?2 LIMIT 1");
}

void SqlitePopLogins::record(std::string_view address, Clock::time_point now) {
  const auto known = canonical_source(address);
  if (known.empty()) return;
  const std::lock_guard lock(mutex_);
  keep_.bind(1, known);
  keep_.bind(2, seconds_of(now));
  forget_.bind(1, seconds_of(now - kept));
  if (!keep_.run() || !forget_.run())
    log_->error("{}: a login could not be kept: {}", file_.name(), file_.last_error());
}

bool SqlitePopLogins::recent(std::string_view address, Clock::time_point now,
                             std::chrono::seconds window) const {
  const auto known = canonical_source(address);
  if (known.empty()) return false;
  const std::lock_guard lock(mutex_);
  find_.bind(1, known);
  const bool found = find_.step() == SqliteStatement::Step::row;
  const auto age = found ? seconds_of(now) - find_.number(0) : -1;
  find_.reset();
  return age >= 0 && age <= window.count();
}

bool SqlitePopLogins::any_recent(Clock::time_point now, std::chrono::seconds window) const {
  const std::lock_guard lock(mutex_);
  find_any_.bind(1, seconds_of(now - window));
  find_any_.bind(2, seconds_of(now));
  const bool found = find_any_.step() == SqliteStatement::Step::row;
  find_any_.reset();
  return found;
}

}  // namespace refd
