#pragma once

#include <chrono>
#include <cstddef>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "files/file_tree.h"

namespace refd {

/// What LIST's and NLST's option letters ask for. Unknown letters mean nothing: clients send those of any ls.
struct ListOptions {
  bool any = false;               ///< some option was given
  bool hidden = false;            ///< -a, -A: names that begin with a dot
  bool dot_entries = false;       ///< -a: "." and ".." too
  bool long_form = false;         ///< -l; LIST always
  bool recursive = false;         ///< -R
  bool classify = false;          ///< -F, -p: "/" behind directories, with -F "*" behind programs
  bool programs_too = false;      ///< -F
  bool directory_itself = false;  ///< -d
  bool by_time = false;           ///< -t, newest first
  bool by_size = false;           ///< -S, largest first
  bool reversed = false;          ///< -r
};

struct ListArguments {
  ListOptions options;
  std::string path;  ///< as the client wrote it; empty: the working directory
};

/// "-al dir name": words that begin with "-" are options until one does not; "--" ends them.
ListArguments parse_list_arguments(std::string_view argument);

/// Leaves out what the options hide and puts the rest into their order.
void arrange(std::vector<DirectoryEntry>& entries, const ListOptions& options);

/// How one line of a listing is written.
struct LineStyle {
  std::string owner;                          ///< shown as owner and group
  std::chrono::system_clock::time_point now;  ///< recent entries show the time of day, others the year
  bool unix_style = true;                     ///< false: the MS-DOS style
};

/// One line of LIST, line end included: as ls -l writes it in the C locale, in UTC.
std::string list_line(const DirectoryEntry& entry, const LineStyle& style, const ListOptions& options);

/// Octets that would break a line become "?".
std::string printable_name(std::string_view name);

/// The facts that MLSD and MLST can give (RFC 3659 section 7.5), in the order of their names here.
enum class MlstFact { type, size, modify, perm, unique, unix_mode };
using MlstFacts = std::set<MlstFact>;
MlstFacts all_mlst_facts();

/// FEAT's list: every fact, those in `chosen` with an asterisk.
std::string mlst_feature(const MlstFacts& chosen);
/// OPTS MLST's argument "type;size;": the known ones of them.
MlstFacts parse_mlst_facts(std::string_view argument);
/// "type;size;" in the form of the reply to OPTS.
std::string mlst_names(const MlstFacts& facts);

/// "type=file;size=3; name" without line end. `type` is "file", "dir", "cdir", "pdir" or "OS.unix=symlink".
std::string mlst_line(std::string_view name, std::string_view type, const FileFacts& facts,
                      const MlstFacts& chosen);
/// The type of an entry of a directory.
std::string_view mlst_type(FileKind kind);

/// "20261123123400" in UTC (RFC 3659 section 2.3).
std::string time_value(std::chrono::system_clock::time_point time);
/// EINVAL when `text` is no such time, or not from 1900 to 2200; a fraction of a second is allowed and
/// dropped.
Result<std::chrono::system_clock::time_point> parse_time_value(std::string_view text);

}  // namespace refd
