#include "command/remaining_time.h"

#include <algorithm>
#include <cmath>

#include "command/speech.h"

namespace cts {
namespace {

/// Seconds, where no earlier run tells.
double usual(Tier tier) {
  switch (tier) {
    case Tier::smoke:
      return 0.3;
    case Tier::slow:
      return 30;
    case Tier::standard:
      break;
  }
  return 1;
}

/// How much of the whole has to be done until the run itself tells as much as what was known before.
constexpr double trust_in_before = 0.1;

}  // namespace

void RemainingTime::begin(const std::vector<const Scenario*>& to_run) {
  for (const Scenario* scenario : to_run) {
    const std::string id(scenario->id);
    const auto known = earlier_.find(id);
    const double weight =
        std::max(known == earlier_.end() ? usual(scenario->tier) : known->second.count(), 0.01);
    waiting_[id] = weight;
    whole_ += weight;
  }
}

void RemainingTime::finished(const std::string& id) {
  const auto found = waiting_.find(id);
  if (found == waiting_.end()) return;
  done_ += found->second;
  waiting_.erase(found);
}

std::optional<reports::Seconds> RemainingTime::left(reports::Seconds elapsed) const {
  if (waiting_.empty()) return std::nullopt;
  const double before = trust_in_before * whole_;
  const double pace = (elapsed.count() + before / std::max(jobs_, 1U)) / (done_ + before);
  return reports::Seconds{(whole_ - done_) * pace};
}

std::map<std::string, reports::Seconds> times_of(const reports::RunRecord& run) {
  std::map<std::string, reports::Seconds> times;
  for (const reports::ScenarioResult& scenario : run.scenarios) {
    if (scenario.worker >= 0) times[scenario.id] = scenario.duration;
  }
  return times;
}

std::string rough_time(reports::Seconds left) {
  constexpr double minute = 60;
  constexpr double step = 10;
  if (left.count() < minute - step / 2)
    return words("about {} s left", static_cast<int>(std::ceil(left.count() / step) * step));
  return words("about {} min left", static_cast<int>(std::max(1.0, std::round(left.count() / minute))));
}

}  // namespace cts
