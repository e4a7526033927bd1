#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace refd {

/// The name of a mailbox's folder: the mailbox's own where it is made of letters, digits, '-', '_' and '.',
/// every other octet as %XX, also a '.' at the beginning; so whatever it is, it is one name and no path.
/// Empty when there is none: the mailbox has no name, or too long a one.
std::string maildir_folder(std::string_view mailbox);

/// A message's file, "<unique id>,S=<octets>,W=<octets>[:2,<flags>]", as Courier and Dovecot write them too.
struct MaildirFile {
  std::string unique_id;
  std::optional<std::uint64_t> octets;       ///< S: in the file
  std::optional<std::uint64_t> wire_octets;  ///< W: as fetched

  std::string name() const;
  /// Reads a name that anybody may have given. What cannot be a unique id as it is (RFC 1939 section 7) is
  /// replaced by a hash of it, which stays the same.
  static MaildirFile parse(std::string_view name);
};

/// Unique ids for new messages, in the order of time: no two are ever the same, not of two servers and not
/// of two lives of one either. Thread-safe.
class UniqueIds {
 public:
  UniqueIds();
  std::string next();

 private:
  const std::string life_;  // of this object; random
  std::mutex mutex_;
  std::uint64_t last_ = 0;  // microseconds; goes on where the clock stands still or is put back
};

}  // namespace refd
