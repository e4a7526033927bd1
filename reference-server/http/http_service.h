#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "base/clock.h"
#include "base/log.h"
#include "config/site.h"
#include "files/file_tree.h"
#include "http/access_log.h"
#include "http/content_handler.h"
#include "http/router.h"
#include "policy/policies.h"

namespace refd::http {

/// The web service of one site: HTTP/1.1 and 1.0 over connections that somebody else accepts. One object
/// serves all connections, on any number of threads.
///
/// The process must ignore SIGPIPE: sendfile(2) has no other way of being told.
class HttpService {
 public:
  /// What the service works with; everything referred to outlives it.
  struct Parts {
    FileTree& tree;
    const PolicySource& policies;
    AccessLog& accesses;
    const Clock& clock;
    Log log;
  };

  /// Names (HOST-1, HOST-4) and limits come from `site`. `handlers` as in HandlerTable.
  HttpService(Parts parts, const Site& site, HandlerTable handlers = {});
  HttpService(const HttpService&) = delete;
  HttpService& operator=(const HttpService&) = delete;
  ~HttpService() = default;

  /// Serves one connection until it ends; to be run on the socket's executor, which is a strand or belongs to
  /// a context with one thread. Ends soon after terminal cancellation. Throws only for a bug.
  boost::asio::awaitable<void> serve(boost::asio::ip::tcp::socket socket) const;

 private:
  Parts parts_;
  Site::HttpLimits limits_;
  Router router_;
};

}  // namespace refd::http
