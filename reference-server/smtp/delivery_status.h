#pragma once

#include <string>
#include <vector>

#include "base/byte_flow.h"
#include "base/clock.h"
#include "smtp/delivery_outcome.h"

namespace refd::smtp {

/// As much of a message as an error mail gives back.
struct Excerpt {
  std::string text;
  bool whole = false;  ///< otherwise its header
};

/// The message itself when it is small, its header when it is not.
Excerpt excerpt_of(ByteSource& content);

/// A message that could not be delivered.
struct Undelivered {
  std::string host_name;  ///< who reports
  std::string id;         ///< of the message
  std::string sender;     ///< who is told
  Clock::time_point arrived;
  Clock::time_point now;
  std::vector<Outcome> failures;
  Excerpt excerpt;
};

/// The error mail about it (SMTP-8, MBOX-2): multipart/report as RFC 3464 has it, with a text for people, one
/// for programs, and the message.
std::string delivery_status(const Undelivered& undelivered);

}  // namespace refd::smtp
