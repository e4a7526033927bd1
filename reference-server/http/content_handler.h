#pragma once

#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "base/result.h"
#include "files/tree_path.h"
#include "http/answer.h"
#include "http/request_head.h"

namespace refd::http {

/// The two ends of the visitor's connection, as texts and numbers.
struct Ends {
  std::string visitor_address;
  std::uint16_t visitor_port = 0;
  std::string server_address;
  std::uint16_t server_port = 0;
};

class InternalRequests;

/// A request that belongs to a content handler, with its URL taken apart as CGI wants it (RFC 3875
/// section 4.1). Valid until the handler's coroutine ends.
struct ResolvedRequest {
  const RequestHead& head;
  const Ends& ends;
  std::string
      host_name;  ///< SERVER_NAME: as asked for, without the port; www.<domain> when nothing was asked
  std::string script_path;  ///< SCRIPT_NAME: decoded, up to and with the document
  std::string path_info;    ///< PATH_INFO: what follows it; empty or beginning with "/"
  std::string query;        ///< QUERY_STRING: as it came, without "?"
  TreePath document;        ///< the file; the root for a mounted handler
  /// For asking the server itself (http/internal_requests.h); null where nobody can.
  const InternalRequests* inside = nullptr;
};

/// The body of a request, transfer coding removed. Asks the visitor for it (100 Continue) when it is awaited.
class BodySource {
 public:
  BodySource() = default;
  BodySource(const BodySource&) = delete;
  BodySource& operator=(const BodySource&) = delete;
  virtual ~BodySource() = default;

  /// The next octets, valid until the next call; empty at the end. A failure means that the visitor is gone,
  /// too slow, or sent nonsense: give up. Bounded in time and size by the site's limits.
  virtual boost::asio::awaitable<Result<std::string_view>> next() = 0;
};

/// Thrown by a handler that cannot complete the answer that it has begun: the connection ends, and nothing is
/// wrong with the server.
class AnswerIsCut final : public std::exception {
 public:
  const char* what() const noexcept override { return "an answer was cut"; }
};

/// Where a handler writes its answer. The framing (length, chunks, end of connection) and HEAD are seen to
/// here: a handler always writes the whole body. Every call is bounded in time by the site's stall limit.
class AnswerSink {
 public:
  AnswerSink() = default;
  AnswerSink(const AnswerSink&) = delete;
  AnswerSink& operator=(const AnswerSink&) = delete;
  virtual ~AnswerSink() = default;

  /// Status and fields, once. `length` of the body if it is known; it must then be kept.
  virtual boost::asio::awaitable<Result<void>> begin(AnswerHead head,
                                                     std::optional<std::uint64_t> length) = 0;
  /// Octets of the body, on their way when this returns.
  virtual boost::asio::awaitable<Result<void>> write(std::string_view octets) = 0;
  /// An answer known whole, instead of begin() and write().
  virtual boost::asio::awaitable<Result<void>> send(Answer answer) = 0;
  /// Instead of begin(): what is written is the whole answer, its status line and fields as well, and the
  /// connection ends after it. `status` is for the log. Fails with ENOTSUP where the answer is part of
  /// another.
  virtual boost::asio::awaitable<Result<void>> begin_unparsed(unsigned status);
  /// Returns when the visitor is known to have gone; else never: to be cancelled. To be awaited only once the
  /// request's body is complete; something may be written meanwhile. A visitor who only says that nothing
  /// more will be sent counts as gone, as nobody can tell the difference.
  virtual boost::asio::awaitable<void> until_visitor_leaves();
};

/// One way of producing content: includes, scripts, the counter, the members' site. One object serves all
/// connections, from several threads at once, and outlives them.
class ContentHandler {
 public:
  ContentHandler() = default;
  ContentHandler(const ContentHandler&) = delete;
  ContentHandler& operator=(const ContentHandler&) = delete;
  virtual ~ContentHandler() = default;

  /// Whether it answers for a file of that name, which has one of its extensions. Any other is served as it
  /// is.
  virtual bool takes(std::string_view /*name*/) const { return true; }

  /// Answers one request. Returning without having begun an answer is answered with 500, or as a refused body
  /// is; returning in the middle of one whose length was given, or throwing, ends the connection, so that the
  /// visitor can tell. What is left of the request's body is dropped.
  virtual boost::asio::awaitable<void> respond(const ResolvedRequest& request, BodySource& body,
                                               AnswerSink& answer) = 0;
};

/// Which requests belong to handlers: two tables that main fills. A row without a handler stands for content
/// that must be run and never be shown as it is, on a server that does not run it: 500.
struct HandlerTable {
  struct Extension {
    std::string extension;  ///< ".cgi"; its case does not matter
    ContentHandler* handler = nullptr;
    bool takes_path_info = true;
  };
  struct Mount {
    std::string
        prefix;  ///< "/phpMyAdmin/": URLs below it; "/cgi-bin/Count.cgi": it, and what follows a slash
    ContentHandler* handler = nullptr;
  };
  std::vector<Extension> extensions = {{".cgi"}, {".pl"}, {".php"}};
  std::vector<Mount> mounts;

  /// The row for a file of that name; null: it is served as it is.
  const Extension* for_file(std::string_view name) const;
  /// The row with the longest prefix of `path`, looked up before the tree; null: none.
  const Mount* for_path(std::string_view path, bool case_sensitive = true) const noexcept;
};

}  // namespace refd::http
