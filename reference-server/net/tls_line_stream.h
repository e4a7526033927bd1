#pragma once

#include <memory>

#include <boost/asio/ip/tcp.hpp>

#include "net/line_stream.h"
#include "net/tls_context.h"

namespace refd::net {

/// Lines over TLS. The context outlives it.
class TlsLineStream final : public LineStream {
 public:
  /// Takes over a connected socket, which runs on the session's strand.
  TlsLineStream(boost::asio::ip::tcp::socket socket, const TlsContext& context);
  TlsLineStream(const TlsLineStream&) = delete;
  TlsLineStream& operator=(const TlsLineStream&) = delete;
  ~TlsLineStream() override;

  /// The server's side of the handshake; before everything else, once.
  boost::asio::awaitable<Result<void>> handshake(Deadline deadline);

  boost::asio::awaitable<Result<void>> write(std::string_view octets, Deadline deadline) override;
  void close() override;

 protected:
  boost::asio::awaitable<Result<std::size_t>> read_some(std::span<char> space, Deadline deadline) override;

 private:
  // Until the client has said something: who says nothing takes no memory for it.
  boost::asio::awaitable<Result<void>> await_client(Deadline deadline);

  boost::asio::ip::tcp::socket socket_;  ///< the state's, as soon as there is one
  const TlsContext& context_;
  struct State;  // keeps OpenSSL's headers out of this one
  std::unique_ptr<State> state_;
};

}  // namespace refd::net
