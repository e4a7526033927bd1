#include "ftp/ftp_service.h"

#include "ftp/session_pump.h"
#include "net/tcp_line_stream.h"

namespace refd {
namespace {

// The session's view of the data channel.
class ChannelPort final : public DataPort {
 public:
  explicit ChannelPort(net::DataChannel& channel) : channel_(channel) {}
  Result<std::uint16_t> listen() override { return channel_.listen(); }
  void connect_to(std::uint16_t port) override { channel_.connect_to(port); }
  bool is_prepared() const override { return channel_.is_prepared(); }
  void forget() override { channel_.close(); }
  std::uint64_t progress() const override { return channel_.progress(); }

 private:
  net::DataChannel& channel_;
};

FtpSurroundings with_access_files(FtpSurroundings surroundings) {
  if (!surroundings.access_files) {
    surroundings.access_files = std::make_shared<AccessStore>(surroundings.files, surroundings.log);
  }
  return surroundings;
}

}  // namespace

FtpService::FtpService(FtpSurroundings surroundings, net::DataChannel::PortRange passive_ports,
                       net::NameLookup& names)
    : surroundings_(with_access_files(std::move(surroundings))),
      passive_ports_(passive_ports),
      names_(names) {}

boost::asio::awaitable<void> FtpService::serve(net::Listener::Socket socket) {
  boost::system::error_code gone;
  const auto local = socket.local_endpoint(gone).address();
  const auto client = socket.remote_endpoint(gone).address();
  if (gone) co_return;
  const auto server_address = HostAddress::parse(local.to_string());
  const auto client_address = HostAddress::parse(client.to_string());
  if (!server_address || !client_address) co_return;

  net::DataChannel data(socket.get_executor(), local, client, passive_ports_);
  net::TcpLineStream control(std::move(socket));
  ChannelPort port(data);
  FtpSession session(surroundings_,
                     {.server = *server_address,
                      .client = *client_address,
                      .client_names_known = AccessSource::Names::not_asked_yet},
                     port);
  SessionPump pump(control, data, session, names_, surroundings_.limits);
  co_await pump.run();
}

}  // namespace refd
