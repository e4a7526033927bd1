#pragma once

#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <list>
#include <mutex>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>

namespace refd::net {

/// The sessions that are under way. Shutting down is a step: stop() asks every session to end, wait() joins.
/// Thread-safe. Outlives every session that it spawned.
class SessionGroup {
 public:
  using ExceptionSink = std::function<void(std::exception_ptr)>;

  /// `on_exception` hears of an exception that left a session; only that session ends by it.
  explicit SessionGroup(ExceptionSink on_exception);
  SessionGroup(const SessionGroup&) = delete;
  SessionGroup& operator=(const SessionGroup&) = delete;
  ~SessionGroup();

  /// Runs `session` on `strand` until it ends. After stop() nothing is started: returns false.
  bool spawn(const boost::asio::any_io_executor& strand, boost::asio::awaitable<void> session);

  /// Sessions under way.
  std::size_t size() const;

  /// Cancels (terminally) whatever each session waits for, and starts no more.
  void stop();

  /// Waits until every session has ended, at most `limit`; whether they have. After stop() it goes on asking:
  /// a session that is told between two waits may not see it before the second. Not to be called on a thread
  /// that runs sessions.
  bool wait(std::chrono::steady_clock::duration limit);

 private:
  struct Entry {
    boost::asio::any_io_executor strand;
    boost::asio::cancellation_signal signal;
  };
  using Entries = std::list<Entry>;
  void ask_to_end();
  void finished(Entries::iterator entry, const std::exception_ptr& failure);

  ExceptionSink on_exception_;
  mutable std::mutex mutex_;
  std::condition_variable emptied_;
  Entries entries_;
  bool stopped_ = false;
};

}  // namespace refd::net
