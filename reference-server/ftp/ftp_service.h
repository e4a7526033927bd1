#pragma once

#include <boost/asio/awaitable.hpp>

#include "ftp/ftp_session.h"
#include "net/data_channel.h"
#include "net/listener.h"
#include "net/name_lookup.h"

namespace refd {

/// FTP for one site. serve() is a session from greeting to end, to be given to net::Listener; it runs on the
/// socket's strand, and ends with 421 when it is cancelled. Outlives its sessions; thread-safe. The process
/// must ignore SIGPIPE: sendfile(2) raises it when a client hangs up.
class FtpService {
 public:
  /// `names` is asked for a client's names (ACL-4) when an access file has one in it; outlives the service.
  FtpService(FtpSurroundings surroundings, net::DataChannel::PortRange passive_ports, net::NameLookup& names);
  FtpService(const FtpService&) = delete;
  FtpService& operator=(const FtpService&) = delete;
  ~FtpService() = default;

  boost::asio::awaitable<void> serve(net::Listener::Socket socket);

 private:
  const FtpSurroundings surroundings_;
  const net::DataChannel::PortRange passive_ports_;
  net::NameLookup& names_;
};

}  // namespace refd
