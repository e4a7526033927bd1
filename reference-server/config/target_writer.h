#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "config/site.h"

namespace refd {

/// Where the started server really is, for whoever wants to test it.
struct ServedAt {
  std::string address;
  std::uint16_t http_port = 0;
  std::uint16_t ftp_port = 0;
  std::uint16_t pop_port = 0;  ///< of this and the following: 0: not served
  std::uint16_t pops_port = 0;
  std::uint16_t smtp_port = 0;
  std::uint16_t submission_port = 0;
  std::uint16_t members_port = 0;
  std::uint16_t database_port = 0;
  /// What is promised: a plan's name, or a profile file, seen from the target file.
  std::string profile;
  /// Program and leading arguments of an operator's command, {"/…/hosting-refd", "ctl", "--state", "/…"}.
  std::vector<std::string> desk_command;
};

/// A target file (TOML, version 1) for the conformance suite: addresses, where the password is to be found,
/// vantage points when the server listens on loopback, the operator's hooks. Holds no secret.
std::string target_file(const Site& site, const ServedAt& served);

}  // namespace refd
