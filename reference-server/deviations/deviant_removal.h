#pragma once

#include "base/script_keeper.h"
#include "deviations/deviations.h"

namespace refd {

/// The operator's hand on scripts, going wrong while such a deviation is on. The references must outlive it.
class DeviantRemoval final : public ScriptKeeper {
 public:
  DeviantRemoval(ScriptKeeper& kept, const Deviations& deviations) : kept_(kept), deviations_(deviations) {}
  Result<std::string> remove(const std::string& path) override {
    if (!deviations_.effects().script_removal_changes_nothing) return kept_.remove(path);
    deviations_.note_acted();
    return path;
  }

 private:
  ScriptKeeper& kept_;
  const Deviations& deviations_;
};

}  // namespace refd
