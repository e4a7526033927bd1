#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/log.h"
#include "base/unique_fd.h"
#include "net/name_lookup.h"

namespace refd::net {

/// Asks name servers, on a thread of its own (c-ares), what an address is called, and which of the answers
/// leads back to the address (ACL-4). Thread-safe.
///
/// Bounded: at most 16 names of an address are looked at, no lookup begins while 256 questions are open, and
/// 1,024 answers are kept. Lookups of one address at a time share their questions.
class DnsResolver {
 public:
  struct Options {
    /// An IP address; empty: those that the machine itself asks.
    std::string server;
    std::uint16_t port = 53;
    std::chrono::milliseconds try_time{2000};  ///< how long a server may take to answer one question
    int tries = 2;
    std::chrono::milliseconds deadline{5000};  ///< for all that one lookup takes
    /// How long an answer is used again; one that is not complete, at most five seconds.
    std::chrono::milliseconds kept{60'000};
  };
  using Done = std::function<void(const KnownNames&)>;

  /// Throws std::runtime_error when the options make no resolver.
  DnsResolver(const Options& options, Log log);
  DnsResolver(const DnsResolver&) = delete;
  DnsResolver& operator=(const DnsResolver&) = delete;
  /// Ends what is under way, with what is known by then.
  ~DnsResolver();

  /// `done` is called once, on the resolver's thread, at the deadline at the latest; it must not block, nor
  /// call the resolver.
  void look_up(std::string address, Done done);

 private:
  class Work;  // all that c-ares needs; used by the thread only

  void run(Work& work);
  void wake();

  using Request = std::pair<std::string, Done>;
  UniqueFd wake_up_;
  std::mutex mutex_;
  std::vector<Request> requests_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace refd::net
