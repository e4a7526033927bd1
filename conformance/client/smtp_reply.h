#pragma once

#include <cstddef>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cts {

/// One SMTP reply (RFC 5321 §4.2), or why there was none. A target's fault is a value, never an exception.
struct SmtpReply {
  int code = 0;                    ///< 0 when there was no reply
  std::vector<std::string> lines;  ///< without line ends; the code is still on each
  std::string problem;  ///< "closed by the target", "no reply within 10 s", "malformed: …"; else empty

  /// First line's text after the code.
  std::string text() const;
  /// The enhanced status code (RFC 2034) of the first line, "5.7.1"; empty when there is none.
  std::string status() const;
  bool completed() const noexcept { return code >= 200 && code < 300; }
  bool intermediate() const noexcept { return code >= 300 && code < 400; }
  /// A real refusal, for now (4xx) or for good (5xx).
  bool refused() const noexcept { return code >= 400; }
};
void PrintTo(const SmtpReply& reply, std::ostream* out);

/// A reply that never came.
SmtpReply no_smtp_reply(std::string problem);

/// Takes replies out of a connection's bytes. Lines may end in CR LF or LF; all lines of a reply begin with
/// its code. Holds no socket.
class SmtpReplyParser {
 public:
  static constexpr std::size_t line_limit = 8u << 10;
  static constexpr std::size_t reply_limit = 64u << 10;

  /// Adds bytes as they came, in pieces of any size.
  void feed(std::string_view bytes) { buffer_ += bytes; }
  /// The next reply, when it is whole; or one whose problem says what makes it none ("malformed: …"): then
  /// the connection cannot be used any more, and the rest is dropped.
  std::optional<SmtpReply> next();
  /// The bytes that the last reply of next() was made of.
  const std::string& raw() const noexcept { return raw_; }
  /// What came of a reply that is not whole yet.
  const std::string& partial() const noexcept { return buffer_; }
  bool empty() const noexcept { return buffer_.empty(); }

 private:
  // Why the line cannot stand where it stands; empty when it can.
  std::string objection(std::string_view line) const;
  SmtpReply give_up(std::string problem);

  std::string buffer_;
  std::size_t scanned_ = 0;  // up to here the buffer is in current_
  SmtpReply current_;
  std::string raw_;
};

}  // namespace cts
