#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "http/head_scanner.h"
#include "http/outcome.h"
#include "http/request_head.h"

namespace refd::http {

/// Understands the requests of one connection, one after the other. No sockets: the caller owns the octets
/// that have arrived, shows them, and drops as many as a call says it consumed. Used by one thread at a time.
///
/// Whatever makes it unclear where a request ends is refused, and the connection must not be used further
/// (RFC 9112 sections 6.1, 6.3, 11.2): length and transfer coding together, two lengths, unknown codings.
class RequestParser {
 public:
  struct Limits {
    HeadScanner::Limits head;
    std::uint64_t body_octets = 2'000'000'000;
    std::size_t fields = 100;
  };

  explicit RequestParser(Limits limits);
  RequestParser(const RequestParser&) = delete;
  RequestParser& operator=(const RequestParser&) = delete;
  ~RequestParser();

  struct HeadStep {
    std::size_t consumed = 0;  ///< octets of `buffered` that the head took; 0: it is not all there yet
  };
  /// Refusals: 400, 413 (declared length above the limit), 414, 417, 431, 501 (coding), 505.
  Outcome<HeadStep> read_head(std::string_view buffered);

  /// After read_head() gave a head, until reset(). After a refusal only `request_line` is sure to be set.
  const RequestHead& head() const noexcept { return head_; }

  struct BodyStep {
    std::size_t consumed = 0;
    std::string_view piece;   ///< a part of `buffered`; empty: nothing yet
    bool needs_more = false;  ///< show it more octets after these
  };
  /// The next step through the body, transfer coding removed. Only while !body_is_complete().
  /// Refusals: 400, 413.
  Outcome<BodyStep> read_body(std::string_view buffered);
  bool body_is_complete() const noexcept;

  /// Ready for the next request.
  void reset() noexcept;

 private:
  class Engine;
  Outcome<HeadStep> understand(std::size_t consumed);

  const Limits limits_;
  HeadScanner scanner_;
  std::string storage_;
  RequestHead head_;
  std::unique_ptr<Engine> engine_;
};

}  // namespace refd::http
