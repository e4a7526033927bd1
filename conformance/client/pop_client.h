#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/dial.h"
#include "client/tls_session.h"
#include "client/transcript.h"

namespace cts {

/// The status line of a POP3 answer (RFC 1939 §3), or why there was none. A target's fault is a value, never
/// an exception.
struct PopReply {
  bool positive = false;
  std::string line;     ///< "+OK 2 320", "-ERR [IN-USE] busy", without its end; empty when there was none
  std::string problem;  ///< "closed by the target", "no line within 10 s", "malformed: …"; else empty

  bool negative() const noexcept { return !positive && problem.empty() && !line.empty(); }
  /// What stands behind +OK or -ERR.
  std::string text() const;
  /// "IN-USE" of "-ERR [IN-USE] busy" (RFC 2449 §8); empty when there is none.
  std::string code() const;
  /// Whether a refusal says of itself that it will pass, as one does while the session before is not quite
  /// gone: IN-USE, LOGIN-DELAY (RFC 2449 §8), SYS/TEMP (RFC 3206 §4), or without a code words of a lock, a
  /// session or of too many, as older servers have them.
  bool is_temporary() const;
};
void PrintTo(const PopReply& reply, std::ostream* out);

/// An answer of several lines.
struct PopText {
  PopReply status;
  /// The lines, with dot-stuffing undone and with their ends as they came; without the ending one.
  std::string text;
  std::uint64_t octets = 0;  ///< of the text, also where it was not kept
  std::string
      problem;  ///< it was not received to its end: "closed by the target", "more than … octets"; else ""

  bool succeeded() const noexcept { return status.positive && problem.empty(); }
  /// The lines without their ends.
  std::vector<std::string> lines() const;
};
void PrintTo(const PopText& text, std::ostream* out);

/// A line of LIST: a message and its size.
struct PopListed {
  std::size_t number = 0;
  std::uint64_t octets = 0;
  friend bool operator==(const PopListed&, const PopListed&) = default;
};
/// A line of UIDL.
struct PopUniqueId {
  std::size_t number = 0;
  std::string id;
  friend bool operator==(const PopUniqueId&, const PopUniqueId&) = default;
};
/// Of the lines of an answer to LIST or UIDL; nullopt when one of them is malformed.
std::optional<std::vector<PopListed>> parse_pop_list(const std::vector<std::string>& lines);
std::optional<std::vector<PopUniqueId>> parse_pop_uidl(const std::vector<std::string>& lines);

/// A POP3 connection as a customer's program holds it. Every operation ends within the deadlines. After a
/// malformed answer (a line of more than 64 KiB, too), or none, the connection is closed: what came later
/// could be taken for the answer to something else. One thread; movable.
class PopClient {
 public:
  enum class Security { plain, tls };
  static constexpr std::size_t usual_most = 64u << 20;

  /// Connects and reads the greeting; never throws for what the target does: see greeting().
  static PopClient connect(const Dial& dial, Security security, const Deadlines& deadlines,
                           Transcript& transcript);
  PopClient(const PopClient&) = delete;
  PopClient& operator=(const PopClient&) = delete;
  PopClient(PopClient&&) noexcept;
  PopClient& operator=(PopClient&&) noexcept;
  ~PopClient();

  const PopReply& greeting() const noexcept;
  bool is_open() const noexcept;
  /// What the handshake agreed on; nullptr without TLS.
  const TlsFacts* tls() const noexcept;

  /// Sends one line and waits for the status line, for the reply deadline or `within`.
  PopReply command(std::string_view line);
  PopReply command(std::string_view line, std::chrono::milliseconds within);
  /// The same for a command that is answered by several lines, all within the transfer deadline; more than
  /// `most` octets are a problem, and the connection is cut.
  PopText fetch(std::string_view line, std::size_t most = usual_most);
  /// The same for a text that is not to be held: `take` gets it piece by piece, and the answer has none.
  using Taker = std::function<void(std::string_view piece)>;
  PopText fetch_into(const Taker& take, std::string_view line, std::size_t most = usual_most);
  /// Sends exactly these bytes; the answers are read by next_reply().
  bool send_raw(std::string_view bytes);
  PopReply next_reply();
  /// USER and PASS; the reply to the last command sent. The password never appears in the transcript.
  PopReply login(std::string_view name, std::string_view password);
  /// The same, for a target that may take so long to say no.
  PopReply login(std::string_view name, std::string_view password, std::chrono::milliseconds within);

  /// QUIT and close; the reply to QUIT.
  PopReply quit();
  /// Cuts the connection without a word.
  void abandon();
  /// The local address ("127.0.0.2"), empty when closed.
  std::string local_address() const;

 private:
  struct Impl;
  explicit PopClient(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace cts
