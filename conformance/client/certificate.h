#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/dial.h"

namespace cts {

/// The certificate that a target shows. What it says is the target's own word: it is not to be believed, and
/// not fit to be shown as it is.
struct Certificate {
  std::string subject;
  std::string issuer;
  std::vector<std::string> names;  ///< host names and addresses that it is for; at most 100
  std::chrono::sys_seconds not_before{};
  std::chrono::sys_seconds not_after{};
  bool names_host = false;  ///< whether it is for the name that was dialled
  /// Why it would not convince a careful program, but for the name: signed by itself, expired, …; else empty.
  std::string distrust;
};

/// How TLS begins there.
enum class TlsStart {
  at_once,
  smtp,  ///< STARTTLS (RFC 3207)
  pop,   ///< STLS (RFC 2595)
  ftp,   ///< AUTH TLS (RFC 4217)
};

struct CertificateLook {
  std::optional<Certificate> certificate;
  std::string version;  ///< "TLSv1.3"
  std::string
      greeting;  ///< what the service says first over TLS, where it begins at once; at most 512 octets
  std::string
      problem;  ///< "connection refused", "no TLS: …", "TLS is refused: 502 …"; empty when it was seen
};

enum class AfterHandshake { leave, hear_greeting };

/// One connection, on which no more is said than is needed for the handshake. Ends within the deadlines:
/// connecting and the handshake each within `connect`, each reply within `reply`. Never throws for what the
/// target does.
CertificateLook look_at_certificate(const Dial& dial, TlsStart start, const Deadlines& deadlines,
                                    AfterHandshake then = AfterHandshake::leave);

}  // namespace cts
