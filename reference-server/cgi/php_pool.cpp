#include "cgi/php_pool.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <system_error>

#include <fcntl.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace refd::cgi {

namespace asio = boost::asio;

namespace {

// A page can kill the process that it is the first one of, and that says nothing about the next.
constexpr unsigned tolerated_failures = 3;
constexpr auto shortest_pause = std::chrono::milliseconds(100);
constexpr unsigned most_doublings = 7;  // of it: 13 seconds

}  // namespace

// Somebody who waits for a process. The timer belongs to their strand.
struct PhpPool::Waiter {
  Waiter(const asio::any_io_executor& strand, bool another) : timer(strand), needs_another(another) {}

  asio::steady_timer timer;
  const bool needs_another;  // process than those that are there, if there may be one
  // Under the pool's mutex.
  bool is_served = false;
  PhpWorker worker;
  boost::system::error_code failure;
};

// A place in the queue, which is left however the wait ends.
class PhpPool::Waiting {
 public:
  Waiting(PhpPool& pool, std::shared_ptr<Waiter> waiter) : pool_(pool), waiter_(std::move(waiter)) {}
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;
  ~Waiting() {
    auto worker = leave();
    if (worker) pool_.put_back(std::move(worker));
  }

  Waiter& waiter() { return *waiter_; }
  /// The process that was handed over, if any.
  PhpWorker leave() {
    const std::lock_guard lock(pool_.mutex_);
    std::erase(pool_.waiting_, waiter_);
    return std::move(waiter_->worker);
  }

 private:
  PhpPool& pool_;
  const std::shared_ptr<Waiter> waiter_;
};

PhpPool::PhpPool(Options options, ErrorLog& errors, Log log)
    : options_(std::move(options)),
      errors_(errors),
      log_(std::move(log)),
      wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  std::array<int, 2> ends{};
  if (!wake_ || ::pipe2(ends.data(), O_CLOEXEC) != 0)
    throw boost::system::system_error(last_system_error(), "php");
  errors_in_ = UniqueFd(ends[0]);
  errors_out_ = UniqueFd(ends[1]);
  ::fcntl(errors_in_.get(), F_SETFL, O_NONBLOCK);
}

PhpPool::~PhpPool() {
  stop();
}

void PhpPool::start() {
  if (::access(options_.program.c_str(), X_OK) != 0)
    log_->error("pages of PHP are answered with 500: {}: {}", options_.program,
                last_system_error().message());
  const std::lock_guard lock(mutex_);
  is_at_work_ = true;
  keeper_ = std::thread([this] { keep(); });
}

void PhpPool::stop() {
  {
    const std::lock_guard lock(mutex_);
    is_at_work_ = false;
    refuse_all(system_error(ECANCELED));
  }
  wake();
  if (keeper_.joinable()) keeper_.join();
  end_all();
}

void PhpPool::wake() const {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(wake_.get(), &one, sizeof one);
}

PhpPool::Counts PhpPool::counts() const {
  const std::lock_guard lock(mutex_);
  return {workers_, idle_.size(), waiting_.size()};
}

// The least that is free, under the mutex.
unsigned PhpPool::take_number() {
  unsigned number = 0;
  while (numbers_.contains(number)) ++number;
  numbers_.insert(number);
  return number;
}

Result<PhpWorker> PhpPool::start_worker(unsigned number) {
  if (::access(options_.program.c_str(), X_OK) != 0) return last_system_error();
  try {
    return PhpWorker::start(options_.command, errors_out_.get(), {number, has_room()});
  } catch (const std::system_error& failure) {
    // Of what prepares it: a full disk, most likely.
    return system_error(failure.code().value());
  }
}

bool PhpPool::may_start(steady::time_point now) const {
  return is_at_work_ && workers_ < options_.most_workers && now >= next_start_;
}

// Nobody will have one soon. A few that end before their first page, on a machine that has too much to do,
// only make visitors wait.
bool PhpPool::is_hopeless() const {
  return workers_ == 0 && failures_ >= tolerated_failures + most_doublings / 2;
}

void PhpPool::start_failed(steady::time_point now) {
  ++failures_;
  if (failures_ < tolerated_failures) return;
  next_start_ = now + shortest_pause * (1U << std::min(failures_ - tolerated_failures, most_doublings));
}

// The one that was used last: its memory is warm, and the others can go.
PhpWorker PhpPool::take_idle() {
  while (!idle_.empty()) {
    auto worker = std::move(idle_.back());
    idle_.pop_back();
    if (worker.is_alive() && worker.how.may_write == has_room()) return worker;
    lose(std::move(worker), false);
  }
  return {};
}

bool PhpPool::hand_over(PhpWorker& worker) {
  if (waiting_.empty()) return false;
  const auto waiter = waiting_.front();
  waiting_.pop_front();
  waiter->is_served = true;
  waiter->worker = std::move(worker);
  asio::post(waiter->timer.get_executor(), [waiter] { waiter->timer.cancel(); });
  return true;
}

void PhpPool::refuse_all(const boost::system::error_code& error) {
  for (const auto& waiter : waiting_) {
    waiter->is_served = true;
    waiter->failure = error;
    asio::post(waiter->timer.get_executor(), [waiter] { waiter->timer.cancel(); });
  }
  waiting_.clear();
}

void PhpPool::lose(PhpWorker worker, bool has_failed) {
  const bool has_never_run = has_failed && worker.requests == 0;
  if (has_never_run) start_failed(steady::now());
  const auto number = worker.how.number;
  if (const auto process = worker.end(); process > 0) ending_.push_back({process, number, has_never_run});
  --workers_;
  wake();
}

void PhpPool::put_back(PhpWorker worker) {
  const std::lock_guard lock(mutex_);
  if (!is_at_work_ || worker.requests >= options_.requests_each || worker.how.may_write != has_room()) {
    lose(std::move(worker), false);
  } else if (!hand_over(worker)) {
    worker.idle_since = steady::now();
    idle_.push_back(std::move(worker));
  }
}

PhpPool::Lease::~Lease() {
  if (!worker_) return;
  pool_->page_has_ended();
  const std::lock_guard lock(pool_->mutex_);
  pool_->lose(std::move(worker_), is_broken_);
}

void PhpPool::Lease::finished() {
  ++worker_.requests;
  {
    const std::lock_guard lock(pool_->mutex_);
    pool_->failures_ = 0;
  }
  pool_->put_back(std::move(worker_));
  pool_->page_has_ended();
}

void PhpPool::page_has_ended() {
  if (options_.after_pages && !pages_have_ended_.exchange(true)) wake();
}

// Under the mutex, as the two below.
bool PhpPool::is_sooner_done_later() const {
  return options_.warm_workers > 0 && workers_ - idle_.size() >= options_.warm_workers &&
         waiting_.size() < options_.most_waiting;
}

bool PhpPool::has_one_who_needs_another() const {
  return std::any_of(waiting_.begin(), waiting_.end(),
                     [](const auto& waiter) { return waiter->needs_another; });
}

std::shared_ptr<PhpPool::Waiter> PhpPool::queue(const asio::any_io_executor& strand,
                                                std::chrono::milliseconds longest, bool needs_another) {
  auto waiter = std::make_shared<Waiter>(strand, needs_another);
  waiter->timer.expires_after(longest);
  waiting_.push_back(waiter);
  return waiter;
}

asio::awaitable<Result<PhpPool::Lease>> PhpPool::wait_for_turn(std::shared_ptr<Waiter> waiter) {
  Waiting waiting(*this, waiter);
  co_await waiter->timer.async_wait(asio::as_tuple(asio::use_awaitable));
  auto worker = waiting.leave();
  if (worker) co_return Lease(*this, std::move(worker));
  co_return waiter->failure ? waiter->failure : system_error(ETIMEDOUT);
}

asio::awaitable<Result<PhpPool::Lease>> PhpPool::acquire() {
  const auto strand = co_await asio::this_coro::executor;
  std::shared_ptr<Waiter> waiter;
  {
    const std::lock_guard lock(mutex_);
    if (!is_at_work_) co_return system_error(ECANCELED);
    if (is_sooner_done_later()) waiter = queue(strand, options_.moment, false);
  }
  if (waiter) {
    auto lease = co_await wait_for_turn(std::move(waiter));
    if (lease || lease.error() != system_error(ETIMEDOUT)) co_return lease;
  }
  co_return co_await acquire_any();
}

// One that is idle, a new one, or, where there may be no more, the next that is given back.
asio::awaitable<Result<PhpPool::Lease>> PhpPool::acquire_any() {
  const auto strand = co_await asio::this_coro::executor;
  std::shared_ptr<Waiter> waiter;
  {
    std::unique_lock lock(mutex_);
    if (!is_at_work_) co_return system_error(ECANCELED);
    if (auto worker = take_idle()) co_return Lease(*this, std::move(worker));
    if (may_start(steady::now())) {
      ++workers_;
      const auto number = take_number();
      lock.unlock();
      auto started = start_worker(number);
      if (started) co_return Lease(*this, std::move(*started));
      lock.lock();
      --workers_;
      numbers_.erase(number);
      start_failed(steady::now());
      co_return started.error();
    }
    if (is_hopeless()) co_return system_error(EAGAIN);
    if (waiting_.size() >= options_.most_waiting) co_return system_error(EBUSY);
    waiter = queue(strand, options_.longest_wait, true);
  }
  co_return co_await wait_for_turn(std::move(waiter));
}

}  // namespace refd::cgi
