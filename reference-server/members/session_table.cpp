#include "members/session_table.h"

#include <algorithm>

#include "members/tokens.h"

namespace refd::members {

bool SessionTable::has_ended(const Session& session, Clock::time_point now) const {
  return now < session.begun || now - session.used > limits_.idle || now - session.begun > limits_.longest;
}

std::string SessionTable::begin(const std::string& login) {
  auto token = random_token();
  const auto now = clock_.now();
  const std::lock_guard lock(mutex_);
  std::erase_if(sessions_, [&](const auto& entry) { return has_ended(entry.second, now); });
  if (sessions_.size() >= limits_.most) {
    sessions_.erase(std::min_element(sessions_.begin(), sessions_.end(), [](const auto& a, const auto& b) {
      return a.second.used < b.second.used;
    }));
  }
  sessions_[token] = {login, now, now};
  return token;
}

std::optional<std::string> SessionTable::use(const std::string& token) {
  const auto now = clock_.now();
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(token);
  if (found == sessions_.end()) return std::nullopt;
  if (has_ended(found->second, now)) {
    sessions_.erase(found);
    return std::nullopt;
  }
  found->second.used = std::max(found->second.used, now);
  return found->second.login;
}

void SessionTable::end(const std::string& token) {
  const std::lock_guard lock(mutex_);
  sessions_.erase(token);
}

std::size_t SessionTable::size() const {
  const std::lock_guard lock(mutex_);
  return sessions_.size();
}

}  // namespace refd::members
