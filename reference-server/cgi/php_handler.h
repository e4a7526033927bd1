#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "base/log.h"
#include "cgi/error_log.h"
#include "cgi/meta_variables.h"
#include "cgi/php_pool.h"
#include "files/file_tree.h"
#include "http/content_handler.h"
#include "policy/cgi_policy.h"
#include "policy/policies.h"

namespace refd::cgi {

class ReplyRelay;

/// CGI-3: pages that PHP runs, by their extension alone: neither an execute permission nor an interpreter
/// line is asked for, only that the customer may read the file. Serves any number of requests at once;
/// neither their bodies nor the answers are held in memory.
class PhpHandler final : public http::ContentHandler {
 public:
  /// References outlive the handler.
  struct Parts {
    FileTree& tree;
    PhpPool& pool;
    const CgiPolicySource& scripts;
    const PolicySource& policies;  ///< of the web service: what its errors are
    SitePlaces places;
    std::string spool;  ///< a directory for bodies whose length has to be found out
    ErrorLog& errors;
    Log log;
  };
  struct Limits {
    std::chrono::milliseconds time{60'000};  ///< for one page, waiting for its visitor not counted
    std::uint64_t spooled_octets = 128ULL << 20;
  };

  PhpHandler(Parts parts, Limits limits) : parts_(std::move(parts)), limits_(limits) {}

  /// By the policy's extensions; main names every extension that a policy may have.
  bool takes(std::string_view name) const override;
  boost::asio::awaitable<void> respond(const http::ResolvedRequest& request, http::BodySource& body,
                                       http::AnswerSink& answer) override;

 private:
  struct Page {
    unsigned refused_with = 0;  // 0: it is run
    std::string why;            // … for whoever wrote it
    std::string place;          // the file, as the machine calls it
  };
  Page find(const http::ResolvedRequest& request, const CgiPolicy& policy) const;
  std::string place_of(int file, const TreePath& document) const;
  boost::asio::awaitable<void> run(const http::ResolvedRequest& request, const std::string& place,
                                   http::BodySource* body, std::uint64_t body_octets,
                                   http::AnswerSink& answer);
  boost::asio::awaitable<void> run_for(const http::ResolvedRequest& request, http::BodySource* body,
                                       const Variables& variables, http::AnswerSink& answer,
                                       ReplyRelay& relay);
  Variables variables_for(const http::ResolvedRequest& request, std::uint64_t body_octets,
                          const std::string& place) const;
  void tell(const http::ResolvedRequest& request, std::string_view what) const;

  const Parts parts_;
  const Limits limits_;
};

}  // namespace refd::cgi
