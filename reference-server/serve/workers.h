#pragma once

#include <thread>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

namespace refd {

/// Threads that run a context as long as this lives; it is stopped then.
class Workers {
 public:
  Workers(boost::asio::io_context& context, unsigned count)
      : context_(context), guard_(context.get_executor()) {
    for (unsigned i = 0; i < count; ++i) threads_.emplace_back([this] { context_.run(); });
  }
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  ~Workers() {
    context_.stop();
    for (auto& thread : threads_) thread.join();
  }

 private:
  boost::asio::io_context& context_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_;
  std::vector<std::thread> threads_;
};

}  // namespace refd
