#pragma once

#include <mutex>
#include <optional>

#include "base/disk_keeper.h"
#include "deviations/deviations.h"

namespace refd {

/// What the operator tells of the space in use, told wrongly while such a deviation is on. The references
/// must outlive it.
class DeviantDisk final : public DiskKeeper {
 public:
  DeviantDisk(DiskKeeper& kept, const Deviations& deviations) : kept_(kept), deviations_(deviations) {}
  Use use() override;
  Result<Count> recount() override { return kept_.recount(); }

 private:
  DiskKeeper& kept_;
  const Deviations& deviations_;
  std::mutex mutex_;
  std::optional<Use> first_;
};

}  // namespace refd
