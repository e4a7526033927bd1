#pragma once

#include <chrono>

namespace refd::cgi {

/// How long a program may take, the time not counted that is spent waiting for its visitor: a large answer
/// over a slow line is no fault of the program's.
class TimeBudget {
 public:
  using steady = std::chrono::steady_clock;

  explicit TimeBudget(steady::duration whole, steady::time_point now = steady::now())
      : left_(whole), since_(now) {}

  /// The visitor is waited for from now on. May be nested.
  void pause(steady::time_point now = steady::now()) {
    if (pauses_++ == 0) left_ -= now - since_;
  }
  void resume(steady::time_point now = steady::now()) {
    if (--pauses_ == 0) since_ = now;
  }
  steady::duration left(steady::time_point now = steady::now()) const {
    return pauses_ > 0 ? left_ : left_ - (now - since_);
  }

  /// A wait for the visitor as long as it lives.
  class Pause {
   public:
    explicit Pause(TimeBudget& budget) : budget_(budget) { budget_.pause(); }
    Pause(const Pause&) = delete;
    Pause& operator=(const Pause&) = delete;
    ~Pause() { budget_.resume(); }

   private:
    TimeBudget& budget_;
  };

 private:
  steady::duration left_;
  steady::time_point since_;
  int pauses_ = 0;
};

}  // namespace refd::cgi
