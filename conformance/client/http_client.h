#pragma once

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "client/dial.h"
#include "client/transcript.h"

namespace cts {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

/// One HTTP answer, or why there was none. A target's fault is a value, never an exception.
struct HttpReply {
  int status = 0;  ///< 0 when there was no answer
  std::string reason;
  HttpHeaders headers;
  std::string body;     ///< at most HttpRequest::take_at_most octets
  std::string problem;  ///< "connection refused", "no answer within 10 s", "cut off after 12 of 40 octets" …

  /// Value of the first header of that name (any case); nullopt when absent.
  std::optional<std::string> header(std::string_view name) const;
};
/// "200 OK, text/html, 12 octets: <first 200 characters>"
void PrintTo(const HttpReply& reply, std::ostream* out);

struct HttpRequest {
  std::string method = "GET";
  std::string target = "/";  ///< path and query, sent as written (no normalisation)
  HttpHeaders headers;       ///< added to Host, User-Agent and Accept; a header given here replaces those
  std::string body;
  std::string host;  ///< Host to send when it is not the dial's
  std::size_t take_at_most = 64u << 20;
};

/// A visitor's browser, on libcurl. Keeps its connection alive between requests. Redirections are reported,
/// not followed; no cookies, no Accept-Encoding, no `Expect: 100-continue` and no Content-Type unless asked
/// for.
///
/// Host is the dial's name without a port, whatever the dial's port is: the port says where this deployment
/// is reached, the name what a visitor types. Every request ends within the deadlines: `reply` for the head
/// of the answer, `transfer` for the whole. Heads are limited to 256 KiB. One thread; movable. The first
/// client initialises libcurl for the process; it stays so until the process ends.
class HttpClient {
 public:
  HttpClient(const Dial& dial, const Deadlines& deadlines, Transcript& transcript, std::string user_agent);
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;
  HttpClient(HttpClient&&) noexcept;
  HttpClient& operator=(HttpClient&&) noexcept;
  ~HttpClient();

  HttpReply send(const HttpRequest& request);
  HttpReply get(std::string_view target) { return send({.target = std::string(target)}); }

  /// The exact bytes on a fresh connection, and the bytes that came back until the target closed or the reply
  /// deadline; for what no HTTP library would send.
  struct Raw {
    std::string received;
    std::string problem;
    bool closed = false;  ///< whether the target closed the connection
  };
  Raw send_raw(std::string_view bytes);

  /// A curl command line that repeats the last send(), for a person to paste; no secrets in it.
  std::string repeat_command() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cts
