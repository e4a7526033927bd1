#pragma once

#include <ctime>
#include <string>
#include <string_view>
#include <variant>

#include "mail/mail_drop.h"
#include "sendmail/command_line.h"
#include "sendmail/message_head.h"

namespace refd::sendmail {

/// What is handed over before the body.
struct Submission {
  DroppedEnvelope envelope;
  std::string header;  ///< with the empty line after it
};

/// Why nothing is: the exit code (sysexits.h), and what to say.
struct Refusal {
  int exit_code;
  std::string why;
};

constexpr std::size_t most_recipients = 1'000;

/// Decides who a message is from and for, and completes its header: blind copies leave no trace; Date, From
/// and Message-ID are added where they are missing. `now`: seconds since 1970; `unique`: no other message has
/// it.
std::variant<Submission, Refusal> prepare(const Command& command, const MessageHead& head, std::time_t now,
                                          std::string_view unique);

}  // namespace refd::sendmail
