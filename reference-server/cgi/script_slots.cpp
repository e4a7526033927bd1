#include "cgi/script_slots.h"

#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace refd::cgi {

namespace asio = boost::asio;

// A place in the queue. Whoever leaves it with a turn that came too late passes that on.
class ScriptSlots::Queued {
 public:
  Queued(ScriptSlots& slots, std::shared_ptr<Waiter> waiter) : slots_(slots), waiter_(std::move(waiter)) {}
  Queued(const Queued&) = delete;
  Queued& operator=(const Queued&) = delete;
  ~Queued() { take_turn(); }

  // Whether it has come. Once.
  Slot take_turn() {
    if (!waiter_) return {};
    const auto waiter = std::exchange(waiter_, nullptr);
    const std::lock_guard lock(slots_.mutex_);
    slots_.waiters_.remove(waiter);
    return waiter->is_granted ? Slot(slots_) : Slot();
  }
  bool has_turn() const {
    const std::lock_guard lock(slots_.mutex_);
    return waiter_->is_granted;
  }

 private:
  ScriptSlots& slots_;
  std::shared_ptr<Waiter> waiter_;
};

asio::awaitable<Result<ScriptSlots::Slot>> ScriptSlots::take() {
  const auto executor = co_await asio::this_coro::executor;
  std::shared_ptr<Waiter> waiter;
  {
    const std::lock_guard lock(mutex_);
    if (in_use_ < limits_.at_once) {
      ++in_use_;
      co_return Slot(*this);
    }
    if (waiters_.size() >= limits_.waiting) co_return system_error(EAGAIN);
    waiter = std::make_shared<Waiter>(executor);
    waiter->timer.expires_after(limits_.turn);
    waiters_.push_back(waiter);
  }
  Queued queued(*this, waiter);
  co_await waiter->timer.async_wait(asio::as_tuple(asio::use_awaitable));
  if (!queued.has_turn()) co_return system_error(EAGAIN);
  co_return queued.take_turn();
}

void ScriptSlots::give_back() {
  const std::lock_guard lock(mutex_);
  if (waiters_.empty()) {
    --in_use_;
    return;
  }
  auto next = std::move(waiters_.front());
  waiters_.pop_front();
  next->is_granted = true;
  // The timer belongs to the waiter's own executor.
  asio::post(next->timer.get_executor(), [next] { next->timer.cancel(); });
}

std::size_t ScriptSlots::in_use() const {
  const std::lock_guard lock(mutex_);
  return in_use_;
}

}  // namespace refd::cgi
