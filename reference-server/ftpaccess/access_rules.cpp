#include "ftpaccess/access_rules.h"

#include <algorithm>

#include "ftpaccess/command_groups.h"

namespace refd {
namespace {

enum class Speaks { by_verb, by_group, by_all };

bool speaks_of(const LimitSection& section, std::string_view verb, Speaks how) {
  return std::any_of(section.commands.begin(), section.commands.end(), [&](const std::string& command) {
    switch (how) {
      case Speaks::by_verb:
        return names_the_same(command, verb);
      case Speaks::by_group:
        return command == command_group(verb);
      case Speaks::by_all:
        return command == "ALL" && is_covered_by_all(verb);
    }
    return false;
  });
}

bool contains(const std::vector<std::string>& users, std::string_view login) {
  return std::find(users.begin(), users.end(), login) != users.end();
}

AccessDecision decide_in_file(const AccessFile& file, const AccessRequest& request, Speaks how) {
  if (file.is_unusable) {
    return how == Speaks::by_all && is_covered_by_all(request.verb) ? AccessDecision::deny
                                                                    : AccessDecision::no_opinion;
  }
  for (auto section = file.sections.rbegin(); section != file.sections.rend(); ++section) {
    if (!speaks_of(*section, request.verb, how)) continue;
    const auto decision = decide(*section, request);
    if (decision != AccessDecision::no_opinion) return decision;
  }
  return AccessDecision::no_opinion;
}

bool any_needs_names(const std::vector<SourcePattern>& items) {
  return std::any_of(items.begin(), items.end(),
                     [](const SourcePattern& item) { return item.needs_names(); });
}

}  // namespace

AccessDecision decide(const LimitSection& section, const AccessRequest& request) {
  const bool allowed = any_matches(section.allow, request.source) == Match::yes ||
                       contains(section.allow_users, request.login);
  const bool denied =
      any_matches(section.deny, request.source) != Match::no || contains(section.deny_users, request.login);
  if (section.order == LimitSection::Order::deny_allow || !request.allow_wins) {
    return allowed && !denied ? AccessDecision::allow : AccessDecision::deny;
  }
  if (allowed) return AccessDecision::allow;
  return denied ? AccessDecision::deny : AccessDecision::no_opinion;
}

AccessDecision decide(const std::vector<const AccessFile*>& nearest_first, const AccessRequest& request) {
  for (const auto how : {Speaks::by_verb, Speaks::by_group, Speaks::by_all}) {
    for (const auto* file : nearest_first) {
      const auto decision = decide_in_file(*file, request, how);
      if (decision != AccessDecision::no_opinion) return decision;
    }
  }
  return AccessDecision::no_opinion;
}

bool needs_names(const std::vector<const AccessFile*>& files) {
  return std::any_of(files.begin(), files.end(), [](const AccessFile* file) {
    return std::any_of(file->sections.begin(), file->sections.end(), [](const LimitSection& section) {
      return any_needs_names(section.allow) || any_needs_names(section.deny);
    });
  });
}

}  // namespace refd
