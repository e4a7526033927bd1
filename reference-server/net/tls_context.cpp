#include "net/tls_context.h"

#include <system_error>

#include "net/self_signed.h"
#include "net/tls_state.h"

// Asio's TLS, compiled once, as the rest of Asio is.
#include <boost/asio/ssl/impl/src.hpp>

namespace refd::net {
namespace {

namespace ssl = boost::asio::ssl;

void check(const boost::system::error_code& error, const std::string& file) {
  if (error) throw std::system_error(EINVAL, std::generic_category(), file + ": " + error.message());
}

}  // namespace

TlsContext::TlsContext(const Site::Tls& files, const std::vector<std::string>& names)
    : state_(std::make_unique<State>()) {
  auto* const native = state_->context.native_handle();
  SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
  // Of TLS 1.2 what has forward secrecy and no CBC, whose padding has told too much again and again.
  SSL_CTX_set_cipher_list(native, "ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM:DHE+CHACHA20");
  SSL_CTX_set_options(native,
                      SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  // Idle sessions then hold no buffers of OpenSSL's.
  SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
  if (files.certificate_file.empty()) {
    use_self_signed_certificate(native, names);
    return;
  }
  boost::system::error_code error;
  state_->context.use_certificate_chain_file(files.certificate_file, error);
  check(error, files.certificate_file);
  state_->context.use_private_key_file(files.key_file, ssl::context::pem, error);
  check(error, files.key_file);
}

TlsContext::~TlsContext() = default;

}  // namespace refd::net
