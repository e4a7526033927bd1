#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "ftpaccess/source_pattern.h"

namespace refd {

/// One <Limit> section.
struct LimitSection {
  enum class Order { allow_deny, deny_allow };

  /// Verbs and groups (ALL, READ, WRITE, DIRS, LOGIN) in capitals.
  std::vector<std::string> commands;
  Order order = Order::allow_deny;
  std::vector<SourcePattern> allow;
  std::vector<SourcePattern> deny;
  /// AllowUser and DenyUser: login names, exact.
  std::vector<std::string> allow_users;
  std::vector<std::string> deny_users;
};

/// A `.ftpaccess` file, understood.
struct AccessFile {
  /// Something on a line that was skipped, for the log. Lines count from 1.
  struct Remark {
    std::size_t line = 0;
    std::string text;
  };

  /// In the order of the file.
  std::vector<LimitSection> sections;
  std::vector<Remark> remarks;
  /// The file cannot be obeyed: it is no text, is too large, or a <Limit cannot be understood. Everybody is
  /// denied then (a documented difference from ProFTPD, which skips such a section: a mistake must not open a
  /// directory).
  bool is_unusable = false;
};

/// Reads the text of an access file (ACL-1…5). What Windows editors write is taken as meant: a byte order
/// mark, CR LF, full-width blanks. A line that cannot be understood is skipped with a remark. Never fails; at
/// most 64 KiB are looked at.
AccessFile parse_access_file(std::string_view text);

/// The most that is read of an access file, in octets; a larger one is unusable.
inline constexpr std::size_t largest_access_file = 65'536;

}  // namespace refd
