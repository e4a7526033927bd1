#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/log.h"
#include "base/result.h"
#include "base/unique_fd.h"
#include "cgi/error_log.h"
#include "cgi/php_worker.h"

namespace refd::cgi {

/// PHP processes that are kept for the next request: as many as requests are under way, up to a limit; above
/// it, requests wait for their turn. One that dies costs the request that it had; if they die as they start,
/// the next start waits, longer each time. Thread-safe. Outlives every lease.
class PhpPool {
 public:
  struct Options {
    PhpCommand command;
    std::string program;  ///< PHP itself, to be looked for before it is asked of the wrapper
    std::function<bool()>
        has_room;  ///< for files; null: always. Where that changes, other processes are started
    /// Called when nothing is left of a process, before another one gets its number; it may have left files.
    std::function<void(unsigned number)> after_end;
    /// Called when pages have been run, by the pool's own thread, soon but not often.
    std::function<void()> after_pages;
    std::size_t most_workers = 10;
    std::size_t kept_workers = 2;  ///< that stay when there is nothing to do
    /// With so many busy, a page waits for one of these for `moment` before another is taken: it is sooner
    /// done by one whose memory the processors have at hand. 0: never.
    std::size_t warm_workers = 0;
    std::chrono::milliseconds moment{5};
    std::size_t most_waiting = 200;
    std::chrono::milliseconds longest_wait{30'000};
    std::chrono::milliseconds idle{60'000};  ///< after which the others go
    std::uint64_t requests_each = 10'000;    ///< what a script leaks goes with its process
  };

  PhpPool(Options options, ErrorLog& errors, Log log);
  PhpPool(const PhpPool&) = delete;
  PhpPool& operator=(const PhpPool&) = delete;
  ~PhpPool();

  /// Begins to keep processes. Before it, and after stop(), there is none to be had.
  void start();
  /// Ends them all, whatever they do, within seconds; who waits for one gets none.
  void stop();

  /// A process for one request. Unless it is given back by finished(), it ends with the lease, as nobody
  /// knows what it still has to say.
  class Lease {
   public:
    Lease(PhpPool& pool, PhpWorker worker) : pool_(&pool), worker_(std::move(worker)) {}
    Lease(Lease&& other) noexcept : pool_(other.pool_), worker_(std::move(other.worker_)) {}
    Lease& operator=(Lease&&) = delete;
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease();

    /// Null when it cannot be used: is_broken().
    PhpConnection* connection(const boost::asio::any_io_executor& strand) {
      return worker_.connection(strand);
    }
    /// It has completed its request, and the connection is silent.
    void finished();
    /// It has gone, or talks nonsense: if it never completed a request, the others may fare no better.
    void is_broken() noexcept { is_broken_ = true; }

   private:
    PhpPool* pool_;
    PhpWorker worker_;
    bool is_broken_ = false;
  };

  /// Waits for a process. ENOENT, EACCES …: PHP cannot be started; EAGAIN: it has just failed to start, or
  /// too many wait; ETIMEDOUT: none was free in time; ECANCELED: the pool is not at work.
  boost::asio::awaitable<Result<Lease>> acquire();

  struct Counts {
    std::size_t workers = 0;
    std::size_t idle = 0;
    std::size_t waiting = 0;
  };
  Counts counts() const;

 private:
  using steady = std::chrono::steady_clock;
  struct Waiter;
  class Waiting;

  // What has been told to end.
  struct Ending {
    pid_t process;
    unsigned number;
    bool has_failed;  ///< before its first page
  };

  bool is_hopeless() const;
  std::chrono::milliseconds until_next_start() const;
  bool is_sooner_done_later() const;
  bool has_one_who_needs_another() const;
  std::shared_ptr<Waiter> queue(const boost::asio::any_io_executor& strand, std::chrono::milliseconds longest,
                                bool needs_another);
  boost::asio::awaitable<Result<Lease>> wait_for_turn(std::shared_ptr<Waiter> waiter);
  boost::asio::awaitable<Result<Lease>> acquire_any();
  unsigned take_number();
  Result<PhpWorker> start_worker(unsigned number);
  bool has_room() const { return !options_.has_room || options_.has_room(); }
  bool may_start(steady::time_point now) const;
  PhpWorker take_idle();
  void put_back(PhpWorker worker);
  void lose(PhpWorker worker, bool has_failed);
  bool hand_over(PhpWorker& worker);
  void refuse_all(const boost::system::error_code& error);
  void start_failed(steady::time_point now);

  void page_has_ended();
  std::chrono::milliseconds tell_of_pages(steady::time_point now);
  void keep();
  void keep_once();
  void look_after_idle(steady::time_point now);
  void start_wanted();
  void reap();
  void read_errors();
  void wake() const;
  void end_all();

  const Options options_;
  ErrorLog& errors_;
  const Log log_;
  UniqueFd errors_in_;   // what the processes write to standard error
  UniqueFd errors_out_;  // … their end of it
  UniqueFd wake_;

  mutable std::mutex mutex_;
  bool is_at_work_ = false;
  std::size_t workers_ = 0;  // started and not lost
  std::vector<PhpWorker> idle_;
  std::deque<std::shared_ptr<Waiter>> waiting_;
  std::vector<Ending> ending_;
  std::set<unsigned> numbers_;  // in use
  unsigned failures_ = 0;       // of starts in a row
  steady::time_point next_start_;
  std::atomic<bool> pages_have_ended_{false};
  steady::time_point told_of_pages_;  // the keeper's
  std::thread keeper_;
};

}  // namespace refd::cgi
