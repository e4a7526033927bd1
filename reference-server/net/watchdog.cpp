#include "net/watchdog.h"

#include <utility>

#include <boost/asio/steady_timer.hpp>

namespace refd::net {

struct Watchdog::State {
  State(const boost::asio::any_io_executor& strand, std::function<void()> call)
      : timer(strand), on_expiry(std::move(call)) {}

  boost::asio::steady_timer timer;
  std::function<void()> on_expiry;
  time_point deadline = time_point::max();
  bool waiting = false;  // the timer runs
  bool expired = false;
};

Watchdog::Watchdog(const boost::asio::any_io_executor& strand, std::function<void()> on_expiry)
    : state_(std::make_shared<State>(strand, std::move(on_expiry))) {}

Watchdog::~Watchdog() {
  state_->on_expiry = nullptr;
  state_->deadline = time_point::max();
  state_->timer.cancel();
}

void Watchdog::arm(time_point deadline) {
  state_->deadline = deadline;
  state_->expired = false;
  if (deadline == time_point::max()) return;
  if (!state_->waiting) {
    state_->timer.expires_at(deadline);
    wait(state_);
  } else if (deadline < state_->timer.expiry()) {
    state_->timer.expires_at(deadline);  // ends the running wait, whose handler starts the next
  }
}

void Watchdog::disarm() {
  state_->deadline = time_point::max();
}

bool Watchdog::expired() const {
  return state_->expired;
}

void Watchdog::wait(const std::shared_ptr<State>& state) {
  state->waiting = true;
  state->timer.async_wait([state](const boost::system::error_code&) {
    state->waiting = false;
    if (!state->on_expiry || state->deadline == time_point::max()) return;
    if (std::chrono::steady_clock::now() < state->deadline) {
      state->timer.expires_at(state->deadline);
      wait(state);
      return;
    }
    state->deadline = time_point::max();
    state->expired = true;
    state->on_expiry();
  });
}

}  // namespace refd::net
