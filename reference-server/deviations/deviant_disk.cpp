#include "deviations/deviant_disk.h"

namespace refd {

DiskKeeper::Use DeviantDisk::use() {
  const auto& effects = deviations_.effects();
  auto told = kept_.use();
  if (effects.use_is_told_as_at_first) {
    const std::lock_guard lock(mutex_);
    if (!first_) first_ = told;
    if (first_->octets != told.octets) deviations_.note_acted();
    return *first_;
  }
  if (!effects.use_leaves_out_directories && !effects.use_is_the_sum_of_sizes) return told;
  const auto count = kept_.recount();
  if (!count) return told;
  deviations_.note_acted();
  told.octets =
      effects.use_is_the_sum_of_sizes ? count->content_octets : count->octets - count->directory_octets;
  return told;
}

}  // namespace refd
