#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

// FastCGI 1.0 (specification of Open Market, 1996), as a web server speaks it with a responder that it sends
// one request after the other: no multiplexing, so that every record belongs to request 1. No sockets.
namespace refd::cgi {

/// Section 5.1. Appends the record that begins a request. `keeps_connection`: another may follow on it.
void append_begin_request(std::string& out, bool keeps_connection);

/// Section 3.4, 5.2. Appends all meta-variables, and their end. No variable is spread over two records unless
/// it is longer than one, as PHP takes each record for whole variables.
void append_params(std::string& out, std::span<const std::pair<std::string, std::string>> variables);

/// Section 5.3. Appends octets of the request's body, in as many records as it takes; nothing for none.
void append_stdin(std::string& out, std::string_view octets);
/// … and the end of the body.
void append_stdin_end(std::string& out);

/// Section 5.4, 5.5. Understands what the responder writes, as it comes, and holds none of it back: a record
/// of the longest length costs no memory. What is not of this protocol is EBADMSG, from then on and for ever.
class RecordReader {
 public:
  enum class Kind {
    needs_more,    ///< all that was given is consumed
    output,        ///< `octets` of the answer
    error_output,  ///< `octets` for the log
    ended,         ///< the request is over: `ending` tells how; nothing may follow before reset()
  };
  struct Ending {
    /// What became of the request, as the responder says it (protocolStatus).
    enum class Protocol : std::uint8_t {
      complete = 0,
      cannot_multiplex = 1,
      overloaded = 2,
      unknown_role = 3
    };
    std::uint32_t exit_status = 0;
    Protocol protocol = Protocol::complete;
  };
  struct Piece {
    Kind kind = Kind::needs_more;
    std::size_t consumed = 0;
    std::string_view octets;  ///< of the input, never empty for output and error_output
    Ending ending;
  };

  /// Understands `input` up to the end of one piece. What it consumed is not to be given again.
  Result<Piece> read(std::string_view input);
  /// Another request begins on the same connection.
  void reset() noexcept { *this = RecordReader(); }

 private:
  static constexpr std::size_t header_octets = 8;
  static constexpr std::size_t ending_octets = 8;

  bool gather(std::string_view& input, std::size_t wanted) noexcept;
  bool understand_header() noexcept;
  bool understand_ending() noexcept;
  Piece pass_on(std::string_view& input) noexcept;
  std::optional<Piece> step(std::string_view& input) noexcept;

  enum class State { header, content, ending, padding, over, broken };
  State state_ = State::header;
  // Of a header, or of the content of the record that ends a request.
  std::array<unsigned char, header_octets> gathered_{};
  std::size_t gathered_octets_ = 0;
  Kind content_kind_ = Kind::needs_more;  // needs_more: content that is of no use to us
  std::size_t content_left_ = 0;
  std::size_t padding_left_ = 0;
  bool ends_ = false;
  Ending ending_;
};

}  // namespace refd::cgi
