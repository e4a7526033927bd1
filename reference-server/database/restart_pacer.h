#pragma once

#include <algorithm>
#include <chrono>

namespace refd::db {

/// How long to wait before something that has ended is started again: longer each time, until it has held for
/// a while.
class RestartPacer {
 public:
  using duration = std::chrono::milliseconds;
  struct Options {
    duration first{200};
    duration longest{30'000};
    duration holds{60'000};  ///< who ran so long counts as well
  };

  RestartPacer() = default;
  explicit RestartPacer(Options options) : options_(options) {}

  /// It ended after having run for `ran` (0: it did not start).
  duration pause_after(duration ran) {
    if (ran >= options_.holds) next_ = duration(0);
    const auto pause = std::max(next_, options_.first);
    next_ = std::min(pause * 2, options_.longest);
    return pause;
  }

 private:
  Options options_;
  duration next_{0};
};

}  // namespace refd::db
