#pragma once

#include <cstdint>
#include <string>

namespace refd::cgi {

/// What a site's PHP may take, and where it keeps things.
struct PhpSettings {
  std::string temporary;  ///< a directory that the site's user may write: temporary files, sessions
  std::string sendmail;   ///< the command line that mail() runs
  std::uint64_t memory_octets = 128ULL << 20;
  std::uint64_t post_octets = 128ULL << 20;  ///< of a request's body, and of one file in it
  std::string database_socket;               ///< what "localhost" means to MySQL; empty: PHP's own
  unsigned cpu_seconds = 30;                 ///< of one page
};

/// The text of a php.ini.
std::string php_ini(const PhpSettings& settings);

}  // namespace refd::cgi
