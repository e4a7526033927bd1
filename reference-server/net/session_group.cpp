#include "net/session_group.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

namespace refd::net {

namespace asio = boost::asio;

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
  asio::co_spawn(
      strand, std::move(session),
      asio::bind_cancellation_slot(entry->signal.slot(),
                                   [this, entry](std::exception_ptr failure) { finished(entry, failure); }));
  return true;
}

std::size_t SessionGroup::size() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

void SessionGroup::stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
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
  std::unique_lock lock(mutex_);
  return emptied_.wait_for(lock, limit, [this] { return entries_.empty(); });
}

void SessionGroup::finished(Entries::iterator entry, const std::exception_ptr& failure) {
  if (failure && on_exception_) on_exception_(failure);
  const std::lock_guard lock(mutex_);
  entries_.erase(entry);
  if (entries_.empty()) emptied_.notify_all();
}

}  // namespace refd::net
