// ACCT-3: on which day an application is set up. The days are ones that the official calendar leaves no doubt
// about; the server's clock is put there.

#include "scenario/acct/members_site.h"
#include "scenario/context.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::Eq;

std::string on(const OfficeTime& time) {
  const auto two = [](unsigned number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
  };
  return std::to_string(time.year) + "-" + two(time.month) + "-" + two(time.day);
}

/// Applies at that time; returns the string.
std::string applied_at(OfficeHours& office, const OfficeTime& time) {
  office.move_to(time);
  const std::string string = office.new_string();
  office.apply_for_addition(string);
  return string;
}

OfficeTime evening_of(OfficeTime day) {
  day.hour = 23;
  day.minute = 0;
  return day;
}

/// That it is set up on that day and not before: `earlier` are days on which nothing may happen.
void expect_set_up_on(Context& context, OfficeHours& office, const std::string& string,
                      const std::string& what, const std::vector<OfficeTime>& earlier,
                      const OfficeTime& day) {
  for (const OfficeTime& no_day : earlier) {
    office.set_up_at(evening_of(no_day));
    context.expect(what + " is not set up on " + on(no_day), office.has(string), Eq(false));
  }
  office.set_up_at(evening_of(day));
  context.expect(what + " is set up on " + on(day), office.has(string), Eq(true));
}

void before_the_cut_off(Context& context) {
  OfficeHours office(context);
  const OfficeTime tuesday{2027, 6, 8, 13, 50};
  const std::string string = applied_at(office, tuesday);
  expect_set_up_on(context, office, string, "what was applied for at 13:50 of a Tuesday", {}, tuesday);
}

void after_the_cut_off(Context& context) {
  OfficeHours office(context);
  const OfficeTime tuesday{2027, 6, 8, 14, 10};
  const std::string string = applied_at(office, tuesday);
  expect_set_up_on(context, office, string, "what was applied for at 14:10 of a Tuesday", {tuesday},
                   {2027, 6, 9, 0});
}

void over_a_weekend(Context& context) {
  OfficeHours office(context);
  const OfficeTime friday{2027, 6, 11, 14, 10};
  const OfficeTime saturday{2027, 6, 12, 10};
  const OfficeTime sunday{2027, 6, 13, 10};
  const OfficeTime monday{2027, 6, 14, 0};
  const std::string string = applied_at(office, friday);
  expect_set_up_on(context, office, string, "what was applied for at 14:10 of a Friday",
                   {friday, saturday, sunday}, monday);
}

void on_a_weekend(Context& context) {
  OfficeHours office(context);
  const OfficeTime saturday{2027, 6, 12, 10};
  const OfficeTime sunday{2027, 6, 13, 10};
  const OfficeTime monday{2027, 6, 14, 0};
  const std::string string = applied_at(office, saturday);
  const std::string later = applied_at(office, sunday);
  expect_set_up_on(context, office, string, "what was applied for on a Saturday", {saturday, sunday}, monday);
  context.expect("what was applied for on a Sunday is set up on the Monday", office.has(later), Eq(true));
}

void on_a_holiday(Context& context) {
  OfficeHours office(context);
  // National Foundation Day, a Thursday.
  const OfficeTime holiday{2027, 2, 11, 10};
  const std::string string = applied_at(office, holiday);
  expect_set_up_on(context, office, string, "what was applied for on a national holiday", {holiday},
                   {2027, 2, 12, 0});
}

void over_moved_holidays(Context& context) {
  OfficeHours office(context);
  // The equinox of 2027 is a Sunday: the Monday after it is a holiday in its place.
  const OfficeTime friday{2027, 3, 19, 14, 10};
  const OfficeTime monday{2027, 3, 22, 10};
  const std::string string = applied_at(office, friday);
  expect_set_up_on(context, office, string, "what was applied for before a substitute holiday", {monday},
                   {2027, 3, 23, 0});
  // The Tuesday between Respect for the Aged Day and the equinox of 2026 is a holiday by that.
  const OfficeTime between{2026, 9, 22, 10};
  const std::string other = applied_at(office, between);
  expect_set_up_on(context, office, other, "what was applied for on a day between two holidays", {between},
                   {2026, 9, 24, 0});
}

const Scenario table[] = {
    {.id = "acct.due.before_the_cut_off",
     .clauses = {"ACCT-3"},
     .purpose = "What is applied for before 14:00 of a business day is set up that day.",
     .needs = Need::members,
     .tier = Tier::slow,
     .consent = Consent::destructive,
     .resources = {resource::clock, resource::whole_target},
     .hooks = {"set_clock", "carry_out_applications"},
     .run = before_the_cut_off},
    {.id = "acct.due.after_the_cut_off",
     .clauses = {"ACCT-3"},
     .purpose = "What is applied for after 14:00 is set up on the next business day.",
     .needs = Need::members,
     .tier = Tier::slow,
     .consent = Consent::destructive,
     .resources = {resource::clock, resource::whole_target},
     .hooks = {"set_clock", "carry_out_applications"},
     .run = after_the_cut_off},
    {.id = "acct.due.over_a_weekend",
     .clauses = {"ACCT-3"},
     .purpose = "What is applied for on a Friday after 14:00 is set up on Monday.",
     .needs = Need::members,
     .tier = Tier::slow,
     .consent = Consent::destructive,
     .resources = {resource::clock, resource::whole_target},
     .hooks = {"set_clock", "carry_out_applications"},
     .run = over_a_weekend},
    {.id = "acct.due.on_a_weekend",
     .clauses = {"ACCT-3"},
     .purpose = "What is applied for on a Saturday or Sunday is set up on Monday.",
     .needs = Need::members,
     .tier = Tier::slow,
     .consent = Consent::destructive,
     .resources = {resource::clock, resource::whole_target},
     .hooks = {"set_clock", "carry_out_applications"},
     .run = on_a_weekend},
    {.id = "acct.due.on_a_holiday",
     .clauses = {"ACCT-3"},
     .purpose = "What is applied for on a national holiday is set up on the next business day.",
     .needs = Need::members,
     .tier = Tier::slow,
     .consent = Consent::destructive,
     .resources = {resource::clock, resource::whole_target},
     .hooks = {"set_clock", "carry_out_applications"},
     .run = on_a_holiday},
    {.id = "acct.due.over_moved_holidays",
     .clauses = {"ACCT-3"},
     .purpose = "Substitute holidays, and days between holidays, are no business days either.",
     .needs = Need::members,
     .tier = Tier::slow,
     .consent = Consent::destructive,
     .resources = {resource::clock, resource::whole_target},
     .hooks = {"set_clock", "carry_out_applications"},
     .run = over_moved_holidays},
};

}  // namespace

std::span<const Scenario> business_day_scenarios() {
  return table;
}

}  // namespace cts
