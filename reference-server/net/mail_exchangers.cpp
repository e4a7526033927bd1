#include "net/mail_exchangers.h"

#include <ares.h>
#include <arpa/inet.h>
#include <netdb.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <random>
#include <stdexcept>

#include "net/dns_answers.h"

namespace refd::net {
namespace {

constexpr int class_in = 1;
constexpr int type_mx = 15;
// More would be asked for their addresses in vain: the first few take the mail, or nobody does.
constexpr std::size_t most_exchangers = 5;
constexpr std::size_t most_addresses = 4;

// One channel, used by this thread only.
class Channel {
 public:
  explicit Channel(const MailExchangers::Options& options) {
    if (ares_library_init(ARES_LIB_INIT_ALL) != ARES_SUCCESS) throw std::runtime_error("resolver: library");
    ares_options given{};
    given.flags = ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES;
    given.timeout = static_cast<int>(options.try_time.count());
    given.tries = options.tries;
    std::string name_servers_only = "b";
    given.lookups = name_servers_only.data();
    const int mask =
        ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_DOMAINS | ARES_OPT_LOOKUPS;
    if (ares_init_options(&channel_, &given, mask) != ARES_SUCCESS)
      throw std::runtime_error("resolver: options");
    if (options.server.empty()) return;
    const bool is_v6 = options.server.find(':') != std::string::npos;
    const auto server =
        (is_v6 ? "[" + options.server + "]" : options.server) + ":" + std::to_string(options.port);
    ares_set_servers_ports_csv(channel_, server.c_str());
  }
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  ~Channel() {
    if (channel_ != nullptr) ares_destroy(channel_);
    ares_library_cleanup();
  }

  ExchangersTold exchangers(const std::string& domain) {
    ExchangersTold told{.status = ARES_ECANCELLED, .exchangers = {}};
    ares_query(
        channel_, domain.c_str(), class_in, type_mx,
        [](void* argument, int status, int, unsigned char* octets, int length) {
          auto& heard = *static_cast<ExchangersTold*>(argument);
          heard.status = status;
          if (status == ARES_SUCCESS) heard = exchangers_told({octets, static_cast<std::size_t>(length)});
        },
        &told);
    wait();
    return told;
  }

  int addresses(const std::string& host, std::vector<std::string>& found) {
    struct Answer {
      int status = ARES_ECANCELLED;
      std::vector<std::string>& found;
    } answer{.found = found};
    ares_addrinfo_hints hints{};
    hints.ai_family = AF_UNSPEC;
    ares_getaddrinfo(
        channel_, host.c_str(), nullptr, &hints,
        [](void* argument, int status, int, ares_addrinfo* list) {
          auto& told = *static_cast<Answer*>(argument);
          told.status = status;
          for (const auto* node = list == nullptr ? nullptr : list->nodes; node != nullptr;
               node = node->ai_next) {
            const auto text = text_of(*node->ai_addr);
            if (!text.empty() && told.found.size() < most_addresses) told.found.push_back(text);
          }
          if (list != nullptr) ares_freeaddrinfo(list);
        },
        &answer);
    wait();
    return answer.status;
  }

 private:
  static std::string text_of(const sockaddr& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    const void* const octets =
        address.sa_family == AF_INET
            ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in&>(address).sin_addr)
            : &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
    if (address.sa_family != AF_INET && address.sa_family != AF_INET6) return {};
    return inet_ntop(address.sa_family, octets, text.data(), text.size()) == nullptr ? "" : text.data();
  }

  // Until every question has its answer; c-ares gives up by itself.
  void wait() {
    for (;;) {
      std::array<ares_socket_t, ARES_GETSOCK_MAXNUM> sockets{};
      const int bits = ares_getsock(channel_, sockets.data(), ARES_GETSOCK_MAXNUM);
      if (bits == 0) return;
      std::array<pollfd, ARES_GETSOCK_MAXNUM> polled{};
      nfds_t count = 0;
      for (int i = 0; i < ARES_GETSOCK_MAXNUM; ++i) {
        const bool reads = ARES_GETSOCK_READABLE(bits, i);
        const bool writes = ARES_GETSOCK_WRITABLE(bits, i);
        if (!reads && !writes) continue;
        polled.at(count++) = {sockets.at(static_cast<std::size_t>(i)),
                              static_cast<short>((reads ? POLLIN : 0) | (writes ? POLLOUT : 0)), 0};
      }
      timeval most{1, 0};
      timeval buffer{};
      const auto* const next = ares_timeout(channel_, &most, &buffer);
      (void)::poll(polled.data(), count, static_cast<int>(next->tv_sec * 1000 + next->tv_usec / 1000 + 1));
      for (nfds_t i = 0; i < count; ++i) {
        const auto events = polled.at(i).revents;
        ares_process_fd(channel_,
                        (events & (POLLIN | POLLERR | POLLHUP)) != 0 ? polled.at(i).fd : ARES_SOCKET_BAD,
                        (events & POLLOUT) != 0 ? polled.at(i).fd : ARES_SOCKET_BAD);
      }
      ares_process_fd(channel_, ARES_SOCKET_BAD, ARES_SOCKET_BAD);  // what has taken too long
    }
  }

  ares_channel channel_ = nullptr;
};

bool is_absence(int status) {
  return status == ARES_ENOTFOUND || status == ARES_ENODATA;
}

// RFC 5321 section 5.1: the lowest first, equals in any order.
void in_order_of_preference(std::vector<ExchangerTold>& exchangers) {
  std::shuffle(exchangers.begin(), exchangers.end(), std::minstd_rand{std::random_device{}()});
  std::stable_sort(exchangers.begin(), exchangers.end(),
                   [](const auto& a, const auto& b) { return a.preference < b.preference; });
  if (exchangers.size() > most_exchangers) exchangers.resize(most_exchangers);
}

}  // namespace

Result<std::vector<MailExchanger>> MailExchangers::of(const std::string& domain) const {
  Channel channel(options_);
  auto told = channel.exchangers(domain);
  if (told.status != ARES_SUCCESS && !is_absence(told.status)) return system_error(EAGAIN);
  if (told.takes_no_mail) return system_error(EOPNOTSUPP);
  auto& named = told.exchangers;
  // "If an empty list of MXs is returned, the address is treated as if it was associated with an implicit MX
  // RR." A list of what are no hosts' names is none of them.
  if (!told.any) named.push_back({0, domain});
  in_order_of_preference(named);

  std::vector<MailExchanger> found;
  bool all_are_known = true;
  for (const auto& each : named) {
    MailExchanger exchanger{.host = each.host, .addresses = {}};
    const int status = channel.addresses(each.host, exchanger.addresses);
    all_are_known = all_are_known && (status == ARES_SUCCESS || is_absence(status));
    if (!exchanger.addresses.empty()) found.push_back(std::move(exchanger));
  }
  if (!found.empty()) return found;
  return system_error(all_are_known ? ENOENT : EAGAIN);
}

}  // namespace refd::net
