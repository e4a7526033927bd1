#include "runner/trial.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace cts {
namespace {

constexpr std::uint32_t one_in = 4;
/// Pages of phpMyAdmin cost a second of a processor's time for each scenario, a hundred times that of others.
constexpr std::uint32_t one_costly_in = 32;
constexpr std::string_view costly = "db.";

std::string_view chapter_of(std::string_view clause) {
  return clause.substr(0, clause.find('-'));
}

bool shares_a_clause(const Scenario& scenario, const KnownDeviation& deviation) {
  return std::any_of(scenario.clauses.begin(), scenario.clauses.end(), [&](std::string_view clause) {
    return std::find(deviation.clauses.begin(), deviation.clauses.end(), clause) != deviation.clauses.end();
  });
}

bool shares_a_chapter(const Scenario& scenario, const KnownDeviation& deviation) {
  return std::any_of(scenario.clauses.begin(), scenario.clauses.end(), [&](std::string_view clause) {
    return std::any_of(deviation.clauses.begin(), deviation.clauses.end(),
                       [&](const std::string& other) { return chapter_of(clause) == chapter_of(other); });
  });
}

/// FNV-1a: the same on every machine.
std::uint32_t mixed(std::string_view text, std::uint32_t seed = 2'166'136'261U) {
  for (const char letter : text) seed = (seed ^ static_cast<unsigned char>(letter)) * 16'777'619U;
  return seed;
}

bool is_drawn(const Scenario& scenario, const KnownDeviation& deviation) {
  // The low bits of FNV mix little.
  const std::uint32_t odds = scenario.id.starts_with(costly) ? one_costly_in : one_in;
  return (mixed(scenario.id, mixed(deviation.id)) >> 16U) % odds == 0;
}

}  // namespace

std::vector<const Scenario*> tried_against(const KnownDeviation& deviation,
                                           const std::vector<const Scenario*>& scenarios, bool thorough) {
  std::vector<const Scenario*> tried;
  for (const Scenario* scenario : scenarios) {
    const bool is_close = scenario->tier != Tier::slow &&
                          (shares_a_chapter(*scenario, deviation) || is_drawn(*scenario, deviation));
    if (thorough || is_close || shares_a_clause(*scenario, deviation)) tried.push_back(scenario);
  }
  return tried;
}

std::size_t own_in_turn(const KnownDeviation& deviation, const std::vector<const Scenario*>& scenarios) {
  return static_cast<std::size_t>(
      std::count_if(scenarios.begin(), scenarios.end(), [&deviation](const Scenario* scenario) {
        return !scenario->resources.empty() && shares_a_clause(*scenario, deviation);
      }));
}

}  // namespace cts
