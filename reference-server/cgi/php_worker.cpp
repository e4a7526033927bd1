#include "cgi/php_worker.h"

#include <spawn.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <utility>

#include <fcntl.h>
#include <boost/asio/io_context.hpp>

#include "cgi/fastcgi_records.h"
#include "cgi/php_connection.h"
#include "cgi/wrapper/report.h"

namespace refd::cgi {

namespace asio = boost::asio;

namespace {

// Above all that the child's own descriptors are put at, so that none is overwritten before it is copied.
constexpr int above_the_childs = 10;

Result<UniqueFd> above(const UniqueFd& given) {
  UniqueFd moved(::fcntl(given.get(), F_DUPFD_CLOEXEC, above_the_childs));
  if (!moved) return last_system_error();
  return moved;
}

Result<UniqueFd> local_socket() {
  UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!socket) return last_system_error();
  return socket;
}

// The two ends of a connection that waits to be accepted: PHP takes its requests from a socket that listens.
struct Sockets {
  UniqueFd listening;
  UniqueFd connected;
};

Result<Sockets> make_sockets(const std::string& directory) {
  static std::atomic<unsigned> number = 0;
  const auto path = directory + "/" + std::to_string(++number);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return system_error(ENAMETOOLONG);
  std::copy(path.begin(), path.end(), std::begin(address.sun_path));

  auto listening = local_socket();
  if (!listening) return listening.error();
  auto connected = local_socket();
  if (!connected) return connected.error();
  ::unlink(path.c_str());
  const auto* const generic = reinterpret_cast<const sockaddr*>(&address);
  if (::bind(listening->get(), generic, sizeof address) != 0) return last_system_error();
  const bool is_connected =
      ::listen(listening->get(), 1) == 0 && ::connect(connected->get(), generic, sizeof address) == 0;
  const auto error = last_system_error();
  // From here on it is ours alone.
  ::unlink(path.c_str());
  if (!is_connected) return error;
  return Sockets{std::move(*listening), std::move(*connected)};
}

// PHP waits five seconds for the first octets of a connection, and as long as it takes for all others: so a
// process that has had no page yet is told that there will be one.
Result<void> begin_first_request(const UniqueFd& connected) {
  std::string record;
  append_begin_request(record, true);
  const auto sent = ::send(connected.get(), record.data(), record.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent != static_cast<ssize_t>(record.size())) return last_system_error();
  return {};
}

std::vector<char*> pointers_to(const std::vector<std::string>& words) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (const auto& word : words)
    pointers.push_back(const_cast<char*>(word.c_str()));  // NOLINT: as exec has it
  pointers.push_back(nullptr);
  return pointers;
}

// posix_spawn with its two descriptions, which have to be destroyed.
class Spawning {
 public:
  Spawning() {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawnattr_init(&attributes_);
  }
  Spawning(const Spawning&) = delete;
  Spawning& operator=(const Spawning&) = delete;
  ~Spawning() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }

  Result<void> put(const UniqueFd& given, int where) {
    auto moved = above(given);
    if (!moved) return moved.error();
    ::posix_spawn_file_actions_adddup2(&actions_, moved->get(), where);
    kept_.push_back(std::move(*moved));
    return {};
  }

  Result<pid_t> run(const PhpCommand& command, const PhpStart& how) {
    ::posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    // No signal is blocked or ignored there because it is here.
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    ::posix_spawnattr_setpgroup(&attributes_, 0);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setsigdefault(&attributes_, &all);
    ::posix_spawnattr_setflags(&attributes_,
                               POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    auto words = command.orders(how);
    words.insert(words.begin(), command.wrapper);
    pid_t process = 0;
    const int error = ::posix_spawn(&process, command.wrapper.c_str(), &actions_, &attributes_,
                                    pointers_to(words).data(), pointers_to(command.environment).data());
    if (error != 0) return system_error(error);
    return process;
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
  std::vector<UniqueFd> kept_;
};

}  // namespace

PhpWorker::PhpWorker() = default;

PhpWorker::PhpWorker(PhpWorker&& other) noexcept
    : requests(other.requests),
      how(other.how),
      idle_since(other.idle_since),
      process_(std::exchange(other.process_, 0)),
      socket_(std::move(other.socket_)),
      connection_(std::move(other.connection_)),
      control_(std::move(other.control_)) {}

PhpWorker& PhpWorker::operator=(PhpWorker&& other) noexcept {
  std::swap(requests, other.requests);
  std::swap(how, other.how);
  std::swap(idle_since, other.idle_since);
  std::swap(process_, other.process_);
  std::swap(socket_, other.socket_);
  std::swap(connection_, other.connection_);
  std::swap(control_, other.control_);
  return *this;
}

PhpWorker::~PhpWorker() {
  if (const auto process = end(); process > 0) ::waitpid(process, nullptr, 0);
}

Result<PhpWorker> PhpWorker::start(const PhpCommand& command, int errors, PhpStart how) {
  auto sockets = make_sockets(command.sockets);
  if (!sockets) return sockets.error();
  if (const auto begun = begin_first_request(sockets->connected); !begun) return begun.error();
  const UniqueFd root(::open(command.root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!root) return last_system_error();
  const UniqueFd error_output(::fcntl(errors, F_DUPFD_CLOEXEC, above_the_childs));
  if (!error_output) return last_system_error();
  std::array<int, 2> control{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, control.data()) != 0)
    return last_system_error();
  UniqueFd ours(control[0]);
  const UniqueFd theirs(control[1]);

  Spawning spawning;
  const std::pair<const UniqueFd*, int> places[] = {{&sockets->listening, STDIN_FILENO},
                                                    {&error_output, STDERR_FILENO},
                                                    {&theirs, wrapper::control_descriptor},
                                                    {&root, wrapper::root_descriptor}};
  for (const auto& [given, where] : places) {
    if (const auto put = spawning.put(*given, where); !put) return put.error();
  }
  if (command.world >= 0) {
    const UniqueFd world(::fcntl(command.world, F_DUPFD_CLOEXEC, above_the_childs));
    if (!world) return last_system_error();
    if (const auto put = spawning.put(world, wrapper::world_descriptor); !put) return put.error();
  }
  const auto process = spawning.run(command, how);
  if (!process) return process.error();
  PhpWorker worker;
  worker.how = how;
  worker.process_ = *process;
  worker.socket_ = std::move(sockets->connected);
  worker.control_ = std::move(ours);
  worker.idle_since = std::chrono::steady_clock::now();
  return worker;
}

PhpConnection* PhpWorker::connection(const asio::any_io_executor& executor) {
  if (connection_) return connection_.get();
  const int copy = ::fcntl(socket_.get(), F_DUPFD_CLOEXEC, 0);
  if (copy < 0) return nullptr;
  // Of no visitor's strand: it outlives them.
  auto& context = static_cast<asio::io_context&>(executor.context());
  connection_ = std::make_unique<PhpConnection>(context.get_executor(), copy);
  connection_->request_is_begun = true;
  return connection_.get();
}

bool PhpWorker::is_alive() const noexcept {
  char octet = 0;
  const auto seen = ::recv(socket_.get(), &octet, 1, MSG_PEEK | MSG_DONTWAIT);
  // Octets that no request asked for are as good as none.
  return seen < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

pid_t PhpWorker::end() noexcept {
  connection_.reset();
  socket_.reset();
  control_.reset();
  return std::exchange(process_, 0);
}

}  // namespace refd::cgi
