#include "client/tls_session.h"

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>

#include "client/tls_channel.h"

namespace cts {
namespace {

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

}  // namespace

struct TlsSession::Impl {
  TlsChannel channel;
  TlsFacts facts;
};

TlsSession::TlsSession(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TlsSession::~TlsSession() = default;

std::unique_ptr<TlsSession> TlsSession::begin(const Socket& socket, const std::string& host,
                                              Deadline deadline, std::string& problem, TlsOffer offer) {
  auto impl = std::make_unique<Impl>();
  if (!impl->channel.begin(socket, host, deadline, problem, offer)) return nullptr;
  impl->facts = facts_of(impl->channel.session());
  return std::unique_ptr<TlsSession>(new TlsSession(std::move(impl)));
}

const TlsFacts& TlsSession::facts() const noexcept {
  return impl_->facts;
}

Io TlsSession::read_some(std::span<char> buffer, Deadline deadline) {
  return impl_->channel.read_some(buffer, deadline);
}

Io TlsSession::write_all(std::string_view bytes, Deadline deadline) {
  TlsChannel& channel = impl_->channel;
  Io io;
  while (!bytes.empty()) {
    std::size_t count = 0;
    const auto step = channel.carry_out(
        [&] { return SSL_write_ex(channel.session(), bytes.data(), bytes.size(), &count); }, deadline);
    if (step != TlsChannel::Step::done) {
      io.state = channel.state_of(step);
      return io;
    }
    io.octets += count;
    bytes.remove_prefix(count);
  }
  return io;
}

void TlsSession::finish() noexcept {
  SSL_shutdown(impl_->channel.session());
}

}  // namespace cts
