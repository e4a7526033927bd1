#include "net/session_group.h"

#include <algorithm>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>

namespace refd::net {

namespace asio = boost::asio;

namespace {

// A signal that meets a session between two waits ends neither.
constexpr auto between_signals = std::chrono::milliseconds(50);

}  // namespace

SessionGroup::SessionGroup(ExceptionSink on_exception) : on_exception_(std::move(on_exception)) {}

SessionGroup::~SessionGroup() = default;

bool SessionGroup::spawn(const asio::any_io_executor& strand, asio::awaitable<void> session) {
  Entries::iterator entry;
  {
    const std::lock_guard lock(mutex_);
    if (stopped_) return false;
    entry = entries_.emplace(entries_.end());
    entry->strand = strand;
  }
  // On the strand, for that is where stop() uses the signal.
  asio::dispatch(strand, [this, entry, session = std::move(session)]() mutable {
    asio::co_spawn(
        entry->strand, std::move(session),
        asio::bind_cancellation_slot(entry->signal.slot(), [this, entry](const std::exception_ptr& failure) {
          finished(entry, failure);
        }));
  });
  return true;
}

std::size_t SessionGroup::size() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

void SessionGroup::stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  ask_to_end();
}

// Under the mutex.
void SessionGroup::ask_to_end() {
  for (auto& entry : entries_) {
    // A signal may only be emitted on the session's own strand. The entry is found again there by its
    // address, since the session may have ended meanwhile.
    asio::post(entry.strand, [this, target = &entry] {
      asio::cancellation_signal* signal = nullptr;
      {
        const std::lock_guard inner(mutex_);
        for (auto& candidate : entries_) {
          if (&candidate == target) signal = &candidate.signal;
        }
      }
      // Its end also runs on this strand, hence not between the look-up and this line.
      if (signal != nullptr) signal->emit(asio::cancellation_type::terminal);
    });
  }
}

bool SessionGroup::wait(std::chrono::steady_clock::duration limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  std::unique_lock lock(mutex_);
  const auto has_emptied = [this] {
    return entries_.empty();
  };
  for (;;) {
    const auto now = std::chrono::steady_clock::now();
    if (emptied_.wait_until(lock, std::min(end, now + between_signals), has_emptied)) return true;
    if (now >= end) return false;
    if (stopped_) ask_to_end();
  }
}

void SessionGroup::finished(Entries::iterator entry, const std::exception_ptr& failure) {
  if (failure && on_exception_) on_exception_(failure);
  const std::lock_guard lock(mutex_);
  entries_.erase(entry);
  if (entries_.empty()) emptied_.notify_all();
}

}  // namespace refd::net
