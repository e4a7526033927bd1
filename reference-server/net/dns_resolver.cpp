#include "net/dns_resolver.h"

#include <ares.h>
#include <arpa/inet.h>
#include <netdb.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <stdexcept>

#include "net/dns_answers.h"

namespace refd::net {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

constexpr int class_in = 1;
constexpr int type_ptr = 12;
constexpr std::size_t most_questions = 256;
constexpr std::size_t most_kept = 1024;
constexpr std::chrono::milliseconds shortest_kept{5000};

SteadyTime now() {
  return std::chrono::steady_clock::now();
}

// The server said so, as opposed to: nobody knows.
bool is_absence(int status) {
  return status == ARES_ENOTFOUND || status == ARES_ENODATA;
}

void check(int status, const char* what) {
  if (status != ARES_SUCCESS)
    throw std::runtime_error(std::string("resolver: ") + what + ": " + ares_strerror(status));
}

// One address on its way: its names first, then whether each leads back.
struct Lookup {
  std::string address;
  BinaryAddress binary;
  SteadyTime deadline;
  std::vector<DnsResolver::Done> waiting;
  KnownNames found;
  std::size_t unconfirmed = 0;
  bool ended = false;

  void end() {
    if (ended) return;
    ended = true;
    for (const auto& done : waiting) done(found);
    waiting.clear();
  }
};

}  // namespace

class DnsResolver::Work {
 public:
  explicit Work(const Options& options, Log log) : options_(options), log_(std::move(log)) {
    check(ares_library_init(ARES_LIB_INIT_ALL), "library");
    ares_options given{};
    const int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_DOMAINS |
                     ARES_OPT_LOOKUPS | ARES_OPT_SOCK_STATE_CB;
    // A name is looked up as it stands: no search list, no alias file.
    given.flags = ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES;
    given.timeout = static_cast<int>(options.try_time.count());
    given.tries = options.tries;
    given.sock_state_cb = &Work::on_socket;
    given.sock_state_cb_data = this;
    std::string name_servers_only = "b";
    given.lookups = name_servers_only.data();
    check(ares_init_options(&channel_, &given, mask), "options");
    if (options.server.empty()) return;
    const bool is_v6 = options.server.find(':') != std::string::npos;
    const auto server =
        (is_v6 ? "[" + options.server + "]" : options.server) + ":" + std::to_string(options.port);
    check(ares_set_servers_ports_csv(channel_, server.c_str()), server.c_str());
  }
  Work(const Work&) = delete;
  Work& operator=(const Work&) = delete;
  ~Work() {
    for (const auto& [address, lookup] : under_way_) lookup->found.complete = false, lookup->end();
    if (channel_ != nullptr) ares_destroy(channel_);
    ares_library_cleanup();
  }

  void begin(std::string address, Done done) {
    if (const auto known = kept_.find(address); known != kept_.end()) {
      if (now() < known->second.until) {
        done(known->second.found);
        return;
      }
      kept_.erase(known);
    }
    if (const auto same = under_way_.find(address); same != under_way_.end()) {
      same->second->waiting.push_back(std::move(done));
      return;
    }
    const auto binary = BinaryAddress::parse(address);
    if (!binary || open_questions_ >= most_questions) {
      if (binary) log_->warn("resolver: too many lookups under way, {} has no names for now", address);
      done(KnownNames{{}, false});
      return;
    }
    auto lookup = std::make_shared<Lookup>();
    lookup->address = address;
    lookup->binary = *binary;
    lookup->deadline = now() + options_.deadline;
    lookup->waiting.push_back(std::move(done));
    under_way_.emplace(std::move(address), lookup);
    ++open_questions_;
    // Not ares_gethostbyaddr(): to that, no answer is the same as no name.
    ares_query(channel_, binary->reverse_name().c_str(), class_in, type_ptr, &Work::on_names,
               new Question{*this, lookup, {}});
  }

  // Waits for answers, for the next deadline, or to be woken; then deals with what has come.
  void turn(int wake_up) {
    std::vector<pollfd> polled = {{wake_up, POLLIN, 0}};
    for (const auto& [socket, events] : sockets_) polled.push_back({socket, events, 0});
    (void)::poll(polled.data(), polled.size(), patience());
    for (std::size_t i = 1; i < polled.size(); ++i) {
      const auto events = polled[i].revents;
      const auto readable = (events & (POLLIN | POLLERR | POLLHUP)) != 0;
      const auto writable = (events & POLLOUT) != 0;
      if (readable || writable) {
        ares_process_fd(channel_, readable ? polled[i].fd : ARES_SOCKET_BAD,
                        writable ? polled[i].fd : ARES_SOCKET_BAD);
      }
    }
    ares_process_fd(channel_, ARES_SOCKET_BAD, ARES_SOCKET_BAD);  // what has taken too long
    end_overdue();
  }

 private:
  // What c-ares hands back with each answer; owned by it in between.
  struct Question {
    Work& work;
    std::shared_ptr<Lookup> lookup;
    std::string name;  // whose addresses are asked for
  };
  struct Kept {
    KnownNames found;
    SteadyTime until;
  };

  static void on_socket(void* work, ares_socket_t socket, int readable, int writable) {
    auto& sockets = static_cast<Work*>(work)->sockets_;
    if (readable == 0 && writable == 0) {
      sockets.erase(socket);
    } else {
      sockets[socket] = static_cast<short>((readable != 0 ? POLLIN : 0) | (writable != 0 ? POLLOUT : 0));
    }
  }

  static void on_names(void* argument, int status, int, unsigned char* octets, int length) {
    const std::unique_ptr<Question> question(static_cast<Question*>(argument));
    NamesTold told{.status = status, .names = {}};
    if (status == ARES_SUCCESS)
      told = names_told({octets, static_cast<std::size_t>(length)}, question->lookup->binary);
    question->work.take_names(question->lookup, std::move(told));
    --question->work.open_questions_;
  }

  static void on_addresses(void* argument, int status, int, ares_addrinfo* addresses) {
    const std::unique_ptr<Question> question(static_cast<Question*>(argument));
    question->work.take_addresses(*question, status, addresses);
    if (addresses != nullptr) ares_freeaddrinfo(addresses);
    --question->work.open_questions_;
  }

  void take_names(const std::shared_ptr<Lookup>& lookup, NamesTold told) {
    if (lookup->ended) return;
    lookup->found.complete = told.status == ARES_SUCCESS ? told.all : is_absence(told.status);
    lookup->unconfirmed = told.names.size();
    if (told.names.empty()) finish(*lookup);
    for (auto& name : told.names) ask_back(lookup, std::move(name));
  }

  void ask_back(const std::shared_ptr<Lookup>& lookup, std::string name) {
    ares_addrinfo_hints hints{};
    hints.ai_family = lookup->binary.family;
    hints.ai_flags = ARES_AI_NOSORT;
    ++open_questions_;
    auto* question = new Question{*this, lookup, std::move(name)};
    ares_getaddrinfo(channel_, question->name.c_str(), nullptr, &hints, &Work::on_addresses, question);
  }

  void take_addresses(const Question& question, int status, const ares_addrinfo* addresses) {
    auto& lookup = *question.lookup;
    if (lookup.ended) return;
    if (status == ARES_SUCCESS && addresses != nullptr) {
      for (const auto* node = addresses->nodes; node != nullptr; node = node->ai_next) {
        if (!lookup.binary.is(*node->ai_addr)) continue;
        lookup.found.names.push_back(question.name);
        break;
      }
    } else if (!is_absence(status)) {
      lookup.found.complete = false;
    }
    if (--lookup.unconfirmed == 0) finish(lookup);
  }

  // Whatever has not been confirmed by now never was.
  void finish(Lookup& lookup) {
    const auto kept_alive = under_way_.find(lookup.address)->second;
    under_way_.erase(lookup.address);
    if (kept_.size() >= most_kept) kept_.clear();
    // A name server that was out of order may soon be better.
    const auto for_now = std::min(options_.kept, shortest_kept);
    const auto until = now() + (lookup.found.complete ? options_.kept : for_now);
    kept_.insert_or_assign(lookup.address, Kept{lookup.found, until});
    lookup.end();
  }

  void end_overdue() {
    const auto moment = now();
    std::vector<std::shared_ptr<Lookup>> overdue;
    for (const auto& [address, lookup] : under_way_) {
      if (lookup->deadline <= moment) overdue.push_back(lookup);
    }
    for (const auto& lookup : overdue) {
      log_->info("resolver: the names of {} could not be found out in time", lookup->address);
      lookup->found.complete = false;
      finish(*lookup);
    }
  }

  // Milliseconds; -1: for as long as nothing happens.
  int patience() const {
    auto until = SteadyTime::max();
    for (const auto& [address, lookup] : under_way_) until = std::min(until, lookup->deadline);
    timeval buffer{};
    if (const auto* next = ares_timeout(channel_, nullptr, &buffer); next != nullptr) {
      until = std::min(until,
                       now() + std::chrono::seconds(next->tv_sec) + std::chrono::microseconds(next->tv_usec));
    }
    if (until == SteadyTime::max()) return -1;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - now());
    return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 60'000));
  }

  const Options options_;
  const Log log_;
  ares_channel channel_ = nullptr;
  std::map<ares_socket_t, short> sockets_;
  std::map<std::string, std::shared_ptr<Lookup>> under_way_;
  std::map<std::string, Kept> kept_;
  std::size_t open_questions_ = 0;
};

DnsResolver::DnsResolver(const Options& options, Log log)
    : wake_up_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (!wake_up_) throw std::runtime_error("resolver: no event descriptor");
  // Made here, so that its mistakes are the constructor's; the thread owns it from then on.
  auto work = std::make_shared<Work>(options, std::move(log));
  thread_ = std::thread([this, work = std::move(work)] { run(*work); });
}

DnsResolver::~DnsResolver() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake();
  thread_.join();
}

void DnsResolver::look_up(std::string address, Done done) {
  {
    const std::lock_guard lock(mutex_);
    requests_.emplace_back(std::move(address), std::move(done));
  }
  wake();
}

void DnsResolver::wake() {
  const std::uint64_t one = 1;
  (void)!::write(wake_up_.get(), &one, sizeof one);
}

void DnsResolver::run(Work& work) {
  while (true) {
    std::vector<Request> requests;
    {
      const std::lock_guard lock(mutex_);
      if (ending_) break;
      requests.swap(requests_);
    }
    for (auto& [address, done] : requests) work.begin(std::move(address), std::move(done));
    work.turn(wake_up_.get());
    std::uint64_t ignored = 0;
    (void)!::read(wake_up_.get(), &ignored, sizeof ignored);
  }
  for (auto& [address, done] : requests_) done(KnownNames{{}, false});
}

}  // namespace refd::net
