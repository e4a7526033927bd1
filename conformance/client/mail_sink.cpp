#include "client/mail_sink.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>

#include "client/sink_session.h"
#include "client/socket.h"

namespace cts {
namespace {

constexpr std::size_t sessions_at_once = 50;
constexpr std::chrono::seconds idle{60};
constexpr std::chrono::seconds answering{5};
constexpr std::chrono::minutes whole_session{10};
constexpr std::size_t kept_octets = 256u << 20;

bool goes_to(const SunkMessage& message, std::string_view part) {
  return std::any_of(message.recipients.begin(), message.recipients.end(),
                     [part](const std::string& to) { return to.find(part) != std::string::npos; });
}

}  // namespace

struct MailSink::Impl {
  struct Talk {
    std::thread thread;
    bool ended = false;  // guarded by the mutex
  };

  explicit Impl(SinkManners how) : manners(std::move(how)), stop(::eventfd(0, EFD_CLOEXEC)) {}
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() { ::close(stop); }

  void serve();
  void talk(Socket socket);
  void join_ended();
  // Until the socket is ready; false: the sink is to stop, or the patience is over.
  bool wait(const Socket& socket, short events, Deadline deadline) const;
  static bool say(Socket& socket, std::string_view text);
  SinkSession::Events events();

  const SinkManners manners;
  Socket listener;
  const int stop;
  std::thread acceptor;
  std::list<Talk> talks;  // guarded by the mutex
  mutable std::mutex mutex;
  mutable std::condition_variable changed;
  std::vector<SunkMessage> messages;  // guarded by the mutex
  std::vector<std::string> refused;   // guarded by the mutex
  std::size_t octets = 0;             // of them all; guarded by the mutex
};

bool MailSink::Impl::wait(const Socket& socket, short events, Deadline deadline) const {
  std::array<pollfd, 2> fds{pollfd{socket.descriptor(), events, 0}, pollfd{stop, POLLIN, 0}};
  return wait_for(fds, deadline) && fds[1].revents == 0;
}

// Also when the sink is to stop: whoever has seen what this answers may close it at once, and the sender is
// not to try again for want of an answer.
bool MailSink::Impl::say(Socket& socket, std::string_view text) {
  const Deadline deadline = deadline_in(answering);
  while (!text.empty()) {
    std::array<pollfd, 1> fds{pollfd{socket.descriptor(), POLLOUT, 0}};
    if (!wait_for(fds, deadline)) return false;
    const Io io = socket.write_some(text, no_wait);
    if (io.state == Io::State::reset) return false;
    text.remove_prefix(io.octets);
  }
  return true;
}

SinkSession::Events MailSink::Impl::events() {
  return {.taken =
              [this](SunkMessage message) {
                const std::lock_guard lock(mutex);
                octets += message.octets.size();
                if (octets > kept_octets) return;
                messages.push_back(std::move(message));
                changed.notify_all();
              },
          .recipient_refused =
              [this](std::string recipient) {
                const std::lock_guard lock(mutex);
                if (refused.size() < 1000) refused.push_back(std::move(recipient));
                changed.notify_all();
              }};
}

void MailSink::Impl::talk(Socket socket) {
  SinkSession session(socket.peer().address(), manners, events());
  const Deadline end = deadline_in(whole_session);
  std::array<char, 65536> buffer{};
  bool going = say(socket, session.greeting());
  while (going && !session.over()) {
    if (!wait(socket, POLLIN, std::min(end, deadline_in(idle)))) return;
    const Io io = socket.read_some(buffer, no_wait);
    if (io.state == Io::State::timed_out) continue;
    if (io.state != Io::State::ok) return;
    going = say(socket, session.feed({buffer.data(), io.octets}));
  }
}

void MailSink::Impl::join_ended() {
  for (auto talk = talks.begin(); talk != talks.end();) {
    if (talk->ended) {
      talk->thread.join();
      talk = talks.erase(talk);
    } else {
      ++talk;
    }
  }
}

void MailSink::Impl::serve() {
  while (wait(listener, POLLIN, deadline_in(std::chrono::hours(24)))) {
    Socket socket = listener.accept(no_wait);
    if (!socket.is_open()) continue;
    const std::lock_guard lock(mutex);
    join_ended();
    if (talks.size() >= sessions_at_once) continue;
    Talk& one = talks.emplace_back();
    one.thread = std::thread([this, &one, peer = std::move(socket)]() mutable {
      talk(std::move(peer));
      const std::lock_guard ended(mutex);
      one.ended = true;
    });
  }
}

MailSink::MailSink(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

std::unique_ptr<MailSink> MailSink::open(const std::string& address, std::uint16_t port, SinkManners manners,
                                         std::string& problem) {
  auto impl = std::make_unique<Impl>(std::move(manners));
  impl->listener = Socket::listen(address, port, problem);
  if (!impl->listener.is_open()) return nullptr;
  Impl* const sink = impl.get();
  sink->acceptor = std::thread([sink] { sink->serve(); });
  return std::unique_ptr<MailSink>(new MailSink(std::move(impl)));
}

MailSink::~MailSink() {
  ::eventfd_write(impl_->stop, 1);
  impl_->acceptor.join();
  // Nobody adds to them any more.
  for (Impl::Talk& talk : impl_->talks) talk.thread.join();
}

std::uint16_t MailSink::port() const {
  return impl_->listener.local().port();
}

std::vector<SunkMessage> MailSink::messages() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->messages;
}

std::vector<SunkMessage> MailSink::messages_for(std::string_view part) const {
  return wait_for_messages(part, 0, {});
}

std::vector<SunkMessage> MailSink::wait_for_messages(std::string_view part, std::size_t count,
                                                     std::chrono::milliseconds patience) const {
  std::unique_lock lock(impl_->mutex);
  const auto chosen = [&] {
    std::vector<SunkMessage> found;
    for (const SunkMessage& message : impl_->messages)
      if (goes_to(message, part)) found.push_back(message);
    return found;
  };
  const auto enough = [&] {
    return static_cast<std::size_t>(std::count_if(impl_->messages.begin(), impl_->messages.end(),
                                                  [&](const auto& m) { return goes_to(m, part); })) >= count;
  };
  impl_->changed.wait_for(lock, patience, enough);
  return chosen();
}

std::vector<std::string> MailSink::refused_recipients() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->refused;
}

}  // namespace cts
