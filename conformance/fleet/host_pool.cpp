#include "fleet/host_pool.h"

#include <algorithm>
#include <csignal>
#include <deque>
#include <map>
#include <system_error>

#include <unistd.h>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>

namespace cts {
namespace {

namespace asio = boost::asio;

/// What is typed at a terminal goes to the children as well: handed on too, it would count twice.
bool was_typed(int signal) {
  return signal == SIGINT && ::isatty(STDIN_FILENO) == 1 && ::tcgetpgrp(STDIN_FILENO) == ::getpgrp();
}

}  // namespace

struct HostPool::Impl {
  explicit Impl(unsigned most) : at_once(std::max(1U, most)), signals(io, SIGINT, SIGTERM) { await_signal(); }

  void await_signal() {
    signals.async_wait([this](boost::system::error_code error, int signal) {
      if (error) return;
      stopping = true;
      if (!was_typed(signal)) {
        for (const auto& [job, process] : running) process->terminate();
      }
      await_signal();
    });
  }

  bool is_free(const HostJob& job) const {
    return std::none_of(job.places.begin(), job.places.end(),
                        [this](const std::string& place) { return in_use.contains(place); });
  }

  void fill() {
    while (!stopping && running.size() < at_once) {
      const auto next =
          std::find_if(pending.begin(), pending.end(), [this](const HostJob* job) { return is_free(*job); });
      if (next == pending.end()) return;
      const HostJob& job = **next;
      pending.erase(next);
      start(job);
    }
  }

  void start(const HostJob& job) {
    if (on_started) on_started(job);
    try {
      ChildProcess::Handlers handlers{.on_end = [this, &job](const ChildEnd& end) {
        take_end(job, end);
      }};
      running[&job] = std::make_unique<ChildProcess>(io, job.command, std::move(handlers));
      running[&job]->close_input();
      in_use.insert(job.places.begin(), job.places.end());
    } catch (const std::system_error& error) {
      running.erase(&job);
      if (on_ended) on_ended(job, {}, error.what());
    }
  }

  void take_end(const HostJob& job, const ChildEnd& end) {
    const auto found = running.find(&job);
    const std::string last_words = found->second->error_tail();
    // Not destroyed inside its own handler.
    asio::post(io, [gone = std::shared_ptr<ChildProcess>(std::move(found->second))] {});
    running.erase(found);
    for (const std::string& place : job.places) in_use.erase(place);
    if (on_ended) on_ended(job, end, last_words);
  }

  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> open{io.get_executor()};
  std::size_t at_once;
  asio::signal_set signals;
  OnStarted on_started;
  OnEnded on_ended;
  std::deque<const HostJob*> pending;
  std::map<const HostJob*, std::unique_ptr<ChildProcess>> running;
  std::set<std::string> in_use;
  bool stopping = false;
};

HostPool::HostPool(unsigned at_once) : impl_(std::make_unique<Impl>(at_once)) {}

HostPool::~HostPool() = default;

void HostPool::run(const std::vector<HostJob>& jobs, const OnStarted& on_started, const OnEnded& on_ended) {
  impl_->on_started = on_started;
  impl_->on_ended = on_ended;
  for (const HostJob& job : jobs) impl_->pending.push_back(&job);
  impl_->io.poll();  // a signal may have come before
  impl_->fill();
  while (!impl_->running.empty()) {
    impl_->io.run_one();
    impl_->fill();
  }
  impl_->pending.clear();
}

bool HostPool::stopped() const {
  impl_->io.poll();
  return impl_->stopping;
}

}  // namespace cts
