#include "runner/lease_desk.h"

#include <algorithm>

#include "scenario/scenario.h"

namespace cts {

bool LeaseDesk::try_lend(const std::vector<std::string_view>& resources) {
  const bool wants_all =
      std::find(resources.begin(), resources.end(), resource::whole_target) != resources.end();
  if (wants_all ? guests_ > 0 : lent_.contains(resource::whole_target)) return false;
  const bool free = std::none_of(resources.begin(), resources.end(),
                                 [this](std::string_view resource) { return lent_.contains(resource); });
  if (!free) return false;
  lent_.insert(resources.begin(), resources.end());
  ++guests_;
  return true;
}

void LeaseDesk::give_back(const std::vector<std::string_view>& resources) {
  if (guests_ > 0) --guests_;
  for (const std::string_view resource : resources) {
    if (const auto found = lent_.find(resource); found != lent_.end()) lent_.erase(found);
  }
}

}  // namespace cts
