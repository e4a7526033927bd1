#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "check/ftp_checks.h"
#include "client/ftp_client.h"

namespace cts {

class Context;

/// What servers answer when there is no room: quota or disk full, told before the data, in its middle or at
/// its end.
CodeMatcher RefusedForWantOfRoom();

/// Files of one size, uploaded into the scenario's place until the target refuses one or has taken more than
/// it may.
struct Fill {
  std::string octets;  ///< of each of the files
  std::vector<std::string> names;
  std::string last_name;
  FtpTransfer last;

  std::uint64_t stored() const { return names.size() * octets.size(); }
  bool is_refused() const { return !last.succeeded(); }
};

Fill filled(Context& context);
/// The size of each of the files.
std::size_t fill_file_size(Context& context);

/// A file of the scenario's place, by a session of its own.
FtpTransfer fetched_anew(Context& context, std::string_view name);

}  // namespace cts
