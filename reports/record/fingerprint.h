#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "reports/record/scenario_result.h"

/// What a target's software looks like from outside: nothing that any clause fixes, and just what an upgrade
/// changes. Parts that differ between two looks at the same deployment are replaced (stable_text()).
namespace reports {

/// One property of a service: {"smtp", "EHLO", {"8BITMIME", "SIZE 20971520", "STARTTLS"}}.
struct Trait {
  /// "web", "ftp", "pop", "pops", "smtp", "submission".
  std::string service;
  std::string name;
  /// One text, or several as a set: sorted, none twice. None: asked for, and not there.
  std::vector<std::string> values;

  bool operator==(const Trait&) const = default;
};

/// How long a service took to answer, over the whole run: {"ftp", "LIST", 0.004 s, 120}.
struct Timing {
  std::string service;
  std::string operation;
  Seconds median{};
  std::size_t samples = 0;

  bool operator==(const Timing&) const = default;
};

struct Fingerprint {
  /// Those that were looked at and answered. About others nothing is known.
  std::vector<std::string> services;
  /// Sorted by service and name.
  std::vector<Trait> traits;
  /// Sorted by service and operation.
  std::vector<Timing> timings;

  bool operator==(const Fingerprint&) const = default;
};

}  // namespace reports
