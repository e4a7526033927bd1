#include "doctor/left_out.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "runner/run_plan.h"

namespace cts {
namespace {

/// Everything that the target allows.
PlanOptions without_limits() {
  PlanOptions options;
  options.tier = Tier::slow;
  options.consent = Consent::destructive;
  return options;
}

/// How the reason for not running begins, and what would mend it.
struct Lack {
  std::string_view begins;
  std::string_view id;
  std::string_view remedy;
};
constexpr std::array lacks{
    Lack{"needs consent", "consent",
         "write allow = \"reversible\" (or \"destructive\", with destructive_target) in [consent], if that "
         "may be done"},
    Lack{"needs the contract's FTP login", "ftp-login",
         "add login and password_env (or password_file) to [ftp]"},
    Lack{"needs a login at the members' site", "members-login",
         "describe it in [members]: host, login, password_env, and where its pages are"},
    Lack{"needs to receive what is sent elsewhere", "elsewhere",
         "have the target deliver a domain's mail to this machine, and say so in [elsewhere]"},
    Lack{"needs the reverse name", "reverse-name",
         "add the reverse_name that the target sees to that [[vantage_point]]"},
    Lack{"needs the operator's command", "hook", "add that command to [hooks]"},
};

Lack lack_of(std::string_view reason) {
  for (const Lack& row : lacks)
    if (reason.starts_with(row.begins)) return row;
  if (reason.find("mail account") != std::string_view::npos)
    return {"", "mail-accounts", "add [[mail_account]] tables, for accounts that nobody else uses"};
  if (reason.find("vantage point") != std::string_view::npos)
    return {"", "vantage-points", "add a [[vantage_point]]: another local address (bind), or a proxy"};
  return {"", "left-out", ""};
}

/// "moves the server's clock to {time}, …" of the hook that the reason names.
std::string purpose_in(std::string_view reason) {
  for (const HookName& hook : hook_names())
    if (reason.find(" " + std::string(hook.name) + " ") != std::string_view::npos)
      return std::string(hook.purpose);
  return "";
}

}  // namespace

ScenarioCount count_scenarios(const std::vector<const Scenario*>& scenarios, const ClauseCatalogue& catalogue,
                              const Profile& profile, const Target& target) {
  const RunPlan usual = make_plan(scenarios, catalogue, profile, target, PlanOptions{});
  const RunPlan most = make_plan(scenarios, catalogue, profile, target, without_limits());
  ScenarioCount count{.all = scenarios.size(), .run = usual.to_run.size()};
  count.further = most.to_run.size() - usual.to_run.size();
  for (const reports::ScenarioResult& result : most.not_to_run)
    ++(result.verdict == reports::Verdict::not_applicable ? count.not_applicable : count.left_out);
  return count;
}

std::vector<Diagnosis> left_out(const std::vector<const Scenario*>& scenarios,
                                const ClauseCatalogue& catalogue, const Profile& profile,
                                const Target& target) {
  std::map<std::string, std::size_t> reasons;
  const RunPlan plan = make_plan(scenarios, catalogue, profile, target, without_limits());
  for (const reports::ScenarioResult& result : plan.not_to_run)
    if (result.verdict == reports::Verdict::not_run) ++reasons[result.message];
  std::vector<std::pair<std::string, std::size_t>> ordered(reasons.begin(), reasons.end());
  std::stable_sort(ordered.begin(), ordered.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<Diagnosis> found;
  for (const auto& [reason, number] : ordered) {
    const Lack lack = lack_of(reason);
    std::string remedy(lack.remedy);
    if (const std::string purpose = purpose_in(reason); lack.id == "hook" && !purpose.empty())
      remedy += ": it " + purpose;
    found.push_back({Diagnosis::State::note, std::string(lack.id), "",
                     fmt::format("{} not run: {} {}",
                                 number == 1 ? "1 scenario is" : fmt::format("{} scenarios are", number),
                                 number == 1 ? "it" : "each", reason),
                     "", std::move(remedy)});
  }
  return found;
}

}  // namespace cts
