#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "base/log.h"
#include "base/result.h"
#include "net/session_group.h"

namespace refd::net {

/// The operator's Unix socket: one request line in, one answer line out, then closed. Only the user that runs
/// the server may connect (mode 600). Requests above 64 KiB, and peers slower than `patience`, are cut; an
/// answer takes as long as it takes.
class ControlSocket {
 public:
  using Answer = std::function<std::string(const std::string&)>;

  /// Removes what a former server left at `path`, binds and listens. Throws boost::system::system_error when
  /// it cannot, EADDRINUSE when a living server answers there. `answer` runs on the context's threads.
  ControlSocket(boost::asio::io_context& context, const std::filesystem::path& path, SessionGroup& sessions,
                Answer answer, Log log, std::chrono::milliseconds patience = std::chrono::seconds(10));
  ControlSocket(const ControlSocket&) = delete;
  ControlSocket& operator=(const ControlSocket&) = delete;
  /// Stops accepting and removes the socket.
  ~ControlSocket();

  void start();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

/// Sends `request` to the server that listens at `path` and returns its answer line. ETIMEDOUT after `limit`.
Result<std::string> ask_control_socket(const std::filesystem::path& path, const std::string& request,
                                       std::chrono::milliseconds limit);

}  // namespace refd::net
