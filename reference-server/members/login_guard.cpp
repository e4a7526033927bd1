#include "members/login_guard.h"

#include <algorithm>

namespace refd::members {

std::chrono::seconds LoginGuard::locked_for(const std::string& source, steady::time_point now) {
  const std::lock_guard lock(mutex_);
  const auto found = failures_.find(source);
  if (found == failures_.end()) return {};
  const auto over = found->second.latest + limits_.locked_out;
  if (now >= over) {
    failures_.erase(found);
    return {};
  }
  if (found->second.count < limits_.attempts) return {};
  return std::chrono::ceil<std::chrono::seconds>(over - now);
}

void LoginGuard::failed(const std::string& source, steady::time_point now) {
  const std::lock_guard lock(mutex_);
  if (failures_.size() >= limits_.most_sources && failures_.find(source) == failures_.end()) {
    failures_.erase(std::min_element(failures_.begin(), failures_.end(), [](const auto& a, const auto& b) {
      return a.second.latest < b.second.latest;
    }));
  }
  auto& failures = failures_[source];
  ++failures.count;
  failures.latest = now;
}

void LoginGuard::succeeded(const std::string& source) {
  const std::lock_guard lock(mutex_);
  failures_.erase(source);
}

}  // namespace refd::members
