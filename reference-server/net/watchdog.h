#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include <boost/asio/any_io_executor.hpp>

namespace refd::net {

/// Ends a wait at its deadline. Moving the deadline costs no more than a store while the timer that already
/// runs ends earlier: cheap enough for every read of a transfer. Used on one strand only.
class Watchdog {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  /// `on_expiry` runs on `strand` when an armed deadline passes; it cancels what is being waited for.
  Watchdog(const boost::asio::any_io_executor& strand, std::function<void()> on_expiry);
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;
  ~Watchdog();

  /// Watches until `deadline`, until disarm(). time_point::max() is no deadline.
  void arm(time_point deadline);
  void disarm();
  /// Whether the deadline that was armed last has passed.
  bool expired() const;

 private:
  // Held by shared_ptr: the timer's handler may run once more after the watchdog is gone.
  struct State;
  static void wait(const std::shared_ptr<State>& state);
  std::shared_ptr<State> state_;
};

}  // namespace refd::net
