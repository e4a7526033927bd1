#pragma once

#include "selftest/hostile_server.h"

/// Ways to be no hosting service at all. Each is a session of a HostileServer.
namespace cts::selftest {

/// Says nothing, keeps the connection.
void silent(HostileConnection& connection);
/// An FTP greeting, and nothing more.
void ftp_banner_only(HostileConnection& connection);
/// What a polite FTP server would answer to each verb if it always agreed; listings name what was asked for;
/// transfers happen, and come to nothing.
void ftp_yes_to_everything(HostileConnection& connection);
/// "200 OK" and a page, whatever is asked for.
void http_200_to_everything(HostileConnection& connection);
/// 220 and then one line that never ends.
void endless_line(HostileConnection& connection);
/// Random octets.
void garbage(HostileConnection& connection);
/// A greeting, or an answer, one octet each second.
void ftp_drip(HostileConnection& connection);
void http_drip(HostileConnection& connection);
/// Closes in the middle of its answer.
void ftp_closes_in_mid_reply(HostileConnection& connection);
void http_closes_in_mid_reply(HostileConnection& connection);

}  // namespace cts::selftest
