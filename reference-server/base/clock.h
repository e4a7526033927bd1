#pragma once

#include <atomic>
#include <chrono>

namespace refd {

/// The server's wall clock. Everything a customer can see (log times, windows, cut-offs, rotation) follows
/// it; deadlines of sockets follow std::chrono::steady_clock instead, which nobody can move.
class Clock {
 public:
  using time_point = std::chrono::system_clock::time_point;

  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;

  /// The current time. Safe from every thread.
  virtual time_point now() const = 0;
};

/// The machine's clock plus an offset that the operator's desk can set. Time goes on from where it was put.
class AdjustableClock final : public Clock {
 public:
  time_point now() const override;

  /// Moves the clock so that it reads `time` at this moment.
  void set(time_point time);

  /// Back to the machine's own time.
  void reset() { offset_ = std::chrono::system_clock::duration::zero(); }

 private:
  std::atomic<std::chrono::system_clock::duration> offset_{std::chrono::system_clock::duration::zero()};
};

/// The twin for tests: stands still until it is moved.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(time_point start) : now_(start) {}
  time_point now() const override { return now_; }
  void advance(std::chrono::system_clock::duration by) { now_ = now_.load() + by; }

 private:
  std::atomic<time_point> now_;
};

}  // namespace refd
