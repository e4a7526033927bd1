#pragma once

#include <cstdint>

#include "base/result.h"

namespace refd {

/// What the operator can tell about the space that a contract uses. Thread-safe.
class DiskKeeper {
 public:
  /// Octets of disk space, in whole blocks, as du(1) counts them.
  struct Use {
    std::uint64_t octets = 0;
    std::uint64_t limit = 0;
  };
  /// What a walk through the tree has found.
  struct Count {
    std::uint64_t octets = 0;            ///< everything
    std::uint64_t directory_octets = 0;  ///< of these, the directories themselves
    std::uint64_t content_octets = 0;    ///< the files' sizes added up, as an FTP client shows them
    std::uint64_t entries = 0;
    /// Nothing changed meanwhile, and nothing was out of reach.
    bool is_exact = true;
  };

  DiskKeeper() = default;
  DiskKeeper(const DiskKeeper&) = delete;
  DiskKeeper& operator=(const DiskKeeper&) = delete;
  virtual ~DiskKeeper() = default;

  /// WEB-QUOTA-5: the use as the ledger has it.
  virtual Use use() = 0;
  /// Counts anew, and corrects the ledger by it. May take its time: about a second for 500,000 files.
  virtual Result<Count> recount() = 0;
};

}  // namespace refd
