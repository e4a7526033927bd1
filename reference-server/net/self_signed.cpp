#include "net/self_signed.h"

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <cerrno>
#include <memory>
#include <system_error>

namespace refd::net {
namespace {

// Frees with the function that OpenSSL has for each type.
template <auto free>
struct Frees {
  template <class T>
  void operator()(T* thing) const {
    free(thing);
  }
};

using Key = std::unique_ptr<EVP_PKEY, Frees<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Frees<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Frees<X509_EXTENSION_free>>;

void check(bool succeeded) {
  if (!succeeded) throw std::system_error(EPROTO, std::generic_category(), "a certificate cannot be made");
}

void add_names(X509* certificate, const std::vector<std::string>& names) {
  auto* const subject = X509_get_subject_name(certificate);
  constexpr std::size_t longest_common_name = 64;
  const auto common = names.front().substr(0, longest_common_name);
  check(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char*>(common.data()),
                                   static_cast<int>(common.size()), -1, 0) == 1);
  check(X509_set_issuer_name(certificate, subject) == 1);
  std::string alternatives;
  for (const auto& name : names) alternatives += (alternatives.empty() ? "DNS:" : ",DNS:") + name;
  const Extension extension(
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, alternatives.c_str()));
  check(extension != nullptr);
  check(X509_add_ext(certificate, extension.get(), -1) == 1);
}

}  // namespace

void use_self_signed_certificate(SSL_CTX* context, const std::vector<std::string>& names) {
  constexpr long day = 24L * 3600;
  const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
  check(key != nullptr);
  const Certificate certificate(X509_new());
  check(certificate != nullptr);
  constexpr long third_version = 2;
  check(X509_set_version(certificate.get(), third_version) == 1);
  // Another at each start: clients that remember what they have seen tell certificates apart by it.
  std::uint64_t serial = 0;
  check(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1);
  check(ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), serial >> 1U) == 1);
  // From yesterday, since clocks differ.
  check(X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -day) != nullptr);
  check(X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 365 * day) != nullptr);
  check(X509_set_pubkey(certificate.get(), key.get()) == 1);
  add_names(certificate.get(), names);
  check(X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0);
  check(SSL_CTX_use_certificate(context, certificate.get()) == 1);
  check(SSL_CTX_use_PrivateKey(context, key.get()) == 1);
}

}  // namespace refd::net
