#pragma once

#include <boost/asio/awaitable.hpp>

#include "ftp/ftp_session.h"
#include "net/data_channel.h"
#include "net/listener.h"

namespace refd {

/// FTP for one site. serve() is a session from greeting to end, to be given to net::Listener; it runs on the
/// socket's strand, and ends with 421 when it is cancelled. Outlives its sessions; thread-safe. The process
/// must ignore SIGPIPE: sendfile(2) raises it when a client hangs up.
class FtpService {
 public:
  /// `names`: host names of addresses (ACL-4); an address that is not among them has none. Nothing else is
  /// asked for a name, so that what an access file allows to names alone stays closed to everybody else.
  FtpService(FtpSurroundings surroundings, net::DataChannel::PortRange passive_ports,
             Site::HostNames names = {});
  FtpService(const FtpService&) = delete;
  FtpService& operator=(const FtpService&) = delete;
  ~FtpService() = default;

  boost::asio::awaitable<void> serve(net::Listener::Socket socket);

 private:
  const FtpSurroundings surroundings_;
  const net::DataChannel::PortRange passive_ports_;
  const Site::HostNames names_;
};

}  // namespace refd
