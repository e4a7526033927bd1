#include "client/wire.h"

#include <array>

#include "client/dialer.h"

namespace cts {
namespace {

// What is sent piece by piece: more than a transcript shows, and little in memory.
constexpr std::size_t piece_octets = 64u << 10;

}  // namespace

Wire::Wire(const Dial& dial, const Deadlines& deadlines, Transcript& transcript, std::string_view kind)
    : dial_(dial), deadlines_(deadlines), transcript_(transcript), channel_(transcript.channel(kind)) {}

bool Wire::connect() {
  Connection connection = connect_to(dial_, deadline_in(deadlines_.connect));
  if (!connection.socket.is_open()) {
    why_closed_ = connection.problem;
    note(text_of(dial_) + ": " + connection.problem);
    return false;
  }
  socket_ = std::move(connection.socket);
  note("connected to " + text_of(dial_) + ", local address " + socket_.local().text());
  return true;
}

bool Wire::start_tls() {
  if (!is_open()) return false;
  std::string problem;
  tls_ = TlsSession::begin(socket_, dial_.host, deadline_in(deadlines_.connect), problem);
  if (!tls_) {
    close(problem);
    return false;
  }
  const TlsFacts& facts = tls_->facts();
  note(facts.version + ", " + facts.cipher + ", certificate of " + facts.subject +
       (facts.distrust.empty() ? "" : " (" + facts.distrust + ")"));
  return true;
}

void Wire::close(std::string_view why) {
  if (!socket_.is_open()) return;
  if (tls_) tls_->finish();
  socket_.close();
  why_closed_ = why;
  note(why);
}

bool Wire::send(std::string_view bytes, std::chrono::milliseconds within) {
  if (!is_open()) return false;
  transcript_.sent(channel_, bytes);
  return write(bytes, within);
}

bool Wire::send_unseen(std::string_view bytes, std::string_view instead, std::chrono::milliseconds within) {
  if (!is_open()) return false;
  transcript_.sent(channel_, instead);
  return write(bytes, within);
}

Io Wire::write_all(std::string_view bytes, Deadline deadline) {
  return tls_ ? tls_->write_all(bytes, deadline) : socket_.write_all(bytes, deadline);
}

void Wire::close_for_slowness(std::uint64_t taken, std::uint64_t whole, std::chrono::milliseconds within) {
  close("the target took only " + std::to_string(taken) + " of " + std::to_string(whole) + " octets within " +
        text_of(within));
}

bool Wire::write(std::string_view bytes, std::chrono::milliseconds within) {
  const Io io = write_all(bytes, deadline_in(within));
  if (io.state == Io::State::ok || io.state == Io::State::reset) return true;
  close_for_slowness(io.octets, bytes.size(), within);
  return false;
}

bool Wire::send_pieces(const Adder& add, std::uint64_t whole, std::chrono::milliseconds within) {
  if (!is_open()) return false;
  const Deadline deadline = deadline_in(within);
  std::string piece;
  std::uint64_t taken = 0;
  for (bool more = true; more;) {
    piece.clear();
    while (more && piece.size() < piece_octets) more = add(piece);
    if (taken == 0) transcript_.sent(channel_, piece, more ? whole : piece.size());
    const Io io = write_all(piece, deadline);
    taken += io.octets;
    if (io.state == Io::State::reset) return true;
    if (io.state == Io::State::ok) continue;
    close_for_slowness(taken, whole, within);
    return false;
  }
  return true;
}

bool Wire::read_into(std::string& out, Deadline deadline) {
  if (!is_open()) return false;
  std::array<char, 16384> buffer{};
  const Io io = tls_ ? tls_->read_some(buffer, deadline) : socket_.read_some(buffer, deadline);
  if (io.state == Io::State::ok) {
    out.append(buffer.data(), io.octets);
    return true;
  }
  if (io.state != Io::State::timed_out)
    close(io.state == Io::State::closed ? "closed by the target" : "connection reset by the target");
  return false;
}

}  // namespace cts
