#pragma once

#include "selftest/hostile_server.h"

/// Ways to be no mail service at all. Each is a session of a HostileServer.
namespace cts::selftest {

/// An SMTP or a POP3 greeting, and nothing more.
void smtp_banner_only(HostileConnection& connection);
void pop_banner_only(HostileConnection& connection);
/// Takes every sender, recipient, password and message, and does nothing with it.
void smtp_yes_to_everything(HostileConnection& connection);
/// Says +OK to every name, password and command; the mailbox is empty all the same.
void pop_yes_to_everything(HostileConnection& connection);
/// No to everything, politely.
void smtp_no_to_everything(HostileConnection& connection);
/// A greeting, one octet each second.
void smtp_drip(HostileConnection& connection);
/// Closes in the middle of its greeting.
void smtp_closes_in_mid_reply(HostileConnection& connection);

}  // namespace cts::selftest
