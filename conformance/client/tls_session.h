#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "client/socket.h"

namespace cts {

/// What a TLS handshake agreed on.
struct TlsFacts {
  std::string version;  ///< "TLSv1.3"
  std::string cipher;
  std::string subject;  ///< of the target's certificate
  /// Why the certificate would not convince a careful program: signed by itself, for another name, expired,
  /// …; empty when it would.
  std::string distrust;
};

/// What a handshake offers: what this machine's OpenSSL is set up for, or one version alone, with every
/// cipher that OpenSSL still knows for it. The latter is for finding out what a target takes, not for use.
enum class TlsOffer { usual, only_1_0, only_1_1, only_1_2, only_1_3 };

/// The client's side of TLS over a socket, every operation with a deadline. Any certificate is taken: what
/// there is to say about it is told by facts(). The socket stays its owner's, and outlives it. One thread.
class TlsSession {
 public:
  /// Shakes hands; null with a problem when that fails. `host` is asked for (SNI) and compared with the
  /// certificate's names.
  static std::unique_ptr<TlsSession> begin(const Socket& socket, const std::string& host, Deadline deadline,
                                           std::string& problem, TlsOffer offer = TlsOffer::usual);
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;
  ~TlsSession();

  const TlsFacts& facts() const noexcept;
  Io read_some(std::span<char> buffer, Deadline deadline);
  Io write_all(std::string_view bytes, Deadline deadline);
  /// Says that nothing more will be sent.
  void finish() noexcept;

 private:
  struct Impl;
  explicit TlsSession(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace cts
