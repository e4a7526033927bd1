#include "runner/child_process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <deque>
#include <mutex>
#include <system_error>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <boost/asio/buffer.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/readable_pipe.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/writable_pipe.hpp>
#include <boost/asio/write.hpp>
#include <boost/process/v2/process.hpp>
#include <boost/process/v2/stdio.hpp>

namespace cts {
namespace {

namespace asio = boost::asio;
namespace process = boost::process::v2;
using Error = boost::system::error_code;

constexpr std::size_t error_kept = 4096;
constexpr std::size_t longest_line = 64u << 20;
/// How long the last output of a child that has ended is waited for: a grandchild may hold the pipe open.
constexpr std::chrono::milliseconds drain_time{500};

/// The Process library makes pipes that any fork would hand on; so no two threads may start a child at once.
std::mutex& start_mutex() {
  static std::mutex mutex;
  return mutex;
}

struct OpenFile {
  explicit OpenFile(const std::string& file)
      : descriptor(::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)) {
    if (descriptor < 0) throw std::system_error(errno, std::generic_category(), file);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() { ::close(descriptor); }
  int descriptor;
};

ChildEnd end_of(int status) {
  if (WIFSIGNALED(status)) return {-1, WTERMSIG(status)};
  return {WEXITSTATUS(status), 0};
}

}  // namespace

std::string ChildEnd::text() const {
  if (signal == 0) return "exit code " + std::to_string(exit_code);
  const char* name = ::sigdescr_np(signal);
  return "signal " + std::to_string(signal) + (name == nullptr ? "" : " (" + std::string(name) + ")");
}

struct ChildProcess::Impl : std::enable_shared_from_this<Impl> {
  Impl(asio::io_context& io, Handlers given)
      : handlers(std::move(given)), in(io), out(io), err(io), drain(io), child(io) {}

  void start(asio::io_context& io, const std::vector<std::string>& argv, const std::string& error_file) {
    const std::scoped_lock lock(start_mutex());
    const std::vector<std::string> arguments(argv.begin() + 1, argv.end());
    try {
      if (error_file.empty()) {
        child = process::process(io, argv.at(0), arguments, process::process_stdio{in, out, err});
      } else {
        const OpenFile file(error_file);
        child = process::process(io, argv.at(0), arguments, process::process_stdio{in, out, file.descriptor});
        error_ended = true;
      }
    } catch (const boost::system::system_error& error) {
      throw std::system_error(error.code().value(), std::generic_category(), "cannot start " + argv.at(0));
    }
    pid = child.id();
  }

  void listen() {
    read_line();
    if (!error_ended) read_error();
    child.async_wait([self = shared_from_this()](Error error, int) {
      self->ended = true;
      self->end = error ? ChildEnd{} : end_of(self->child.native_exit_code());
      self->child.detach();  // reaped: its number may already be another's
      self->drain.expires_after(drain_time);
      self->drain.async_wait([self](Error cancelled) {
        if (!cancelled) self->close_output();
      });
      self->finish();
    });
  }

  void read_line() {
    asio::async_read_until(out, asio::dynamic_buffer(buffer, longest_line), '\n',
                           [self = shared_from_this()](Error error, std::size_t size) {
                             if (error) {
                               self->output_ended = true;
                               self->finish();
                               return;
                             }
                             std::string line = self->buffer.substr(0, size - 1);
                             self->buffer.erase(0, size);
                             if (self->handlers.on_line) self->handlers.on_line(line);
                             self->read_line();
                           });
  }

  void read_error() {
    err.async_read_some(asio::buffer(chunk), [self = shared_from_this()](Error error, std::size_t size) {
      if (error) {
        self->error_ended = true;
        self->finish();
        return;
      }
      self->tail.append(self->chunk.data(), size);
      if (self->tail.size() > error_kept) self->tail.erase(0, self->tail.size() - error_kept);
      self->read_error();
    });
  }

  void write_next() {
    asio::async_write(in, asio::buffer(queue.front()), [self = shared_from_this()](Error error, std::size_t) {
      if (error) return;  // the child's end tells the rest
      self->queue.pop_front();
      if (!self->queue.empty()) self->write_next();
    });
  }

  void close_output() {
    Error ignored;
    out.close(ignored);
    err.close(ignored);
  }

  void finish() {
    if (!ended || !output_ended || !error_ended || told) return;
    told = true;
    drain.cancel();
    if (handlers.on_end) handlers.on_end(end);
  }

  /// Nobody listens any more.
  void abandon() {
    handlers = {};
    told = true;
    drain.cancel();
    close_output();
    Error ignored;
    in.close(ignored);
    if (!ended) {
      ::kill(pid, SIGKILL);
      ::waitpid(pid, nullptr, 0);
      ended = true;
      child.detach();
    }
  }

  Handlers handlers;
  asio::writable_pipe in;
  asio::readable_pipe out;
  asio::readable_pipe err;
  asio::steady_timer drain;
  process::process child;
  std::string buffer;
  std::array<char, 1024> chunk{};
  std::string tail;
  std::deque<std::string> queue;
  int pid = -1;
  ChildEnd end;
  bool ended = false;
  bool output_ended = false;
  bool error_ended = false;
  bool told = false;
};

ChildProcess::ChildProcess(asio::io_context& io, const std::vector<std::string>& argv, Handlers handlers,
                           const std::string& error_file)
    : impl_(std::make_shared<Impl>(io, std::move(handlers))) {
  std::signal(SIGPIPE, SIG_IGN);  // writing to a child that has ended must not end us
  impl_->start(io, argv, error_file);
  impl_->listen();
}

ChildProcess::~ChildProcess() {
  impl_->abandon();
}

void ChildProcess::write_line(std::string line) {
  impl_->queue.push_back(std::move(line) + "\n");
  if (impl_->queue.size() == 1) impl_->write_next();
}

void ChildProcess::close_input() {
  Error ignored;
  impl_->in.close(ignored);
}

void ChildProcess::terminate() {
  if (!impl_->ended) ::kill(impl_->pid, SIGTERM);
}

void ChildProcess::kill() {
  if (!impl_->ended) ::kill(impl_->pid, SIGKILL);
}

int ChildProcess::id() const {
  return impl_->pid;
}

std::string ChildProcess::error_tail() const {
  return impl_->tail;
}

ProgramResult run_program(const std::vector<std::string>& argv, std::chrono::milliseconds limit) {
  asio::io_context io{1};
  ProgramResult result;
  bool ended = false;
  ChildProcess child(io, argv,
                     {.on_line = [&result](std::string_view line) { result.output.append(line) += '\n'; },
                      .on_end =
                          [&](const ChildEnd& end) {
                            result.end = end;
                            ended = true;
                          }});
  child.close_input();
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (!ended) {
    io.run_one_until(deadline);
    if (ended || std::chrono::steady_clock::now() < deadline) continue;
    if (result.overdue) break;  // killed, and yet no end within its drain time
    result.overdue = true;
    child.kill();
    io.run_for(drain_time * 2);
  }
  result.error_tail = child.error_tail();
  return result;
}

struct BackgroundProgram::Impl {
  Impl(const std::vector<std::string>& argv, const std::string& error_file)
      : child(io, argv,
              {.on_line = [this](std::string_view line) { lines.emplace_back(line); },

               .on_end =
                   [this](const ChildEnd& how) {
                     ended = true;
                     end = how;
                   }},
              error_file) {}

  template <class Condition>
  bool run_until(Condition holds, std::chrono::milliseconds limit) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!holds() && !ended && std::chrono::steady_clock::now() < deadline) io.run_one_until(deadline);
    return holds();
  }

  asio::io_context io{1};
  bool ended = false;
  ChildEnd end;
  std::vector<std::string> lines;
  ChildProcess child;
};

BackgroundProgram::BackgroundProgram(const std::vector<std::string>& argv, const std::string& error_file)
    : impl_(std::make_unique<Impl>(argv, error_file)) {}

BackgroundProgram::~BackgroundProgram() {
  end(std::chrono::seconds(5));
}

bool BackgroundProgram::wait_for_line(std::string_view line, std::chrono::milliseconds limit) {
  return impl_->run_until(
      [this, line] {
        return std::find(impl_->lines.begin(), impl_->lines.end(), line) != impl_->lines.end();
      },
      limit);
}

bool BackgroundProgram::wait_for_lines(std::size_t count, std::chrono::milliseconds limit) {
  return impl_->run_until([this, count] { return impl_->lines.size() >= count; }, limit);
}

std::optional<ChildEnd> BackgroundProgram::wait_for_end(std::chrono::milliseconds limit) {
  if (!impl_->run_until([this] { return impl_->ended; }, limit)) return std::nullopt;
  return impl_->end;
}

bool BackgroundProgram::end(std::chrono::milliseconds limit) {
  impl_->child.terminate();
  if (impl_->run_until([this] { return impl_->ended; }, limit)) return true;
  impl_->child.kill();
  impl_->run_until([this] { return impl_->ended; }, drain_time * 2);
  return false;
}

int BackgroundProgram::id() const {
  return impl_->child.id();
}

}  // namespace cts
