#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "client/ftp_client.h"

namespace cts {

/// Takes replies out of a control connection's bytes (RFC 959 §4.2). Lines may end in CR LF or LF; a line of
/// the middle of a reply may hold anything. Holds no socket.
class FtpReplyParser {
 public:
  static constexpr std::size_t line_limit = 8u << 10;
  static constexpr std::size_t reply_limit = 64u << 10;

  /// Adds bytes as they came, in pieces of any size.
  void feed(std::string_view bytes) { buffer_ += bytes; }
  /// The next reply, when it is whole; or one whose problem says what makes it none ("malformed: …"): then
  /// the connection cannot be used any more, and the rest is dropped.
  std::optional<FtpReply> next();
  /// The bytes that the last reply of next() was made of.
  const std::string& raw() const noexcept { return raw_; }
  /// What came of a reply that is not whole yet.
  std::string partial() const { return buffer_; }
  bool empty() const noexcept { return buffer_.empty(); }

 private:
  // Why the line cannot stand where it stands; empty when it can.
  std::string objection(std::string_view line) const;
  FtpReply give_up(std::string problem);

  std::string buffer_;
  std::size_t scanned_ = 0;  // up to here the buffer is in current_
  FtpReply current_;
  std::string raw_;
};

/// The address in a reply to PASV, "127.0.0.1" and port; nullopt when there is none (RFC 959 §4.1.2, RFC 1123
/// §4.1.2.6: the six numbers are searched for, parentheses or not).
struct PassiveAddress {
  std::string address;
  std::uint16_t port = 0;
  friend bool operator==(const PassiveAddress&, const PassiveAddress&) = default;
};
std::optional<PassiveAddress> parse_pasv(std::string_view text);
/// The port in a reply to EPSV, "(|||6446|)" (RFC 2428 §3).
std::optional<std::uint16_t> parse_epsv(std::string_view text);

/// "PORT 127,0,0,1,4,210".
std::string port_command(const std::string& ipv4_address, std::uint16_t port);
/// "EPRT |2|::1|1234|".
std::string eprt_command(const std::string& address, std::uint16_t port);

}  // namespace cts
