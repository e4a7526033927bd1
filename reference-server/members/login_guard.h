#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>

namespace refd::members {

/// Limits the tries of whoever guesses passwords: after so many failures in a row from one source no password
/// from there is looked at for a while. Goes by a clock that nobody moves. Thread-safe.
class LoginGuard {
 public:
  using steady = std::chrono::steady_clock;
  struct Limits {
    unsigned attempts = 10;
    std::chrono::seconds locked_out{900};
    std::size_t most_sources = 10'000;  ///< that are remembered; then those that failed longest ago are not
  };
  explicit LoginGuard(Limits limits) : limits_(limits) {}

  /// How much longer `source` is locked out; zero: it may try.
  std::chrono::seconds locked_for(const std::string& source, steady::time_point now = steady::now());
  void failed(const std::string& source, steady::time_point now = steady::now());
  void succeeded(const std::string& source);

 private:
  struct Failures {
    unsigned count = 0;
    steady::time_point latest;
  };
  const Limits limits_;
  std::mutex mutex_;
  std::map<std::string, Failures, std::less<>> failures_;
};

}  // namespace refd::members
