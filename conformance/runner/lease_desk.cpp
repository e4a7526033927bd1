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

MailAccountDesk::MailAccountDesk(std::size_t count) : lent_(count, false) {}

std::optional<std::vector<std::size_t>> MailAccountDesk::try_lend(std::size_t wanted) {
  std::vector<std::size_t> chosen;
  for (std::size_t number = 0; number < lent_.size() && chosen.size() < wanted; ++number) {
    if (!lent_[number]) chosen.push_back(number);
  }
  if (chosen.size() < wanted) return std::nullopt;
  for (const std::size_t number : chosen) lent_[number] = true;
  return chosen;
}

void MailAccountDesk::give_back(const std::vector<std::size_t>& accounts) {
  for (const std::size_t number : accounts) lent_.at(number) = false;
}

}  // namespace cts
