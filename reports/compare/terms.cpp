#include "reports/compare/terms.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "reports/text/format.h"
#include "reports/text/safe_text.h"

namespace reports {
namespace {

std::string selection_of(const RunRecord& record) {
  return record.options.select.empty() ? "everything"
                                       : fmt::format("{}", fmt::join(record.options.select, ", "));
}

/// Promise by id, so that other words for it are noticed.
std::map<std::string, std::string> promises_of(const RunRecord& record) {
  std::map<std::string, std::string> promises;
  for (const ClauseResult& clause : record.clauses) promises[clause.id] = valid_utf8(clause.promise_en);
  return promises;
}

/// "115 clauses; new: A-1; worded anew: B-2", or nothing when they are the same.
std::string told_of_clauses(const std::map<std::string, std::string>& before,
                            const std::map<std::string, std::string>& after) {
  std::vector<std::string> added;
  std::vector<std::string> removed;
  std::vector<std::string> reworded;
  for (const auto& [id, promise] : after) {
    const auto was = before.find(id);
    if (was == before.end())
      added.push_back(id);
    else if (was->second != promise)
      reworded.push_back(id);
  }
  for (const auto& [id, promise] : before)
    if (!after.contains(id)) removed.push_back(id);
  std::string told;
  const auto tell = [&told](std::string_view what, const std::vector<std::string>& ids) {
    if (!ids.empty()) told += fmt::format("; {}: {}", what, clause_list(ids));
  };
  tell("new", added);
  tell("without", removed);
  tell("worded anew", reworded);
  return told;
}

}  // namespace

std::vector<TermChange> term_changes(const RunRecord& before, const RunRecord& after) {
  std::vector<TermChange> changes;
  const auto term = [&changes](std::string what, std::string_view was, std::string_view is) {
    std::string left = valid_utf8(was);
    std::string right = valid_utf8(is);
    if (left != right) changes.push_back({std::move(what), std::move(left), std::move(right)});
  };
  term("target", before.target.name, after.target.name);
  term("profile", before.target.profile, after.target.profile);
  term("plan", before.target.plan, after.target.plan);
  term("selection", selection_of(before), selection_of(after));
  term("tier", before.options.tier, after.options.tier);
  term("consent", before.options.consent, after.options.consent);
  term("shard", before.options.shard, after.options.shard);
  term("expectations", before.options.expectations, after.options.expectations);
  term("run", before.interrupted ? "interrupted" : "complete",
       after.interrupted ? "interrupted" : "complete");
  term("suite", before.tool.version, after.tool.version);
  const auto was = promises_of(before);
  const auto is = promises_of(after);
  if (const std::string told = told_of_clauses(was, is); !told.empty())
    term("clauses", std::to_string(was.size()), std::to_string(is.size()) + told);
  std::set<std::string> services;
  for (const auto& [service, address] : before.target.addresses) services.insert(service);
  for (const auto& [service, address] : after.target.addresses) services.insert(service);
  const auto address_of = [](const RunRecord& record, const std::string& service) {
    const auto found = record.target.addresses.find(service);
    return found == record.target.addresses.end() ? std::string() : found->second;
  };
  for (const std::string& service : services)
    term("address of " + service, address_of(before, service), address_of(after, service));
  return changes;
}

}  // namespace reports
