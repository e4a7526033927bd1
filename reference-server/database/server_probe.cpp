#include "database/server_probe.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>

#include "base/unique_fd.h"

namespace refd::db {

bool greets(const std::string& path, std::chrono::milliseconds limit) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return false;
  std::copy(path.begin(), path.end(), std::begin(address.sun_path));
  const UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!socket ||
      ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)  // NOLINT
    return false;
  // It takes connections before it is ready to talk.
  pollfd waited{socket.get(), POLLIN, 0};
  if (::poll(&waited, 1, static_cast<int>(limit.count())) <= 0) return false;
  char octet = 0;
  return ::recv(socket.get(), &octet, 1, MSG_DONTWAIT) == 1;
}

}  // namespace refd::db
