#pragma once

#include <functional>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include "base/result.h"

namespace refd::net {

/// A few threads for what would hold up the threads that run sessions: hashing a password, waiting for the
/// disk. Thread-safe.
class BlockingPool {
 public:
  explicit BlockingPool(unsigned threads) : threads_(threads) {}
  BlockingPool(const BlockingPool&) = delete;
  BlockingPool& operator=(const BlockingPool&) = delete;
  ~BlockingPool() { stop(); }

  /// Runs `job` on one of the threads; the calling coroutine goes on, on its own strand, when it has ended,
  /// also when it is cancelled meanwhile: so `job` may use whatever the coroutine holds. An exception of the
  /// job's is the coroutine's.
  boost::asio::awaitable<void> run(std::function<void()> job);

  /// As run(), but operation_aborted when the coroutine was cancelled meanwhile: a job that had not begun
  /// then never is, and nobody waits for the outcome of another.
  boost::asio::awaitable<Result<void>> run_unless_cancelled(std::function<void()> job);

  /// Waits for the jobs under way; those not begun never are, and their coroutines never go on. To be called
  /// when no thread runs the coroutines any more, while their context still lives. Idempotent.
  void stop();

 private:
  enum class WhenCancelled { waits, abandons };
  boost::asio::awaitable<Result<void>> carry_out(std::function<void()> job, WhenCancelled when_cancelled);

  boost::asio::thread_pool threads_;
};

}  // namespace refd::net
