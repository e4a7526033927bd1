#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Listings as customers' programs read them. The suite's own reading: what it cannot make sense of, a
/// customer could not either. Pure.
namespace cts {

struct ListEntry {
  enum class Kind { file, directory, link, other };
  Kind kind = Kind::file;
  std::string name;  ///< without the target of a link
  std::uint64_t size = 0;
  std::string permissions;  ///< "rw-r--r--"; MLSD: the perm or UNIX.mode fact; empty when not told
  std::string time;         ///< as written: "Nov 23 04:05", "20261123040500"
  std::string link_target;  ///< of a link, as written
  friend bool operator==(const ListEntry&, const ListEntry&) = default;
};
void PrintTo(const ListEntry& entry, std::ostream* out);

struct Listing {
  std::vector<ListEntry> entries;    ///< without "." and ".."
  std::vector<std::string> strange;  ///< lines that are no entry; at most 20 are kept

  const ListEntry* find(std::string_view name) const;
  bool has(std::string_view name) const { return find(name) != nullptr; }
};

/// The output of LIST as `ls -l` writes it. As FFFTP and Fetch do, it goes by the type letter and the date:
/// columns before the size may be missing or glued together, "total 12" is passed over, the name is
/// everything after the date and one space.
Listing parse_unix_list(std::string_view text);

/// The output of MLSD (RFC 3659 §7): facts, a space, a name. Entries of type cdir and pdir are left out.
Listing parse_mlsd(std::string_view text);

/// The output of NLST: names, one per line. "." and ".." are left out; a path is reduced to its last part.
std::vector<std::string> parse_nlst(std::string_view text);

}  // namespace cts
