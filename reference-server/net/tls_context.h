#pragma once

#include <memory>
#include <string>
#include <vector>

#include "config/site.h"

namespace refd::net {

/// Certificate and key with which the server speaks TLS, from version 1.2 on. Thread-safe once made.
class TlsContext {
 public:
  /// The site's files; where it names none, a key and a certificate for `names`, signed by itself, are made
  /// and forgotten at the end. Throws std::system_error that says what is wrong with which file.
  TlsContext(const Site::Tls& files, const std::vector<std::string>& names);
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;
  ~TlsContext();

  /// For net/ only: what OpenSSL keeps.
  struct State;
  State& state() const { return *state_; }

 private:
  std::unique_ptr<State> state_;
};

}  // namespace refd::net
