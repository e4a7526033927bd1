#include "selftest/behaviours.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <chrono>
#include <random>
#include <system_error>
#include <thread>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace cts::selftest {
namespace {

/// What an agreeable server says to each verb; everything else gets 200.
struct Agreement {
  std::string_view verb;
  std::string_view reply;
};
constexpr std::array agreements{
    Agreement{"USER", "331 Password, please"},
    Agreement{"PASS", "230 Welcome"},
    Agreement{"PWD", "257 \"/\" is current"},
    Agreement{"XPWD", "257 \"/\" is current"},
    Agreement{"CWD", "250 Done"},
    Agreement{"CDUP", "250 Done"},
    Agreement{"MKD", "257 \"/x\" created"},
    Agreement{"RMD", "250 Done"},
    Agreement{"DELE", "250 Done"},
    Agreement{"RNFR", "350 And the new name?"},
    Agreement{"RNTO", "250 Done"},
    Agreement{"SYST", "215 UNIX Type: L8"},
    Agreement{"SIZE", "213 5"},
    Agreement{"MDTM", "213 20260101000000"},
    Agreement{"REST", "350 Restarting there"},
    Agreement{"STAT", "211 All is well"},
    Agreement{"HELP", "214 Just ask"},
    Agreement{"FEAT", "211 Everything"},
    Agreement{"QUIT", "221 Goodbye"},
    Agreement{"ABOR", "226 Aborted"},
    Agreement{"MLST", "250 type=file;size=5; x"},
};

std::string verb_of(const std::string& line) {
  std::string verb = line.substr(0, line.find(' '));
  std::transform(verb.begin(), verb.end(), verb.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return verb;
}

/// A listener for one passive data connection.
class PassiveDoor {
 public:
  PassiveDoor() : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(descriptor_, generic, size) != 0 || ::listen(descriptor_, 1) != 0 ||
        ::getsockname(descriptor_, generic, &size) != 0)
      throw std::system_error(errno, std::generic_category(), "a port for data");
    port_ = ntohs(address.sin_port);
  }
  PassiveDoor(const PassiveDoor&) = delete;
  PassiveDoor& operator=(const PassiveDoor&) = delete;
  ~PassiveDoor() { ::close(descriptor_); }

  std::uint16_t port() const noexcept { return port_; }
  /// -1 when nobody comes within two seconds.
  int enter() const {
    pollfd waiting{descriptor_, POLLIN, 0};
    return ::poll(&waiting, 1, 2000) == 1 ? ::accept4(descriptor_, nullptr, nullptr, SOCK_CLOEXEC) : -1;
  }

 private:
  int descriptor_;
  std::uint16_t port_ = 0;
};

bool moves_data(const std::string& verb) {
  constexpr std::array<std::string_view, 7> verbs{"LIST", "NLST", "MLSD", "RETR", "STOR", "APPE", "STOU"};
  return std::find(verbs.begin(), verbs.end(), verb) != verbs.end();
}

/// Takes what comes and gives something, so that nobody can say that nothing happened.
void transfer(HostileConnection& connection, const std::string& verb, const PassiveDoor* door) {
  connection.send("150 Here it comes\r\n");
  const int data = door == nullptr ? -1 : door->enter();
  if (data >= 0) {
    HostileConnection channel(data);
    if (verb == "STOR" || verb == "APPE" || verb == "STOU") {
      channel.drain();
    } else {
      channel.send(verb == "RETR" ? "hello" : verb == "MLSD" ? "type=file;size=5; web\r\n" : "web\r\n");
    }
    ::close(data);
  }
  connection.send("226 Done\r\n");
}

bool pause_one_second(const HostileConnection& connection) {
  // Ends early when the server is destroyed: the descriptor is shut down then.
  pollfd watched{connection.descriptor(), POLLRDHUP, 0};
  return ::poll(&watched, 1, 1000) == 0;
}

void drip(HostileConnection& connection, std::string_view text) {
  for (const char& c : text) {
    if (!connection.send({&c, 1}) || !pause_one_second(connection)) return;
  }
}

}  // namespace

void silent(HostileConnection& connection) {
  connection.drain();
}

void ftp_banner_only(HostileConnection& connection) {
  connection.send("220 Ready\r\n");
  connection.drain();
}

void ftp_yes_to_everything(HostileConnection& connection) {
  connection.send("220 At your service\r\n");
  std::unique_ptr<PassiveDoor> door;
  for (std::string line; connection.read_line(line);) {
    const std::string verb = verb_of(line);
    if (verb == "PASV" || verb == "EPSV") {
      door = std::make_unique<PassiveDoor>();
      const unsigned port = door->port();
      connection.send(verb == "EPSV" ? "229 Extended (|||" + std::to_string(port) + "|)\r\n"
                                     : "227 Passive (127,0,0,1," + std::to_string(port >> 8) + "," +
                                           std::to_string(port & 255) + ")\r\n");
    } else if (moves_data(verb)) {
      transfer(connection, verb, door.get());
    } else {
      const auto known = std::find_if(agreements.begin(), agreements.end(),
                                      [&verb](const Agreement& row) { return row.verb == verb; });
      connection.send((known == agreements.end() ? "200 Yes" : std::string(known->reply)) + "\r\n");
      if (verb == "QUIT") return;
    }
  }
}

void http_200_to_everything(HostileConnection& connection) {
  std::string line;
  bool head = false;
  while (connection.read_line(line)) {
    if (line.starts_with("HEAD ")) head = true;
    if (!line.empty()) continue;
    const std::string page = "<html><body>Welcome</body></html>\n";
    connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: " +
                    std::to_string(page.size()) + "\r\n\r\n" + (head ? "" : page));
    head = false;
  }
}

void endless_line(HostileConnection& connection) {
  const std::string much(65'536, 'x');
  connection.send("220 ");
  while (connection.send(much)) {
  }
}

void garbage(HostileConnection& connection) {
  std::mt19937_64 random(20261123);
  std::string octets(4096, '\0');
  for (int block = 0; block < 64; ++block) {
    for (char& octet : octets) octet = static_cast<char>(random());
    if (!connection.send(octets)) return;
  }
  connection.drain();
}

void ftp_drip(HostileConnection& connection) {
  drip(connection, "220 This greeting takes its time, far more of it than anybody has\r\n");
}

void http_drip(HostileConnection& connection) {
  drip(connection, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\nlate");
}

void ftp_closes_in_mid_reply(HostileConnection& connection) {
  connection.send("220-This greeting has no e");
}

void http_closes_in_mid_reply(HostileConnection& connection) {
  std::string line;
  while (connection.read_line(line) && !line.empty()) {
  }
  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nnot a hundred");
}

}  // namespace cts::selftest
