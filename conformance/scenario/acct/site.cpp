// ACCT-1, ACCT-2, ACCT-4: the members' site, who gets in, and what can be applied for there.

#include <algorithm>
#include <array>

#include "check/http_checks.h"
#include "client/small_letters.h"
#include "scenario/acct/members_site.h"
#include "scenario/context.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::Eq;

using Page = MembersSite::Page;

constexpr std::array application_pages = {std::pair(Page::add, "add"), std::pair(Page::change, "change"),
                                          std::pair(Page::remove, "delete")};

void members_log_in(Context& context) {
  const Target::Members& target = context.target().members;
  MembersSite site(context);
  if (!context.expect("a member logs in with his password",
                      site.log_in(target.login, target.password.reveal()), Eq(true)))
    return;
  for (const auto& [page, name] : application_pages) {
    const Browser::Seen seen = site.open(page);
    context.expect(std::string("he finds a form to ") + name + " an account",
                   site.form_of(page, seen).has_value(), Eq(true));
  }
  const Browser::Seen faq = site.open(Page::faq);
  context.expect("he finds answers to frequent questions",
                 faq.is_shown() && !MembersSite::asks_for_password(faq), Eq(true));
}

void others_stay_out(Context& context) {
  const Target::Members& target = context.target().members;
  {
    MembersSite member(context);
    member.log_in();
    context.need("a member sees the form to add an account",
                 member.form_of(Page::add, member.open(Page::add)).has_value(), Eq(true));
  }
  const std::string password = target.password.reveal();
  const std::pair<std::string, std::string> others[] = {
      {target.login, password + "x"}, {target.login, ""}, {"cts-" + context.unique(), password}};
  for (const auto& [login, tried] : others) {
    MembersSite site(context);
    context.expect("who does not know name and password is not let in", site.log_in(login, tried), Eq(false));
    context.expect("he is shown no form to add an account afterwards",
                   site.form_of(Page::add, site.open(Page::add)).has_value(), Eq(false));
  }
  MembersSite stranger(context);
  for (const auto& [page, name] : application_pages)
    context.expect(std::string("who has not logged in is shown no form to ") + name + " an account",
                   stranger.form_of(page, stranger.open(page)).has_value(), Eq(false));
  // What a wrong password costs, the right one makes up for.
  MembersSite member(context);
  member.log_in();
}

void strangers_apply_in_vain(Context& context) {
  OfficeHours office(context);
  office.move_to(tuesday_morning);
  MembersSite member(context);
  member.log_in();
  const Browser::Seen seen = member.open(Page::add);
  const auto form = member.form_of(Page::add, seen);
  context.need("a member sees the form to add an account", form.has_value(), Eq(true));
  const std::string string = office.new_string();
  const std::string other = office.new_string();
  context.need("an application of the member's is carried out", office.added(other),
               testing::Ne(std::string()));
  MembersSite stranger(context);
  office.will_be_tried(string);
  const Browser::Seen answer = stranger.send_addition(seen, *form, string);
  context.need("the site answers", answer.reply.status, testing::Ge(200));
  context.ask_operator("carry_out_applications");
  context.expect("what somebody applies for who has not logged in is not set up", office.has(string),
                 Eq(false));
}

void applications_are_taken(Context& context) {
  OfficeHours office(context);
  office.move_to(tuesday_morning);
  const std::string string = office.new_string();
  context.need("there is no such address yet", office.has(string), Eq(false));
  office.apply_for_addition(string);
  context.ask_operator("carry_out_applications");
  context.expect("what a member has applied for is set up", office.has(string), Eq(true));
}

void string_at_the_domain(Context& context) {
  OfficeHours office(context);
  const std::string string = office.new_string();
  context.expect("the address is the requested string at the customer's domain", office.added(string),
                 Eq(string + "@" + context.target().domain.name));
}

/// Whether a field's name or label speaks of a day to begin on, in the languages of the manuals.
bool speaks_of_a_start(const ShownField& field) {
  if (field.kind == "hidden" || field.kind == "submit" || field.kind == "button") return false;
  constexpr std::array kinds = {"date", "datetime-local", "month", "week"};
  if (std::find(kinds.begin(), kinds.end(), field.kind) != kinds.end()) return true;
  constexpr std::array words = {"start", "begin", "date", "開始", "希望日"};
  return std::any_of(words.begin(), words.end(), [&](const char* word) {
    return in_small_letters(field.name + " " + field.label).find(word) != std::string::npos;
  });
}

void no_start_to_choose(Context& context) {
  MembersSite site(context);
  site.log_in();
  const auto form = site.form_of(Page::add, site.open(Page::add));
  context.need("a member sees the form to add an account", form.has_value(), Eq(true));
  std::vector<std::string> starts;
  for (const ShownField& field : form->fields) {
    if (speaks_of_a_start(field)) starts.push_back(field.name);
  }
  context.expect("the form to add an account asks for no day to start on", starts, testing::ElementsAre());
}

// All hold resource::clock: a login ends by the server's clock, which none of the others may move meanwhile.
const Scenario table[] = {
    {.id = "acct.site.members_log_in",
     .clauses = {"ACCT-2"},
     .purpose = "Members find the forms for their mail accounts, and answers to frequent questions, behind "
                "their login.",
     .needs = Need::members,
     .tier = Tier::smoke,
     .consent = Consent::observe,
     .resources = {resource::clock},
     .run = members_log_in},
    {.id = "acct.site.others_stay_out",
     .clauses = {"ACCT-2"},
     .purpose = "Nobody without the member's name and password sees the members' pages.",
     .needs = Need::members,
     .consent = Consent::observe,
     .resources = {resource::clock},
     .run = others_stay_out},
    {.id = "acct.site.strangers_apply_in_vain",
     .clauses = {"ACCT-2"},
     .purpose = "Nobody but the member gets an account set up, even if he knows how the form is sent.",
     .needs = Need::members,
     .tier = Tier::slow,
     .consent = Consent::destructive,
     .resources = {resource::clock, resource::whole_target},
     .hooks = {"set_clock", "carry_out_applications"},
     .run = strangers_apply_in_vain},
    {.id = "acct.site.applications_are_taken",
     .clauses = {"ACCT-2"},
     .purpose = "What a member applies for on the members' site is set up.",
     .needs = Need::members,
     .tier = Tier::slow,
     .consent = Consent::destructive,
     .resources = {resource::clock, resource::whole_target},
     .hooks = {"set_clock", "carry_out_applications"},
     .run = applications_are_taken},
    {.id = "acct.address.string_at_the_domain",
     .clauses = {"ACCT-1"},
     .purpose = "A new address is what was applied for, at the customer's domain.",
     .needs = Need::members,
     .tier = Tier::slow,
     .consent = Consent::destructive,
     .resources = {resource::clock, resource::whole_target},
     .hooks = {"set_clock", "carry_out_applications"},
     .run = string_at_the_domain},
    {.id = "acct.start.no_start_to_choose",
     .clauses = {"ACCT-4"},
     .purpose = "Whoever applies for an account is not asked from when on.",
     .needs = Need::members,
     .consent = Consent::observe,
     .resources = {resource::clock},
     .run = no_start_to_choose},
};

}  // namespace

std::span<const Scenario> members_site_scenarios() {
  return table;
}

}  // namespace cts
