#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "target/review.h"

namespace cts {

/// What rules look at.
struct Claims {
  const Profile& profile;
  const Target& target;
};

class RuleFindings;

/// One thing that a target or profile can get wrong: a row of a table. `what` is said by look(), the same
/// `why` and `remedy` for each time that it is found.
struct Rule {
  std::string_view id;
  Remark::Weight weight = Remark::Weight::warning;
  std::string_view where;  ///< unless look() says better
  void (*look)(const Claims&, RuleFindings&) = nullptr;
  std::string_view why;
  std::string_view remedy;
};

/// Collects what the rules find.
class RuleFindings {
 public:
  /// The rule that looks from now on.
  void begin(const Rule& rule) { rule_ = &rule; }
  void add(std::string what) { add_at(std::string(rule_->where), std::move(what)); }
  void add_at(std::string where, std::string what) {
    remarks_.push_back({rule_->weight, std::string(rule_->id), std::move(where), std::move(what),
                        std::string(rule_->why), std::string(rule_->remedy)});
  }
  std::vector<Remark> take() { return std::move(remarks_); }

 private:
  const Rule* rule_ = nullptr;
  std::vector<Remark> remarks_;
};

/// Offers that rest on others.
std::span<const Rule> offer_rules();
/// Numbers and names of a profile that do not go together.
std::span<const Rule> number_rules();
/// A target by itself, and by its profile.
std::span<const Rule> target_rules();

/// "20 MB", "1 GB", "650 kB", "1234 octets".
std::string size_text(std::uint64_t octets);

}  // namespace cts
