#pragma once

#include <cstdint>
#include <string>

namespace refd::phpmyadmin {

/// Where phpMyAdmin, as it is installed, keeps things, and what it may take.
struct AdminSettings {
  std::string configuration;  ///< the file of admin_configuration()
  std::string first_page;     ///< the file of admin_first_page(), run before each page
  std::string temporary;      ///< a directory of its user's, nobody else's: uploads, sessions, compiled texts
  std::string database_socket;
  std::uint64_t post_octets = 128ULL << 20;  ///< of a request's body, and of one file in it
  std::uint64_t memory_octets = 512ULL << 20;
  unsigned seconds = 300;  ///< of processor time for one page
};

/// The text of its php.ini.
std::string admin_php_ini(const AdminSettings& settings);

/// config.inc.php, phpMyAdmin's own settings: it asks for user and password with an HTTP dialogue and talks
/// to the customer's database server only. `secret`: 32 letters that nobody knows.
std::string admin_configuration(const AdminSettings& settings, const std::string& secret);

/// PHP that makes an installed phpMyAdmin take these settings instead of the machine's.
std::string admin_first_page(const AdminSettings& settings);

}  // namespace refd::phpmyadmin
