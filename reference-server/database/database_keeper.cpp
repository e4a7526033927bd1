#include "database/database_keeper.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <system_error>

namespace refd::db {

namespace {

constexpr auto between_questions = std::chrono::milliseconds(10);
constexpr auto no_limit = std::chrono::milliseconds(-1);

std::chrono::milliseconds since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
}

}  // namespace

DatabaseKeeper::DatabaseKeeper(Options options, Log log)
    : options_(std::move(options)), log_(std::move(log)), wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (!wake_) throw boost::system::system_error(last_system_error(), "eventfd");
}

DatabaseKeeper::~DatabaseKeeper() {
  stop();
}

void DatabaseKeeper::start() {
  thread_ = std::thread([this] { keep(); });
}

void DatabaseKeeper::stop() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(wake_.get(), &one, sizeof one);
  if (thread_.joinable()) thread_.join();
  set_state(State::stopped);
}

DatabaseKeeper::State DatabaseKeeper::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

bool DatabaseKeeper::is_stopping() const {
  const std::lock_guard lock(mutex_);
  return is_stopping_;
}

void DatabaseKeeper::set_state(State state) {
  {
    const std::lock_guard lock(mutex_);
    state_ = state;
  }
  changed_.notify_all();
}

bool DatabaseKeeper::wait_until_ready(std::chrono::milliseconds limit) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, limit, [this] { return state_ != State::starting; });
  return state_ == State::ready;
}

// Until the descriptor is readable, the time is over or the end has come. -1: no descriptor.
void DatabaseKeeper::wait_for(int descriptor, std::chrono::milliseconds limit) const {
  std::array<pollfd, 2> waited{{{wake_.get(), POLLIN, 0}, {descriptor, POLLIN, 0}}};
  ::poll(waited.data(), waited.size(), static_cast<int>(limit.count()));
}

void DatabaseKeeper::pause(std::chrono::milliseconds time) {
  const auto begun = steady::now();
  while (!is_stopping() && since(begun) < time) wait_for(-1, time - since(begun));
}

bool DatabaseKeeper::wait_for_answer(Child& server) {
  const auto begun = steady::now();
  while (!is_stopping() && since(begun) < options_.start_limit) {
    if (options_.answers()) return true;
    if (server.wait(std::chrono::milliseconds(0))) return false;
    wait_for(server.ending(), between_questions);
  }
  return false;
}

void DatabaseKeeper::end(Child& server) const {
  server.signal(SIGTERM);
  if (server.wait(options_.stop_limit)) return;
  log_->warn("the database did not end in time, and is killed");
  server.signal(SIGKILL);
  server.wait(options_.stop_limit);
}

// One life of the server. How long it ran.
RestartPacer::duration DatabaseKeeper::run_once() {
  auto server = options_.start();
  if (!server) {
    log_->error("the database cannot be started: {}", server.error().message());
    return RestartPacer::duration(0);
  }
  process_ = server->pid();
  const auto begun = steady::now();
  if (wait_for_answer(*server)) {
    log_->info("the database answers after {} ms", since(begun).count());
    set_state(State::ready);
    while (!is_stopping() && !server->wait(std::chrono::milliseconds(0)))
      wait_for(server->ending(), no_limit);
  }
  process_ = 0;
  const auto ran = since(begun);
  if (*server) {
    if (!is_stopping()) log_->error("the database does not answer, and is ended");
    end(*server);
  } else {
    log_->error("the database has ended: {}", server->end_text());
  }
  return ran;
}

void DatabaseKeeper::keep() {
  if (options_.prepare) {
    if (const auto prepared = options_.prepare(); !prepared) {
      log_->error("there is no database: {}", prepared.error().message());
      set_state(State::down);
      return;
    }
  }
  RestartPacer pacer(options_.pace);
  while (!is_stopping()) {
    const auto ran = run_once();
    if (is_stopping()) break;
    set_state(State::down);
    const auto wait = pacer.pause_after(ran);
    log_->warn("the database is started again in {} ms", wait.count());
    pause(wait);
    set_state(State::starting);
  }
}

}  // namespace refd::db
