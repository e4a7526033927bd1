#include "client/knock.h"

#include <array>
#include <ostream>

#include "client/dialer.h"

namespace cts {

namespace {

constexpr std::size_t most_heard = 256;

}  // namespace

void PrintTo(const Knock& knock, std::ostream* out) {
  if (!knock.connected) {
    *out << "no connection: " << knock.problem;
  } else if (knock.heard.empty()) {
    *out << "a connection on which nothing is said";
  } else {
    *out << knock.heard.size() << " octets: " << readable(knock.heard);
  }
}

Knock knock_at(const Dial& dial, const Deadlines& deadlines, Transcript& transcript) {
  const std::string channel = transcript.channel("tcp");
  Knock knock;
  Connection connection = connect_to(dial, deadline_in(deadlines.connect));
  knock.problem = connection.problem;
  knock.connected = connection.socket.is_open();
  transcript.note(channel, (knock.connected ? "connected to " : "no connection to ") + text_of(dial) +
                               (knock.problem.empty() ? "" : ": " + knock.problem));
  if (!knock.connected) return knock;
  std::array<char, most_heard> octets{};
  const Io read = connection.socket.read_some(octets, deadline_in(deadlines.reply));
  if (read.state == Io::State::ok) {
    knock.heard.assign(octets.data(), read.octets);
    transcript.received(channel, knock.heard);
  } else {
    transcript.note(channel, read.state == Io::State::timed_out ? "nothing was said" : "it was closed");
  }
  return knock;
}

}  // namespace cts
