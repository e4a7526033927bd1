#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace refd::http {

/// What becomes of a full access log (LOG-2, LOG-3): it is set aside in one rename, compressed, and put
/// before the generations that exist, web.log.1.gz being the newest. Every step can be cut off by a crash and
/// is finished by the next compress_spool(): no line is lost, and none stands in two generations. set_aside()
/// may run while another thread compresses; each of them on one thread at a time.
class LogArchive {
 public:
  struct Places {
    std::string log;    ///< the log itself, "…/log/web.log"; generations are <log>.<n>.gz
    std::string spool;  ///< a directory outside the customer's tree, on the same file system
  };

  explicit LogArchive(Places places) : places_(std::move(places)) {}

  /// Takes the log away from its name into the spool, at once and whole; whoever appends begins a new one.
  /// Cheap. Nothing happens when there is no log.
  Result<void> set_aside();

  /// Compresses what lies in the spool, oldest first, and files it as generation 1; takes seconds for a full
  /// log. Also what a former process left there. `generations` are kept, the older ones removed. After a
  /// failure the rest stays in the spool for the next call.
  Result<void> compress_spool(unsigned generations);

  /// LOG-4: removes the log, every generation, and what waits in the spool to become one. Whoever appends
  /// begins a new log. While nothing else here runs.
  Result<void> remove_all();

  /// Bytes of the log as it stands now, 0 when there is none.
  std::uint64_t log_octets() const;

 private:
  std::string generation(unsigned number) const;
  Result<void> make_room(unsigned generations);

  const Places places_;
};

/// `source` compressed into a new file `target` (gzip), on the disk when this returns.
Result<void> gzip_file(const std::string& source, const std::string& target);

}  // namespace refd::http
