#pragma once

#include <span>

#include "scenario/scenario.h"

namespace cts {

// What is tried with sending mail and with the space of mailboxes: more of tables.h.

std::span<const Scenario> script_mail_scenarios();          ///< CGI-6
std::span<const Scenario> smtp_port_scenarios();            ///< SMTP-1, HOST-3
std::span<const Scenario> smtp_authentication_scenarios();  ///< SMTP-2
std::span<const Scenario> pop_before_smtp_scenarios();      ///< SMTP-3
std::span<const Scenario> smtp_relay_scenarios();           ///< SMTP-4
std::span<const Scenario> smtp_size_scenarios();            ///< SMTP-5, SMTP-6
std::span<const Scenario> smtp_incoming_scenarios();        ///< SMTP-7
std::span<const Scenario> smtp_bounce_scenarios();          ///< SMTP-8, SMTP-9
std::span<const Scenario> smtp_dialogue_scenarios();        ///< SMTP-10, SMTP-11: commands
std::span<const Scenario> smtp_octet_scenarios();           ///< SMTP-10: what is in a message
std::span<const Scenario> mailbox_space_scenarios();        ///< MBOX-1 … MBOX-5

}  // namespace cts
