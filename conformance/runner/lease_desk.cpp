#include "runner/lease_desk.h"

#include <algorithm>

namespace cts {

bool LeaseDesk::try_lend(const std::vector<std::string_view>& resources) {
  const bool free = std::none_of(resources.begin(), resources.end(),
                                 [this](std::string_view resource) { return lent_.contains(resource); });
  if (free) lent_.insert(resources.begin(), resources.end());
  return free;
}

void LeaseDesk::give_back(const std::vector<std::string_view>& resources) {
  for (const std::string_view resource : resources) {
    if (const auto found = lent_.find(resource); found != lent_.end()) lent_.erase(found);
  }
}

}  // namespace cts
