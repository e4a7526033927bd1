#pragma once

#include <chrono>
#include <set>
#include <string>
#include <string_view>

namespace refd {

/// What the manuals fix about the members' site and the office behind it, as data. A deviation is another set
/// of these values.
struct OfficePolicy {
  /// ACCT-1: an address is <requested string>@<domain>. Not empty: this stands before the domain.
  std::string before_the_domain;

  /// ACCT-2: who logs in with his own password sees the forms, and nobody else does.
  bool members_may_log_in = true;
  bool any_password_is_accepted = false;
  bool pages_need_a_login = true;
  bool applications_need_a_login = true;
  /// ACCT-2: "add", "change", "delete", "faq": what the site does not have (nothing in the reference).
  std::set<std::string, std::less<>> withheld_pages;
  /// ACCT-2: an application is recorded. false: the site only says so.
  bool applications_are_recorded = true;

  /// ACCT-3: before this time of a business day an application is set up that day, in Japan's time.
  std::chrono::seconds cut_off = std::chrono::hours(14);
  bool works_on_saturdays = false;
  bool works_on_sundays = false;
  bool works_on_holidays = false;

  /// ACCT-4: true: the form for an addition asks for a day to start on.
  bool start_can_be_chosen = false;

  /// ACCT-5: after what the settings go out by post.
  bool additions_are_posted = true;
  bool changes_are_posted = true;
  bool deletions_are_posted = false;

  /// ACCT-6: what is set up takes effect. false: the office only notes it as done.
  bool additions_take_effect = true;
  bool changes_take_effect = true;
  bool deletions_take_effect = true;

  /// ACL-9: a mail in the manual's form to the support address becomes a request.
  bool requests_are_taken_in = true;
};

/// Where the office and its site read their policy, at every decision. As SsiPolicySource.
class OfficePolicySource {
 public:
  OfficePolicySource() = default;
  OfficePolicySource(const OfficePolicySource&) = delete;
  OfficePolicySource& operator=(const OfficePolicySource&) = delete;
  virtual ~OfficePolicySource() = default;

  virtual const OfficePolicy& office() const = 0;
};

/// One that tests alter as they go. One thread.
class ChangingOfficePolicy final : public OfficePolicySource {
 public:
  const OfficePolicy& office() const override { return policy; }

  OfficePolicy policy;
};

}  // namespace refd
