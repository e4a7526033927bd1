#include "client/tls_channel.h"

#include <openssl/err.h>
#include <poll.h>

#include <array>

namespace cts {
namespace {

std::string last_error() {
  const unsigned long code = ERR_get_error();
  if (code == 0) return "the connection ended";
  std::array<char, 256> text{};
  ERR_error_string_n(code, text.data(), text.size());
  ERR_clear_error();
  return text.data();
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

bool TlsChannel::begin(const Socket& socket, const std::string& host, Deadline deadline, std::string& problem,
                       TlsOffer offer) {
  descriptor_ = socket.descriptor();
  context_.reset(SSL_CTX_new(TLS_client_method()));
  if (context_) {
    SSL_CTX_set_default_verify_paths(context_.get());
    restrict_to(context_.get(), offer);
  }
  session_.reset(context_ ? SSL_new(context_.get()) : nullptr);
  SSL* const session = session_.get();
  // The socket never blocks: it is waited for with deadlines.
  if (session == nullptr || SSL_set_fd(session, socket.descriptor()) != 1) {
    problem = "no TLS: " + last_error();
    return false;
  }
  SSL_set_mode(session, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  if (!Endpoint::numeric(host, 0)) SSL_set_tlsext_host_name(session, host.c_str());
  SSL_set1_host(session, host.c_str());
  if (carry_out([session] { return SSL_connect(session); }, deadline) == Step::done) return true;
  problem = timed_out_ ? "no TLS handshake in time" : "no TLS: " + last_error();
  return false;
}

void TlsChannel::forget_errors() {
  ERR_clear_error();
}

TlsChannel::Step TlsChannel::after(int answer, Deadline deadline) {
  if (answer > 0) return Step::done;
  short events = 0;
  switch (SSL_get_error(session_.get(), answer)) {
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
  std::array<pollfd, 1> waits{{{descriptor_, events, 0}}};
  timed_out_ = !wait_for(waits, deadline);
  return timed_out_ ? Step::broken : Step::waits;
}

Io TlsChannel::read_some(std::span<char> buffer, Deadline deadline) {
  std::size_t count = 0;
  const Step step =
      carry_out([&] { return SSL_read_ex(session_.get(), buffer.data(), buffer.size(), &count); }, deadline);
  if (step == Step::done) return {Io::State::ok, count};
  return {state_of(step), 0};
}

}  // namespace cts
