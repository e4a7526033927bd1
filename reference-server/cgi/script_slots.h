#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <memory>
#include <mutex>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/result.h"

namespace refd::cgi {

/// How many scripts of the site run at once (CGI-7): whoever wants to run one waits for a turn, first come,
/// first served. Thread-safe. Outlives its slots.
class ScriptSlots {
 public:
  struct Limits {
    std::size_t at_once = 16;
    std::size_t waiting = 64;
    std::chrono::milliseconds turn{10'000};
  };

  /// Leave to run one; given back when it is destroyed.
  class Slot {
   public:
    Slot() = default;
    explicit Slot(ScriptSlots& slots) : slots_(&slots) {}
    Slot(Slot&& other) noexcept : slots_(std::exchange(other.slots_, nullptr)) {}
    Slot& operator=(Slot&& other) noexcept {
      std::swap(slots_, other.slots_);
      return *this;
    }
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;
    ~Slot() {
      if (slots_ != nullptr) slots_->give_back();
    }

   private:
    ScriptSlots* slots_ = nullptr;
  };

  explicit ScriptSlots(Limits limits) : limits_(limits) {}
  ScriptSlots(const ScriptSlots&) = delete;
  ScriptSlots& operator=(const ScriptSlots&) = delete;
  ~ScriptSlots() = default;

  /// EAGAIN: too many wait already, or the turn did not come in time.
  boost::asio::awaitable<Result<Slot>> take();

  std::size_t in_use() const;

 private:
  struct Waiter {
    explicit Waiter(const boost::asio::any_io_executor& executor) : timer(executor) {}
    boost::asio::steady_timer timer;
    bool is_granted = false;
  };
  using Waiters = std::list<std::shared_ptr<Waiter>>;
  class Queued;

  void give_back();

  const Limits limits_;
  mutable std::mutex mutex_;
  std::size_t in_use_ = 0;
  Waiters waiters_;
};

}  // namespace refd::cgi
