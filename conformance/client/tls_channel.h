#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>

#include "client/socket.h"
#include "client/tls_session.h"

namespace cts {

/// OpenSSL's session over a socket, each of whose steps has a deadline: what TlsSession and a look at a
/// certificate share. The socket stays its owner's, and outlives it.
class TlsChannel {
 public:
  enum class Step { done, waits, ended, broken };

  /// Shakes hands; false with a problem when that fails. `host` is asked for (SNI) and compared with the
  /// certificate's names.
  bool begin(const Socket& socket, const std::string& host, Deadline deadline, std::string& problem,
             TlsOffer offer);

  /// Calls an operation of OpenSSL again and again until it is done, or the deadline passes.
  template <class Operation>
  Step carry_out(Operation operation, Deadline deadline) {
    timed_out_ = false;
    for (;;) {
      forget_errors();
      const Step step = after(operation(), deadline);
      if (step != Step::waits) return step;
    }
  }
  /// How an operation went that was not done.
  Io::State state_of(Step step) const {
    if (timed_out_) return Io::State::timed_out;
    return step == Step::ended ? Io::State::closed : Io::State::reset;
  }
  Io read_some(std::span<char> buffer, Deadline deadline);

  SSL* session() const noexcept { return session_.get(); }

 private:
  struct FreeContext {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };
  struct FreeSession {
    void operator()(SSL* session) const { SSL_free(session); }
  };
  static void forget_errors();
  // Whether OpenSSL's answer means that it was done; else what it waits for has come, or the deadline.
  Step after(int answer, Deadline deadline);

  int descriptor_ = -1;
  std::unique_ptr<SSL_CTX, FreeContext> context_;
  std::unique_ptr<SSL, FreeSession> session_;
  bool timed_out_ = false;
};

}  // namespace cts
