#include "selftest/mail_behaviours.h"

#include <algorithm>
#include <cctype>
#include <string>

#include <poll.h>
#include <sys/socket.h>

namespace cts::selftest {
namespace {

std::string verb_of(const std::string& line) {
  std::string verb = line.substr(0, line.find(' '));
  std::transform(verb.begin(), verb.end(), verb.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return verb;
}

bool pause_one_second(const HostileConnection& connection) {
  // Ends early when the server is destroyed: the descriptor is shut down then.
  pollfd watched{connection.descriptor(), POLLRDHUP, 0};
  return ::poll(&watched, 1, 1000) == 0;
}

void take_message(HostileConnection& connection) {
  connection.send("354 I am all ears\r\n");
  for (std::string line; connection.read_line(line);)
    if (line == ".") break;
  connection.send("250 2.0.0 Taken\r\n");
}

// With the response or without it.
void take_credentials(HostileConnection& connection, const std::string& line) {
  if (std::count(line.begin(), line.end(), ' ') < 2) {
    connection.send("334 \r\n");
    std::string response;
    if (!connection.read_line(response)) return;
  }
  connection.send("235 2.7.0 Welcome\r\n");
}

constexpr std::string_view everything_offered =
    "250-Everything\r\n250-PIPELINING\r\n250-SIZE 1048576\r\n250-8BITMIME\r\n250-AUTH PLAIN\r\n"
    "250 ENHANCEDSTATUSCODES\r\n";

}  // namespace

void smtp_banner_only(HostileConnection& connection) {
  connection.send("220 Ready\r\n");
  connection.drain();
}

void pop_banner_only(HostileConnection& connection) {
  connection.send("+OK Ready\r\n");
  connection.drain();
}

void smtp_yes_to_everything(HostileConnection& connection) {
  connection.send("220 At your service\r\n");
  for (std::string line; connection.read_line(line);) {
    const std::string verb = verb_of(line);
    if (verb == "EHLO") {
      connection.send(everything_offered);
    } else if (verb == "AUTH") {
      take_credentials(connection, line);
    } else if (verb == "DATA") {
      take_message(connection);
    } else if (verb == "QUIT") {
      connection.send("221 Goodbye\r\n");
      return;
    } else {
      connection.send("250 Yes\r\n");
    }
  }
}

void pop_yes_to_everything(HostileConnection& connection) {
  connection.send("+OK At your service\r\n");
  for (std::string line; connection.read_line(line);) {
    const std::string verb = verb_of(line);
    const bool alone = line.size() == verb.size();
    if (verb == "STAT") {
      connection.send("+OK 0 0\r\n");
    } else if (verb == "RETR" || verb == "TOP" || verb == "CAPA" ||
               (alone && (verb == "LIST" || verb == "UIDL"))) {
      connection.send("+OK\r\n.\r\n");
    } else {
      connection.send("+OK 0 0\r\n");
      if (verb == "QUIT") return;
    }
  }
}

void smtp_no_to_everything(HostileConnection& connection) {
  connection.send("220 Ready\r\n");
  for (std::string line; connection.read_line(line);) {
    const std::string verb = verb_of(line);
    if (verb == "EHLO" || verb == "HELO") {
      connection.send("250 Hello\r\n");
    } else if (verb == "QUIT") {
      connection.send("221 Goodbye\r\n");
      return;
    } else {
      connection.send("550 5.7.1 No\r\n");
    }
  }
}

void smtp_drip(HostileConnection& connection) {
  constexpr std::string_view text = "220 This greeting takes its time, far more of it than anybody has\r\n";
  for (const char& c : text) {
    if (!connection.send({&c, 1}) || !pause_one_second(connection)) return;
  }
}

void smtp_closes_in_mid_reply(HostileConnection& connection) {
  connection.send("220-This greeting has no e");
}

}  // namespace cts::selftest
