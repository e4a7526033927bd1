#pragma once

#include <string>

namespace refd::smtp {

/// What has come of trying to deliver a message to one recipient. A value.
struct Outcome {
  enum class Kind {
    delivered,
    failed,   ///< for good
    deferred  ///< another try may do better
  };
  std::string address;
  Kind kind = Kind::deferred;
  std::string status;           ///< RFC 3463
  std::string diagnostic;       ///< why, in words or as the other server put it
  std::string remote;           ///< host that said so; empty: this one
  bool reports_itself = false;  ///< it has taken over what the sender wants to be told (RFC 3461)
};

}  // namespace refd::smtp
