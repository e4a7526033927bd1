#include "client/tls_session.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>

#include <array>
#include <cerrno>
#include <optional>

namespace cts {
namespace {

struct FreeContext {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
struct FreeSession {
  void operator()(SSL* session) const { SSL_free(session); }
};

std::string last_error() {
  const unsigned long code = ERR_get_error();
  if (code == 0) return "the connection ended";
  std::array<char, 256> text{};
  ERR_error_string_n(code, text.data(), text.size());
  ERR_clear_error();
  return text.data();
}

std::string subject_of(const X509* certificate) {
  std::array<char, 256> text{};
  X509_NAME_oneline(X509_get_subject_name(certificate), text.data(), static_cast<int>(text.size()));
  return text.data();
}

TlsFacts facts_of(const SSL* session) {
  TlsFacts facts{.version = SSL_get_version(session), .cipher = SSL_get_cipher_name(session)};
  if (const X509* const certificate = SSL_get0_peer_certificate(session))
    facts.subject = subject_of(certificate);
  const long verified = SSL_get_verify_result(session);
  if (verified != X509_V_OK) facts.distrust = X509_verify_cert_error_string(verified);
  return facts;
}

int version_of(TlsOffer offer) {
  switch (offer) {
    case TlsOffer::only_1_0:
      return TLS1_VERSION;
    case TlsOffer::only_1_1:
      return TLS1_1_VERSION;
    case TlsOffer::only_1_2:
      return TLS1_2_VERSION;
    case TlsOffer::only_1_3:
      return TLS1_3_VERSION;
    case TlsOffer::usual:
      break;
  }
  return 0;
}

/// Level 0, since the machine's own level leaves out what old versions need.
void restrict_to(SSL_CTX* context, TlsOffer offer) {
  const int version = version_of(offer);
  if (version == 0) return;
  SSL_CTX_set_min_proto_version(context, version);
  SSL_CTX_set_max_proto_version(context, version);
  SSL_CTX_set_cipher_list(context, "ALL:@SECLEVEL=0");
}

}  // namespace

struct TlsSession::Impl {
  enum class Step { done, waits, ended, broken };

  // Whether OpenSSL's answer means that it was done; else what it waits for has come, or the deadline.
  Step after(int answer, Deadline deadline) {
    if (answer > 0) return Step::done;
    short events = 0;
    switch (SSL_get_error(session.get(), answer)) {
      case SSL_ERROR_WANT_READ:
        events = POLLIN;
        break;
      case SSL_ERROR_WANT_WRITE:
        events = POLLOUT;
        break;
      case SSL_ERROR_ZERO_RETURN:
        return Step::ended;
      default:
        return Step::broken;
    }
    std::array<pollfd, 1> waits{{{descriptor, events, 0}}};
    timed_out = !wait_for(waits, deadline);
    return timed_out ? Step::broken : Step::waits;
  }

  template <class Operation>
  Step carry_out(Operation operation, Deadline deadline) {
    timed_out = false;
    for (;;) {
      ERR_clear_error();
      const Step step = after(operation(), deadline);
      if (step != Step::waits) return step;
    }
  }

  Io::State state_of(Step step) const {
    if (timed_out) return Io::State::timed_out;
    return step == Step::ended ? Io::State::closed : Io::State::reset;
  }

  int descriptor = -1;
  std::unique_ptr<SSL_CTX, FreeContext> context;
  std::unique_ptr<SSL, FreeSession> session;
  TlsFacts facts;
  bool timed_out = false;
};

TlsSession::TlsSession(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TlsSession::~TlsSession() = default;

std::unique_ptr<TlsSession> TlsSession::begin(const Socket& socket, const std::string& host,
                                              Deadline deadline, std::string& problem, TlsOffer offer) {
  auto impl = std::make_unique<Impl>();
  impl->descriptor = socket.descriptor();
  impl->context.reset(SSL_CTX_new(TLS_client_method()));
  if (impl->context) {
    SSL_CTX_set_default_verify_paths(impl->context.get());
    restrict_to(impl->context.get(), offer);
  }
  impl->session.reset(impl->context ? SSL_new(impl->context.get()) : nullptr);
  SSL* const session = impl->session.get();
  // The socket never blocks: it is waited for with deadlines.
  if (session == nullptr || SSL_set_fd(session, socket.descriptor()) != 1) {
    problem = "no TLS: " + last_error();
    return nullptr;
  }
  SSL_set_mode(session, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  if (!Endpoint::numeric(host, 0)) SSL_set_tlsext_host_name(session, host.c_str());
  SSL_set1_host(session, host.c_str());
  const auto step = impl->carry_out([session] { return SSL_connect(session); }, deadline);
  if (step != Impl::Step::done) {
    problem = impl->timed_out ? "no TLS handshake in time" : "no TLS: " + last_error();
    return nullptr;
  }
  impl->facts = facts_of(session);
  return std::unique_ptr<TlsSession>(new TlsSession(std::move(impl)));
}

const TlsFacts& TlsSession::facts() const noexcept {
  return impl_->facts;
}

Io TlsSession::read_some(std::span<char> buffer, Deadline deadline) {
  std::size_t count = 0;
  const auto step = impl_->carry_out(
      [&] { return SSL_read_ex(impl_->session.get(), buffer.data(), buffer.size(), &count); }, deadline);
  if (step == Impl::Step::done) return {Io::State::ok, count};
  return {impl_->state_of(step), 0};
}

Io TlsSession::write_all(std::string_view bytes, Deadline deadline) {
  Io io;
  while (!bytes.empty()) {
    std::size_t count = 0;
    const auto step = impl_->carry_out(
        [&] { return SSL_write_ex(impl_->session.get(), bytes.data(), bytes.size(), &count); }, deadline);
    if (step != Impl::Step::done) {
      io.state = impl_->state_of(step);
      return io;
    }
    io.octets += count;
    bytes.remove_prefix(count);
  }
  return io;
}

void TlsSession::finish() noexcept {
  SSL_shutdown(impl_->session.get());
}

}  // namespace cts
