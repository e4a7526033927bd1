#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "client/dial.h"
#include "client/ftp_client.h"

namespace cts {

/// Commands that a person can paste into a shell to see again what a client did. Passwords are never in them.

/// `text` as one word of a POSIX shell.
std::string shell_quoted(std::string_view text);
/// A path of FTP in a URL: "%2Fweb/a%20b" for "/web/a b".
std::string ftp_url_path(std::string_view path);

/// The control dialogue again: printf … | nc. `commands` without line ends; the argument of PASS is left out.
std::string repeat_ftp_dialogue(const Dial& dial, const std::vector<std::string>& commands);
/// The same for POP3, through openssl s_client when it was over TLS.
std::string repeat_pop_dialogue(const Dial& dial, bool over_tls, const std::vector<std::string>& commands);
/// The SMTP dialogue again, the same way. What AUTH is told is left to the person: name and password.
std::string repeat_smtp_dialogue(const Dial& dial, const std::vector<std::string>& commands);
/// One transfer again, with curl. `command`: "RETR /web/x", "LIST -a /web", "STOR …".
std::string repeat_ftp_transfer(const Dial& dial, std::string_view login, std::string_view command,
                                const FtpTransferOptions& options);

}  // namespace cts
