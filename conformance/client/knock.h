#pragma once

#include <iosfwd>
#include <string>

#include "client/dial.h"
#include "client/transcript.h"

namespace cts {

/// What a port said to somebody who said nothing.
struct Knock {
  bool connected = false;
  std::string heard;    ///< the first octets, at most 256; empty: none came before it closed, or in time
  std::string problem;  ///< why there was no connection
};
/// "connection refused", "closed without a word", "10 octets …"
void PrintTo(const Knock& knock, std::ostream* out);

/// Connects, and listens until something is said, the connection is closed, or the reply deadline.
Knock knock_at(const Dial& dial, const Deadlines& deadlines, Transcript& transcript);

}  // namespace cts
