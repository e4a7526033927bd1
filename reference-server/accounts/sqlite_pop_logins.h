#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "accounts/pop_logins.h"
#include "base/log.h"

struct sqlite3;
struct sqlite3_stmt;

namespace refd {

/// The POP3 logins in a SQLite file that nobody else uses, so that they survive the server's end. What a loss
/// of power takes away costs its owner one more login.
class SqlitePopLogins final : public PopLogins {
 public:
  /// Opens or makes `file`; an empty name keeps them in memory. Throws std::system_error, with the file's
  /// name and what SQLite says, when it cannot be opened.
  SqlitePopLogins(const std::string& file, Log log);
  ~SqlitePopLogins() override;

  void record(std::string_view address, Clock::time_point now) override;
  bool recent(std::string_view address, Clock::time_point now, std::chrono::seconds window) const override;

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;
  void execute(const char* sql);
  Statement prepared(const char* sql);
  [[noreturn]] void refuse() const;

  const std::string file_;
  const Log log_;
  mutable std::mutex mutex_;
  std::unique_ptr<sqlite3, Close> database_;
  Statement keep_, forget_, find_;
};

/// The form in which addresses are compared: an IPv4 address mapped into IPv6 is the IPv4 address, every
/// other as the system writes it. Empty for what is no address.
std::string canonical_address(std::string_view address);

}  // namespace refd
