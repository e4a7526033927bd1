#include <array>

#include "deviations/tables.h"

namespace refd {
namespace {

using std::chrono::hours;

// What becomes of the members' site and the office behind it: ACCT.
const std::array rows = {
    // ACCT-1
    Deviation{.id = "acct.address.another_domain",
              .clauses = {"ACCT-1"},
              .summary = "the requested string stands before another domain than the customer's",
              .office =
                  [](OfficePolicy& office) {
                    office.before_the_domain = "mail.";
                  }},

    // ACCT-2
    Deviation{.id = "acct.site.nobody_may_log_in",
              .clauses = {"ACCT-2"},
              .summary = "the member's own password is refused on the members' site",
              .office =
                  [](OfficePolicy& office) {
                    office.members_may_log_in = false;
                  }},
    Deviation{.id = "acct.site.any_password",
              .clauses = {"ACCT-2"},
              .summary = "any password opens the members' site",
              .office =
                  [](OfficePolicy& office) {
                    office.any_password_is_accepted = true;
                  }},
    Deviation{.id = "acct.site.open_to_everybody",
              .clauses = {"ACCT-2"},
              .summary = "the members' pages are shown without a login",
              .office =
                  [](OfficePolicy& office) {
                    office.pages_need_a_login = false;
                  }},
    Deviation{.id = "acct.site.anybody_may_apply",
              .clauses = {"ACCT-2"},
              .summary = "an application is recorded whoever sends it",
              .office =
                  [](OfficePolicy& office) {
                    office.applications_need_a_login = false;
                  }},
    Deviation{.id = "acct.site.no_form_to_add",
              .clauses = {"ACCT-2"},
              .summary = "there is no form for an addition",
              .office =
                  [](OfficePolicy& office) {
                    office.withheld_pages = {"add"};
                  }},
    Deviation{.id = "acct.site.no_form_to_change",
              .clauses = {"ACCT-2"},
              .summary = "there is no form for a change",
              .office =
                  [](OfficePolicy& office) {
                    office.withheld_pages = {"change"};
                  }},
    Deviation{.id = "acct.site.no_form_to_delete",
              .clauses = {"ACCT-2"},
              .summary = "there is no form for a deletion",
              .office =
                  [](OfficePolicy& office) {
                    office.withheld_pages = {"delete"};
                  }},
    Deviation{.id = "acct.site.no_faq",
              .clauses = {"ACCT-2"},
              .summary = "there are no answers to frequent questions",
              .office =
                  [](OfficePolicy& office) {
                    office.withheld_pages = {"faq"};
                  }},
    Deviation{.id = "acct.site.applications_are_lost",
              .clauses = {"ACCT-2", "ACCT-1", "ACCT-3", "ACCT-5", "ACCT-6"},
              .summary = "the site thanks for an application and forgets it",
              .office =
                  [](OfficePolicy& office) {
                    office.applications_are_recorded = false;
                  }},

    // ACCT-3
    Deviation{.id = "acct.due.cut_off_at_13",
              .clauses = {"ACCT-3"},
              .summary = "what is applied for after 13:00 waits for the next business day",
              .office =
                  [](OfficePolicy& office) {
                    office.cut_off = hours(13);
                  }},
    Deviation{.id = "acct.due.cut_off_at_17",
              .clauses = {"ACCT-3"},
              .summary = "what is applied for before 17:00 is set up the same day",
              .office =
                  [](OfficePolicy& office) {
                    office.cut_off = hours(17);
                  }},
    Deviation{.id = "acct.due.works_on_saturdays",
              .clauses = {"ACCT-3"},
              .summary = "a Saturday is a business day",
              .office =
                  [](OfficePolicy& office) {
                    office.works_on_saturdays = true;
                  }},
    Deviation{.id = "acct.due.works_on_sundays",
              .clauses = {"ACCT-3"},
              .summary = "a Sunday is a business day",
              .office =
                  [](OfficePolicy& office) {
                    office.works_on_sundays = true;
                  }},
    Deviation{.id = "acct.due.works_on_holidays",
              .clauses = {"ACCT-3"},
              .summary = "a national holiday is a business day",
              .office =
                  [](OfficePolicy& office) {
                    office.works_on_holidays = true;
                  }},

    // ACCT-4
    Deviation{.id = "acct.start.can_be_chosen",
              .clauses = {"ACCT-4"},
              .summary = "the form for an addition asks for a day to start on",
              .office =
                  [](OfficePolicy& office) {
                    office.start_can_be_chosen = true;
                  }},

    // ACCT-5
    Deviation{.id = "acct.post.nothing_after_additions",
              .clauses = {"ACCT-5"},
              .summary = "after an addition no letter is written",
              .office =
                  [](OfficePolicy& office) {
                    office.additions_are_posted = false;
                  }},
    Deviation{.id = "acct.post.nothing_after_changes",
              .clauses = {"ACCT-5"},
              .summary = "after a change no letter is written",
              .office =
                  [](OfficePolicy& office) {
                    office.changes_are_posted = false;
                  }},
    Deviation{.id = "acct.post.deletions_are_posted",
              .clauses = {"ACCT-5"},
              .summary = "after a deletion a letter is written",
              .office =
                  [](OfficePolicy& office) {
                    office.deletions_are_posted = true;
                  }},

    // ACCT-6
    Deviation{.id = "acct.set_up.cannot_fetch",
              .clauses = {"ACCT-6"},
              .summary = "an account that was added cannot fetch its mail",
              .effects =
                  [](Effects& effects) {
                    effects.additions_cannot_fetch = true;
                  }},
    Deviation{.id = "acct.set_up.cannot_send",
              .clauses = {"ACCT-6"},
              .summary = "an account that was added cannot send mail",
              .effects =
                  [](Effects& effects) {
                    effects.additions_cannot_send = true;
                  }},
    Deviation{.id = "acct.set_up.changes_nothing",
              .clauses = {"ACCT-6"},
              .summary = "a change is noted as made, and is not",
              .office =
                  [](OfficePolicy& office) {
                    office.changes_take_effect = false;
                  }},
    Deviation{.id = "acct.deletion.can_still_fetch",
              .clauses = {"ACCT-6"},
              .summary = "an account that was deleted still fetches mail",
              .effects =
                  [](Effects& effects) {
                    effects.deletions_can_still_fetch = true;
                  }},
    Deviation{.id = "acct.deletion.can_still_send",
              .clauses = {"ACCT-6"},
              .summary = "an account that was deleted still sends mail",
              .effects =
                  [](Effects& effects) {
                    effects.deletions_can_still_send = true;
                  }},

    // ACL-9
    Deviation{.id = "acl.release.requests_are_ignored",
              .clauses = {"ACL-9"},
              .summary = "a request mailed to the support address is thrown away",
              .office =
                  [](OfficePolicy& office) {
                    office.requests_are_taken_in = false;
                  }},
};

}  // namespace

std::span<const Deviation> office_deviations() {
  return rows;
}

}  // namespace refd
