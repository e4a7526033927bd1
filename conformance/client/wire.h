#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "client/dial.h"
#include "client/socket.h"
#include "client/tls_session.h"
#include "client/transcript.h"

namespace cts {

/// A connection to the target as the client of a line protocol holds it: its socket, its place in the
/// transcript, and why it is closed. What the target does is told, never thrown. Movable; one thread; the
/// transcript outlives it.
class Wire {
 public:
  /// Not connected yet. `kind`: what the channel is called in the transcript ("smtp" gives "smtp#1").
  Wire(const Dial& dial, const Deadlines& deadlines, Transcript& transcript, std::string_view kind);

  /// Connects within the deadline for that; when it fails, why_closed() says why.
  bool connect();
  /// Goes on over TLS; when that fails, the connection is closed, and why_closed() says why.
  bool start_tls();
  /// What TLS agreed on; nullptr when it was not started.
  const TlsFacts* tls() const noexcept { return tls_ ? &tls_->facts() : nullptr; }
  bool is_open() const noexcept { return socket_.is_open(); }
  /// "connection refused", "closed by the target", …
  const std::string& why_closed() const noexcept { return why_closed_; }
  void close(std::string_view why);

  /// Sends it all, noted in the transcript; false when the target did not take it in time, and the
  /// connection is closed then. A connection that the target has cut is no failure yet: it often says why
  /// before it does, which is what is read next.
  bool send(std::string_view bytes, std::chrono::milliseconds within);
  /// The same for what nobody may read, not even masked: the transcript holds `instead`.
  bool send_unseen(std::string_view bytes, std::string_view instead, std::chrono::milliseconds within);

  /// The same for what is made while it is sent, about `whole` octets: `add` appends some more of it, or says
  /// that there is no more.
  using Adder = std::function<bool(std::string& out)>;
  bool send_pieces(const Adder& add, std::uint64_t whole, std::chrono::milliseconds within);

  /// Appends to `out` what the target sends next. False when nothing came before the deadline, or nothing
  /// will come any more, and then the connection is closed.
  bool read_into(std::string& out, Deadline deadline);
  /// Keeps bytes that came in the transcript; a parser says which of them belong together.
  void keep_received(std::string_view bytes) { transcript_.received(channel_, bytes); }
  void keep_received(std::string_view head, std::uint64_t whole) {
    transcript_.received(channel_, head, whole);
  }
  void note(std::string_view text) { transcript_.note(channel_, text); }

  const Dial& dial() const noexcept { return dial_; }
  const Deadlines& deadlines() const noexcept { return deadlines_; }
  Transcript& transcript() const noexcept { return transcript_; }
  /// The local address ("127.0.0.2"), empty when closed.
  std::string local_address() const { return is_open() ? socket_.local().address() : std::string(); }

 private:
  bool write(std::string_view bytes, std::chrono::milliseconds within);
  Io write_all(std::string_view bytes, Deadline deadline);
  void close_for_slowness(std::uint64_t taken, std::uint64_t whole, std::chrono::milliseconds within);

  Dial dial_;
  Deadlines deadlines_;
  Transcript& transcript_;
  std::string channel_;
  Socket socket_;
  std::unique_ptr<TlsSession> tls_;
  std::string why_closed_ = "not connected";
};

}  // namespace cts
