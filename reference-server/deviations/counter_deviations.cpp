#include "deviations/tables.h"

namespace refd {
namespace {

// CTR-1 … CTR-12: the access counter.
const Deviation rows[] = {
    {.id = "counter.picture.sent_as_text",
     .clauses = {"CTR-1"},
     .summary = "the picture is sent as text/plain, which browsers do not show",
     .counter =
         [](CounterPolicy& p) {
           p.content_type = "text/plain";
         }},
    {.id = "counter.domain.not_required",
     .clauses = {"CTR-2"},
     .summary = "without df the contract's counter counts",
     .counter =
         [](CounterPolicy& p) {
           p.domain_is_required = false;
         }},
    {.id = "counter.digits.ignored",
     .clauses = {"CTR-3", "CTR-6"},
     .summary = "md is ignored: always six digits",
     .counter =
         [](CounterPolicy& p) {
           p.digits_are_honoured = false;
         }},
    {.id = "counter.digits.not_padded",
     .clauses = {"CTR-3", "CTR-6"},
     .summary = "there are no zeros in front",
     .counter =
         [](CounterPolicy& p) {
           p.pads_with_zeros = false;
         }},
    {.id = "counter.digits.up_to_twenty",
     .clauses = {"CTR-3"},
     .summary = "md may be anything from 1 to 20",
     .counter =
         [](CounterPolicy& p) {
           p.fewest_digits = 1;
           p.most_digits = 20;
         }},
    {.id = "counter.design.ignored",
     .clauses = {"CTR-4", "CTR-8"},
     .summary = "dd is ignored: always design A",
     .counter =
         [](CounterPolicy& p) {
           p.designs = "AAAAA";
         }},
    {.id = "counter.design.two_alike",
     .clauses = {"CTR-4", "CTR-8"},
     .summary = "designs D and E are the same",
     .counter =
         [](CounterPolicy& p) {
           p.designs = "ABCDD";
         }},
    {.id = "counter.design.usual_is_b",
     .clauses = {"CTR-4"},
     .summary = "without dd it is design B",
     .counter =
         [](CounterPolicy& p) {
           p.usual_design = 'B';
         }},
    {.id = "counter.start.ignored",
     .clauses = {"CTR-5", "CTR-6"},
     .summary = "st is ignored: every counter begins at 1",
     .counter =
         [](CounterPolicy& p) {
           p.start_is_honoured = false;
         }},
    {.id = "counter.start.always",
     .clauses = {"CTR-5"},
     .summary = "st is the value at every visit",
     .counter =
         [](CounterPolicy& p) {
           p.start_applies_always = true;
         }},
    {.id = "counter.start.usual_is_100",
     .clauses = {"CTR-5"},
     .summary = "without st the first visitor sees 100",
     .counter =
         [](CounterPolicy& p) {
           p.usual_start = 100;
         }},
    {.id = "counter.start.first_visitor_counts_twice",
     .clauses = {"CTR-5", "CTR-6"},
     .summary = "the first visitor sees one more than st",
     .counter =
         [](CounterPolicy& p) {
           p.first_step = 1;
         }},
    {.id = "counter.name.case_does_not_matter",
     .clauses = {"CTR-7"},
     .summary = "count.cgi is the counter as well",
     .http =
         [](HttpPolicy& p) {
           p.mounts_are_case_sensitive = false;
         }},
    {.id = "counter.clock.of_london",
     .clauses = {"CTR-8"},
     .summary = "the time is not Japan's, but Greenwich's and a quarter of an hour",
     .counter =
         [](CounterPolicy& p) {
           p.clock_zone = std::chrono::minutes(15);
         }},
    {.id = "counter.clock.of_yesterday",
     .clauses = {"CTR-8"},
     .summary = "the date is yesterday's",
     .counter =
         [](CounterPolicy& p) {
           p.date_zone -= std::chrono::days(1);
         }},
    {.id = "counter.clock.cut_by_md",
     .clauses = {"CTR-8"},
     .summary = "time and date are cut to md digits",
     .counter =
         [](CounterPolicy& p) {
           p.digits_cut_the_clock = true;
         }},
    {.id = "counter.clock.counts",
     .clauses = {"CTR-8"},
     .summary = "looking at the time or the date counts",
     .counter =
         [](CounterPolicy& p) {
           p.clock_counts = true;
         }},
    {.id = "counter.address.reloads_count",
     .clauses = {"CTR-9"},
     .summary = "every reload counts",
     .counter =
         [](CounterPolicy& p) {
           p.reloads_count = true;
         }},
    {.id = "counter.address.remembered_for_ever",
     .clauses = {"CTR-9"},
     .summary = "an address that came once never counts again",
     .effects =
         [](Effects& e) {
           e.counter_remembers_everybody = true;
         }},
    {.id = "counter.address.said_by_anybody",
     .clauses = {"CTR-9"},
     .summary = "whoever names another address by X-Forwarded-For counts again",
     .counter =
         [](CounterPolicy& p) {
           p.believes_everybodys_forwarding = true;
         }},
    {.id = "counter.referer.not_required",
     .clauses = {"CTR-10"},
     .summary = "the Referer does not matter",
     .counter =
         [](CounterPolicy& p) {
           p.referer_is_required = false;
         }},
    {.id = "counter.referer.of_anybody",
     .clauses = {"CTR-10"},
     .summary = "any Referer will do",
     .counter =
         [](CounterPolicy& p) {
           p.foreign_referers_are_refused = false;
         }},
    {.id = "counter.referer.read_to_its_colon",
     .clauses = {"CTR-10"},
     .summary = "the user name in a Referer is taken for its host",
     .counter =
         [](CounterPolicy& p) {
           p.referer_is_read_to_its_colon = true;
         }},
    {.id = "counter.referer.refused_visits_count",
     .clauses = {"CTR-10"},
     .summary = "who is shown eights counts all the same",
     .counter =
         [](CounterPolicy& p) {
           p.refused_visits_count = true;
         }},
    {.id = "counter.referer.sevens",
     .clauses = {"CTR-10"},
     .summary = "who is refused is shown sevens",
     .counter =
         [](CounterPolicy& p) {
           p.refused_text = "77777777";
         }},
    {.id = "counter.domain.of_anybody",
     .clauses = {"CTR-11"},
     .summary = "df may name any domain",
     .counter =
         [](CounterPolicy& p) {
           p.counts_for_anybody = true;
         }},
    {.id = "counter.domain.is_a_path",
     .clauses = {"CTR-12"},
     .summary = "df is taken for a path, of which the last component counts",
     .counter =
         [](CounterPolicy& p) {
           p.domain_is_last_of_path = true;
         }},
    {.id = "counter.exact.loses_visits",
     .clauses = {"CTR-12"},
     .summary = "visits at the same time overwrite each other",
     .effects =
         [](Effects& e) {
           e.counter_loses_simultaneous_visits = true;
         }},
    {.id = "counter.exact.doubles_visits",
     .clauses = {"CTR-9", "CTR-12"},
     .summary = "each visit counts twice",
     .counter =
         [](CounterPolicy& p) {
           p.step = 2;
         }},
};

}  // namespace

std::span<const Deviation> counter_deviations() {
  return rows;
}

}  // namespace refd
