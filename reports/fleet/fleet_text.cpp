#include "reports/fleet/fleet_text.h"

#include <fmt/format.h>

#include "reports/text/safe_text.h"

namespace reports {

std::string fleet_headline(const FleetRecord& fleet, const FleetPhrases& phrases) {
  const std::size_t conform = count(fleet, HostState::conforms);
  if (count(fleet, HostState::not_judged) == fleet.hosts.size()) return std::string(phrases.none_there);
  if (conform == fleet.hosts.size()) return std::string(phrases.all_conform);
  return fmt::format(fmt::runtime(phrases.some_conform), conform, fleet.hosts.size());
}

std::string_view state_word(HostState state, const FleetPhrases& phrases) {
  switch (state) {
    case HostState::conforms:
      return phrases.conforms;
    case HostState::stale_expectations:
      return phrases.stale_expectations;
    case HostState::inconclusive:
      return phrases.inconclusive;
    case HostState::does_not_conform:
      return phrases.does_not_conform;
    case HostState::not_judged:
      break;
  }
  return phrases.not_judged;
}

std::size_t count_of(const FleetHost& host, Verdict verdict) {
  if (!host.run) return 0;
  const auto found = host.run->totals.find(verdict);
  return found == host.run->totals.end() ? 0 : found->second;
}

std::size_t failures_of(const FleetHost& host) {
  return count_of(host, Verdict::fail) + count_of(host, Verdict::unexpected_pass);
}

std::string changes_text(const FleetHost& host, const FleetPhrases& phrases) {
  if (!host.run || !host.run->comparison) return std::string(phrases.no_baseline);
  const Comparison& found = *host.run->comparison;
  std::string text;
  const auto add = [&](Change change, std::string_view word) {
    const std::size_t number = count(found, change);
    if (number > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", number, word);
  };
  add(Change::new_failure, phrases.new_failures);
  add(Change::lost_sight, phrases.no_longer_judged);
  add(Change::fixed, phrases.fixed);
  return text.empty() ? std::string(phrases.no_change) : text;
}

std::size_t changes_weight(const FleetHost& host) {
  if (!host.run || !host.run->comparison) return 0;
  constexpr std::size_t heavier = 1'000'000;
  const Comparison& found = *host.run->comparison;
  return count(found, Change::new_failure) * heavier + count(found, Change::lost_sight);
}

std::string report_link(const FleetHost& host) {
  std::string link = "./";
  for (const char c : host.key) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.';
    link += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return link + "/report.html";
}

std::string problem_text(const FleetHost& host) {
  constexpr std::size_t longest_text = 600;
  if (!host.problem.empty()) return beginning(printable(host.problem, Lines::keep), longest_text);
  if (host.run && !host.run->errors.empty())
    return beginning(printable(host.run->errors.front(), Lines::keep), longest_text);
  return {};
}

}  // namespace reports
