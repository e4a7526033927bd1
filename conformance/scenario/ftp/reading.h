#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/ftp_client.h"

namespace cts {

class Context;

// What a scenario reads out of FTP replies. Texts come from the target: whatever they hold is a value.

/// The path between the quotation marks of a 257 reply, doubled marks taken as one (RFC 959 appendix II);
/// nullopt when there is none.
std::optional<std::string> quoted_path(const FtpReply& reply);

/// The directory that the session stands in, by PWD; the reply's text when it names none.
std::string working_directory(FtpClient& ftp);

/// The number of a 213 reply to SIZE; nullopt when that is no number.
std::optional<std::uint64_t> size_told(const FtpReply& reply);

/// The time of a 213 reply to MDTM (RFC 3659 §2.3), taken as universal time; nullopt when it is none.
std::optional<std::chrono::sys_seconds> time_told(const FtpReply& reply);

/// Whether a feature stands in the 211 reply to FEAT; any case, its parameters do not matter.
bool announces(const FtpReply& features, std::string_view feature);

/// The lines of a listing, without line ends; empty ones are left out.
std::vector<std::string> lines_of(std::string_view listing);

/// The names in `directory`, without their path, however the target can be made to tell them: NLST, else
/// LIST, else MLSD. Empty when it tells none. The session stands there afterwards: an argument of NLST would
/// be read as a pattern.
std::vector<std::string> names_in(FtpClient& ftp, std::string_view directory);

/// Octets of `name` in the scenario's place, fetched by FTP.
FtpTransfer fetched(Context& context, std::string_view name);
/// The transfer that puts `data` there.
FtpTransfer stored(Context& context, std::string_view name, std::string_view data);

}  // namespace cts
