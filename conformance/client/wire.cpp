#include "client/wire.h"

#include <array>

#include "client/dialer.h"

namespace cts {

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

bool Wire::write(std::string_view bytes, std::chrono::milliseconds within) {
  const Deadline deadline = deadline_in(within);
  const Io io = tls_ ? tls_->write_all(bytes, deadline) : socket_.write_all(bytes, deadline);
  if (io.state == Io::State::ok || io.state == Io::State::reset) return true;
  close("the target took only " + std::to_string(io.octets) + " of " + std::to_string(bytes.size()) +
        " octets within " + text_of(within));
  return false;
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
