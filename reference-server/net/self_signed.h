#pragma once

#include <openssl/ssl.h>

#include <string>
#include <vector>

namespace refd::net {

/// Makes a key (P-256) and a certificate for these host names, signed with that key, good for a year; both
/// become the context's. Throws std::system_error.
void use_self_signed_certificate(SSL_CTX* context, const std::vector<std::string>& names);

}  // namespace refd::net
