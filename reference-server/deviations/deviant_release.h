#pragma once

#include "base/access_keeper.h"
#include "deviations/deviations.h"
#include "files/file_tree.h"

namespace refd {

/// The operator's help for a customer who is locked out, going wrong while such a deviation is on. The
/// references must outlive it.
class DeviantRelease final : public AccessKeeper {
 public:
  DeviantRelease(AccessKeeper& kept, FileTree& files, const Deviations& deviations)
      : kept_(kept), files_(files), deviations_(deviations) {}
  Result<std::string> disable(const std::string& directory) override;

 private:
  AccessKeeper& kept_;
  FileTree& files_;
  const Deviations& deviations_;
};

}  // namespace refd
