#pragma once

#include <mutex>
#include <string>

#include "accounts/pop_logins.h"
#include "base/log.h"
#include "base/sqlite.h"

namespace refd {

/// The POP3 logins in a SQLite file that nobody else uses, so that they survive the server's end. What a loss
/// of power takes away costs its owner one more login.
class SqlitePopLogins final : public PopLogins {
 public:
  /// Opens or makes `file`; an empty name keeps them in memory. Throws std::system_error, with the file's
  /// name and what SQLite says, when it cannot be opened.
  SqlitePopLogins(const std::string& file, Log log);

  void record(std::string_view address, Clock::time_point now) override;
  bool recent(std::string_view address, Clock::time_point now, std::chrono::seconds window) const override;
  bool any_recent(Clock::time_point now, std::chrono::seconds window) const override;

 private:
  const Log log_;
  mutable std::mutex mutex_;
  SqliteFile file_;
  SqliteStatement keep_, forget_;
  mutable SqliteStatement find_, find_any_;
};

/// The form in which they are compared: an IPv4 address mapped into IPv6 is the IPv4 address, every
/// other as the system writes it. Empty for what is no address.
std::string canonical_source(std::string_view address);

}  // namespace refd
