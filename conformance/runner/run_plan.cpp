#include "runner/run_plan.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <utility>

namespace cts {
namespace {

struct TierName {
  Tier tier;
  std::string_view name;
};
constexpr std::array tier_names{TierName{Tier::smoke, "smoke"}, TierName{Tier::standard, "standard"},
                                TierName{Tier::slow, "slow"}};

std::string text(std::string_view view) {
  return std::string(view);
}

bool names(const std::vector<std::string_view>& list, std::string_view name) {
  return std::ranges::find(list, name) != list.end();
}

/// The offer that a need rests on, when the profile does not make it.
std::string missing_offer(const Scenario& scenario, const ClauseCatalogue& catalogue,
                          const Profile& profile) {
  if (scenario.needs.has(Need::web) && !profile.offers.web) return "web";
  const bool uses_ftp = scenario.needs.has(Need::ftp) || scenario.needs.has(Need::ftp_login);
  if (uses_ftp && !profile.offers.ftp) return "ftp";
  const bool uses_pop = scenario.needs.has(Need::pop) || scenario.needs.has(Need::pop_login);
  if (uses_pop && !profile.offers.pop) return "pop";
  if (scenario.needs.has(Need::pops) && !profile.offers.pops) return "pops";
  if (scenario.needs.has(Need::smtp) && !profile.offers.smtp) return "smtp";
  if (scenario.needs.has(Need::members) && !profile.offers.members_site) return "members_site";
  for (const std::string_view id : scenario.clauses) {
    const Clause* clause = catalogue.find(id);
    if (clause == nullptr) continue;
    for (const std::string& need : clause->needs) {
      if (!profile.offers_named(need)) return need;
    }
  }
  return "";
}

unsigned wanted_accounts(const Scenario& scenario) {
  const unsigned for_login = scenario.needs.has(Need::pop_login) ? 1 : 0;
  return std::max(scenario.mail_accounts, for_login);
}

/// Why a scenario is not to be run although it applies; empty: it is.
std::string obstacle(const Scenario& scenario, const Target& target, const PlanOptions& options) {
  if (scenario.tier > options.tier)
    return "is of tier " + text(name_of(scenario.tier)) + "; run with --tier " + text(name_of(scenario.tier));
  if (scenario.consent > target.allowed)
    return "needs consent " + text(name_of(scenario.consent)) + ", and the target allows no more than " +
           text(name_of(target.allowed));
  if (scenario.consent > options.consent)
    return "needs consent " + text(name_of(scenario.consent)) + "; run with --consent " +
           text(name_of(scenario.consent));
  if (scenario.needs.has(Need::ftp_login) && !target.ftp.has_credentials())
    return "needs the contract's FTP login, and the target names none";
  if (const unsigned accounts = wanted_accounts(scenario); accounts > target.mail_accounts.size())
    return "needs " + std::to_string(accounts) + " mail accounts ([[mail_account]]), and the target has " +
           std::to_string(target.mail_accounts.size());
  if (scenario.needs.has(Need::members) && !target.members.has_credentials())
    return "needs a login at the members' site ([members]), and the target names none";
  if (scenario.needs.has(Need::elsewhere) && !target.elsewhere.has_sink())
    return "needs to receive what is sent elsewhere ([elsewhere]), and the target does not say where";
  if (scenario.vantage_points > target.vantage_points.size())
    return "needs " + std::to_string(scenario.vantage_points) + " vantage points, and the target has " +
           std::to_string(target.vantage_points.size());
  if (scenario.needs.has(Need::reverse_name) &&
      target.vantage_points[scenario.vantage_points - 1].reverse_name.empty())
    return "needs the reverse name of vantage point " +
           target.vantage_points[scenario.vantage_points - 1].name + ", and the target names none";
  for (const std::string_view hook : scenario.hooks) {
    if (target.hook(hook) == nullptr)
      return "needs the operator's command " + text(hook) + " ([hooks]), and the target names none";
  }
  return "";
}

bool well_formed(std::string_view id) {
  return !id.empty() && id.find('.') != std::string_view::npos &&
         id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.") == std::string_view::npos;
}

}  // namespace

std::string_view name_of(Tier tier) {
  return tier_names.at(static_cast<std::size_t>(tier)).name;
}

std::optional<Tier> tier_named(std::string_view name) {
  for (const TierName& row : tier_names) {
    if (row.name == name) return row.tier;
  }
  return std::nullopt;
}

std::string shard_of_environment(const std::function<std::string(const char*)>& variable) {
  constexpr std::pair<const char*, const char*> systems[] = {{"GTEST_TOTAL_SHARDS", "GTEST_SHARD_INDEX"},
                                                             {"TEST_TOTAL_SHARDS", "TEST_SHARD_INDEX"},
                                                             {"HOSTING_CTS_SHARDS", "JOB_COMPLETION_INDEX"}};
  for (const auto& [total, index] : systems) {
    const std::string count = variable(total);
    if (count.empty()) continue;
    const std::string position = variable(index);
    // From 0 there, from 1 here.
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(position.data(), position.data() + position.size(), number);
    const bool is_number =
        error == std::errc() && end == position.data() + position.size() && !position.empty();
    return (is_number ? std::to_string(number + 1) : "?") + "/" + count;
  }
  return "";
}

RunPlan make_plan(const std::vector<const Scenario*>& scenarios, const ClauseCatalogue& catalogue,
                  const Profile& profile, const Target& target, const PlanOptions& options) {
  RunPlan plan;
  std::size_t position = 0;
  for (const Scenario* scenario : scenarios) {
    if (!options.selection.selects(*scenario)) continue;
    if (position++ % options.shard.count != options.shard.number - 1) continue;

    reports::ScenarioResult result = describe(*scenario, target);
    if (const std::string offer = missing_offer(*scenario, catalogue, profile); !offer.empty()) {
      result.verdict = reports::Verdict::not_applicable;
      result.message = "profile " + profile.name + " does not offer " + offer;
    } else if (std::string reason = obstacle(*scenario, target, options); !reason.empty()) {
      result.verdict = reports::Verdict::not_run;
      result.message = std::move(reason);
    } else {
      plan.to_run.push_back(scenario);
      continue;
    }
    plan.not_to_run.push_back(std::move(result));
  }
  // The slowest tier first; of one tier those first that may have to wait for something single.
  std::stable_sort(plan.to_run.begin(), plan.to_run.end(), [](const Scenario* left, const Scenario* right) {
    if (left->tier != right->tier) return left->tier > right->tier;
    return left->resources.size() + left->mail_accounts > right->resources.size() + right->mail_accounts;
  });
  return plan;
}

reports::ScenarioResult describe(const Scenario& scenario, const Target& target) {
  reports::ScenarioResult result;
  result.id = scenario.id;
  result.purpose = scenario.purpose;
  result.service = text(scenario.id.substr(0, scenario.id.find('.')));
  result.clauses.assign(scenario.clauses.begin(), scenario.clauses.end());
  result.tier = name_of(scenario.tier);
  result.consent = name_of(scenario.consent);
  const std::string_view file = scenario.run.file();
  const std::size_t root = file.rfind("conformance/");
  result.source_file = text(root == std::string_view::npos ? file : file.substr(root));
  result.source_line = static_cast<int>(scenario.run.line());
  result.repeat = "hosting-cts run --target '" + target.file + "' --select '" + text(scenario.id) + "'";
  if (scenario.tier != Tier::standard) result.repeat += " --tier " + text(name_of(scenario.tier));
  if (scenario.consent != Consent::reversible)
    result.repeat += " --consent " + text(name_of(scenario.consent));
  return result;
}

bool moves_clock(const Scenario& scenario) {
  return names(scenario.hooks, "set_clock");
}

std::vector<std::string> table_mistakes(const std::vector<const Scenario*>& scenarios,
                                        const ClauseCatalogue& catalogue) {
  std::vector<std::string> mistakes;
  std::set<std::string_view> seen;
  for (const Scenario* scenario : scenarios) {
    const std::string id(scenario->id);
    if (!well_formed(scenario->id)) mistakes.push_back("scenario id \"" + id + "\" is malformed");
    if (!seen.insert(scenario->id).second) mistakes.push_back("scenario id " + id + " is there twice");
    if (!scenario->run) mistakes.push_back("scenario " + id + " has no body");
    if (scenario->clauses.empty()) mistakes.push_back("scenario " + id + " proves no clause");
    for (const std::string_view clause : scenario->clauses) {
      if (catalogue.find(clause) == nullptr)
        mistakes.push_back("scenario " + id + " names clause " + text(clause) + ", which does not exist");
    }
    for (const std::string_view hook : scenario->hooks) {
      const auto known = hook_names();
      if (std::none_of(known.begin(), known.end(), [hook](const HookName& row) { return row.name == hook; }))
        mistakes.push_back("scenario " + id + " names hook " + text(hook) + ", which does not exist");
    }
    const bool needs_clock = moves_clock(*scenario) || scenario->needs.has(Need::members);
    if (needs_clock && !names(scenario->resources, resource::clock))
      mistakes.push_back("scenario " + id + " goes by the server's clock, and does not hold it");
  }
  return mistakes;
}

}  // namespace cts
