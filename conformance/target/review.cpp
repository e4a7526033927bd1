#include "target/review.h"

#include <algorithm>
#include <array>

#include "target/review_rules.h"

namespace cts {

std::vector<Remark> review(const Profile& profile, const Target& target) {
  const Claims claims{profile, target};
  RuleFindings findings;
  for (const auto rules : {offer_rules(), number_rules(), target_rules()}) {
    for (const Rule& rule : rules) {
      findings.begin(rule);
      rule.look(claims, findings);
    }
  }
  return findings.take();
}

SourcePlace place_of(std::string_view where, const SourcePlaces& profile, const SourcePlaces& target) {
  constexpr std::string_view of_profile = "profile.";
  constexpr std::string_view of_target = "target.";
  if (where.starts_with(of_profile)) return profile.of(where.substr(of_profile.size()), "base");
  return target.of(where.starts_with(of_target) ? where.substr(of_target.size()) : where);
}

SourcePlaces places_in(const std::string& name_or_file) {
  const auto names = built_in_profiles();
  if (std::find(names.begin(), names.end(), name_or_file) != names.end())
    return {"(built in) " + name_or_file, ""};
  const Checked<std::string> text = read_text_file(name_or_file);
  return {name_or_file, text ? *text : std::string()};
}

}  // namespace cts
