#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/clock.h"

namespace refd::members {

/// Who is logged in. A session ends when it has been idle for a while, after its longest time, at the logout,
/// and when the clock is put back before its beginning. Kept in memory: after the server's end everybody logs
/// in again. Thread-safe.
class SessionTable {
 public:
  struct Limits {
    std::chrono::seconds idle{1800};
    std::chrono::seconds longest{8 * 3600};
    std::size_t most = 1000;  ///< then the one that has been idle longest gives way
  };
  SessionTable(const Clock& clock, Limits limits) : clock_(clock), limits_(limits) {}

  /// Begins one for `login`; its token, of which whoever holds it is logged in.
  std::string begin(const std::string& login);
  /// Whose session that is; it has been used now. Nothing: it has ended, or never was.
  std::optional<std::string> use(const std::string& token);
  void end(const std::string& token);
  std::size_t size() const;

 private:
  struct Session {
    std::string login;
    Clock::time_point begun;
    Clock::time_point used;
  };
  bool has_ended(const Session& session, Clock::time_point now) const;

  const Clock& clock_;
  const Limits limits_;
  mutable std::mutex mutex_;
  std::map<std::string, Session, std::less<>> sessions_;
};

}  // namespace refd::members
