#pragma once

#include <string>
#include <vector>

#include "base/byte_flow.h"
#include "base/clock.h"
#include "smtp/delivery_outcome.h"

namespace refd::smtp {

/// As much of a message as an error mail gives back.
struct Excerpt {
  enum class Extent {
    header,
    small,  ///< the message itself when it is small, its header when it is not
    whole   ///< the message itself unless it is very large
  };
  std::string text;
  bool whole = false;  ///< otherwise its header
};
Excerpt excerpt_of(ByteSource& content, Excerpt::Extent extent);

/// What is reported about one recipient.
struct ReportedOutcome {
  enum class Action { failed, delayed, delivered, relayed };
  Action action = Action::failed;
  Outcome outcome;
  std::string original;  ///< ORCPT as it came; empty: none
};

/// What has become of a message.
struct StatusReport {
  std::string host_name;  ///< who reports
  std::string id;         ///< of the message
  std::string sender;     ///< who is told
  Clock::time_point arrived;
  Clock::time_point now;
  Clock::time_point given_up;  ///< when what is delayed will be
  std::string envelope_id;     ///< ENVID as it came; empty: none
  std::vector<ReportedOutcome> outcomes;
  Excerpt excerpt;
};

/// The mail that tells the sender (SMTP-8, MBOX-2): multipart/report as RFC 3464 has it, with a text for
/// people, one for programs, and the message.
std::string delivery_status(const StatusReport& report);

}  // namespace refd::smtp
