#pragma once

#include <chrono>
#include <string>

#include "base/clock.h"
#include "files/file_tree.h"
#include "http/content_handler.h"
#include "policy/policies.h"
#include "policy/ssi_policy.h"
#include "ssi/command_runner.h"
#include "ssi/page_cache.h"

namespace refd::ssi {

/// SSI-1…3: pages whose directives are carried out while they are sent. Serves any number of requests at
/// once; of a page, however large, no more than a stretch is in memory, except in a cache of bounded size.
class SsiHandler final : public http::ContentHandler {
 public:
  /// References outlive the handler.
  struct Parts {
    FileTree& tree;
    const PolicySource& policies;  ///< of the web service: what its errors are
    const SsiPolicySource& includes;
    const Clock& clock;
    std::string owner;                  ///< USER_NAME: whose files these are
    CommandRunner* commands = nullptr;  ///< null: `exec cmd` fails
  };
  /// What one request may take.
  struct Limits {
    unsigned nesting = 10;                             ///< of documents included by one another, as in Apache
    unsigned errands = 1'000;                          ///< documents included and programs run in all
    std::chrono::milliseconds work{2'000};             ///< spent in directives, waiting not counted
    std::size_t cache_octets = std::size_t{16} << 20;  ///< of the cache, for all requests together
  };

  explicit SsiHandler(Parts parts) : SsiHandler(std::move(parts), Limits()) {}
  SsiHandler(Parts parts, Limits limits)
      : parts_(std::move(parts)), limits_(limits), cache_(limits.cache_octets) {}

  /// By the policy's extensions (SSI-2); main names every extension that a policy may have.
  bool takes(std::string_view name) const override;
  boost::asio::awaitable<void> respond(const http::ResolvedRequest& request, http::BodySource& body,
                                       http::AnswerSink& answer) override;

 private:
  const Parts parts_;
  const Limits limits_;
  PageCache cache_;
};

}  // namespace refd::ssi
