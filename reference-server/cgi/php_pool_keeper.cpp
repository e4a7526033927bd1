// What the pool's own thread does.

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "cgi/php_pool.h"

namespace refd::cgi {

namespace {

constexpr auto round_time = std::chrono::milliseconds(1'000);
constexpr auto between_tellings = std::chrono::milliseconds(100);
constexpr auto longest_end = std::chrono::seconds(3);

std::string told(int status) {
  if (WIFSIGNALED(status)) return "signal " + std::to_string(WTERMSIG(status));
  return "status " + std::to_string(WEXITSTATUS(status));
}

}  // namespace

// As long as a round when nobody waits for one.
std::chrono::milliseconds PhpPool::until_next_start() const {
  const std::lock_guard lock(mutex_);
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(next_start_ - steady::now());
  return !has_one_who_needs_another() || left.count() <= 0 ? round_time : std::min(left, round_time);
}

// How long the next telling has to wait.
std::chrono::milliseconds PhpPool::tell_of_pages(steady::time_point now) {
  if (!pages_have_ended_) return round_time;
  const auto wait = std::chrono::ceil<std::chrono::milliseconds>(told_of_pages_ + between_tellings - now);
  if (wait > std::chrono::milliseconds(0)) return wait;
  pages_have_ended_ = false;
  told_of_pages_ = now;
  options_.after_pages();
  return round_time;
}

// The thread that sees to the processes while no request does.
void PhpPool::keep() {
  for (;;) {
    keep_once();
    {
      const std::lock_guard lock(mutex_);
      if (!is_at_work_) return;
    }
    std::array<pollfd, 2> waited{{{wake_.get(), POLLIN, 0}, {errors_in_.get(), POLLIN, 0}}};
    const auto wait = std::min(tell_of_pages(steady::now()), until_next_start());
    ::poll(waited.data(), waited.size(), static_cast<int>(wait.count()));
    std::uint64_t ignored = 0;
    [[maybe_unused]] const auto read = ::read(wake_.get(), &ignored, sizeof ignored);
  }
}

void PhpPool::keep_once() {
  read_errors();
  {
    const std::lock_guard lock(mutex_);
    look_after_idle(steady::now());
    reap();
  }
  start_wanted();
}

void PhpPool::look_after_idle(steady::time_point now) {
  auto idle = std::move(idle_);
  idle_.clear();
  for (auto& worker : idle) {
    const bool is_wanted = workers_ <= options_.kept_workers || now - worker.idle_since < options_.idle;
    if (!worker.is_alive()) {
      lose(std::move(worker), true);
    } else if (!is_wanted) {
      lose(std::move(worker), false);
    } else {
      idle_.push_back(std::move(worker));
    }
  }
}

// As many as are kept, and one for each that cannot do with those that are there.
void PhpPool::start_wanted() {
  for (;;) {
    unsigned number = 0;
    {
      const std::lock_guard lock(mutex_);
      const bool is_wanted = workers_ < options_.kept_workers || has_one_who_needs_another();
      if (!is_wanted || !may_start(steady::now())) {
        if (is_hopeless()) refuse_all(system_error(EAGAIN));
        return;
      }
      ++workers_;
      number = take_number();
    }
    auto started = start_worker(number);
    if (started) {
      put_back(std::move(*started));
      continue;
    }
    const std::lock_guard lock(mutex_);
    --workers_;
    numbers_.erase(number);
    if (failures_ == 0) log_->error("PHP cannot be started: {}", started.error().message());
    start_failed(steady::now());
  }
}

void PhpPool::reap() {
  std::erase_if(ending_, [this](const Ending& ending) {
    int status = 0;
    const auto ended = ::waitpid(ending.process, &status, WNOHANG);
    if (ended == 0 || (ended < 0 && errno == EINTR)) return false;
    if (ending.has_failed) log_->warn("a process of PHP ended before its first page: {}", told(status));
    if (options_.after_end) options_.after_end(ending.number);
    numbers_.erase(ending.number);
    return true;
  });
}

void PhpPool::read_errors() {
  std::array<char, 4096> text{};
  // So much a round: whoever writes without end is not to keep us from our work.
  for (int i = 0; i < 64; ++i) {
    const auto octets = ::read(errors_in_.get(), text.data(), text.size());
    if (octets <= 0) return;
    errors_.record("-", "php", std::string_view(text.data(), static_cast<std::size_t>(octets)));
  }
}

void PhpPool::end_all() {
  const auto deadline = steady::now() + longest_end;
  const std::lock_guard lock(mutex_);
  while (!idle_.empty()) {
    auto worker = std::move(idle_.back());
    idle_.pop_back();
    lose(std::move(worker), false);
  }
  for (reap(); !ending_.empty() && steady::now() < deadline; reap())
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  if (!ending_.empty()) log_->warn("{} processes of PHP did not end in time", ending_.size());
  read_errors();
}

}  // namespace refd::cgi
