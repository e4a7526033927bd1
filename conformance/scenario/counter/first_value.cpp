// CTR-5, CTR-6: where a counter begins. It begins once only: all but one of these need an operator who makes
// it as if it had never been called.

#include "scenario/context.h"
#include "scenario/counter/counter_page.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::Eq;

/// Digits are learned before: a counter that begins anew shows only some.
void start_anew(Context& context, CounterPage& page) {
  page.learn_digits();
  context.ask_operator("fresh_counter");
}

void first_visitor_sees_it(Context& context) {
  CounterPage page(context);
  start_anew(context, page);
  context.expect("the first visitor sees the first value", page.number(0, page.settings() + "&st=4096"),
                 Eq(4096u));
  context.expect("and sees it again by a reload", page.number(0, page.settings() + "&st=4096"), Eq(4096u));
  context.expect("the next visitor sees one more, whatever st says then",
                 page.number(1, page.settings() + "&st=7777"), Eq(4097u));
  context.expect("and so does the one after, without st", page.number(0), Eq(4098u));
}

void usual_value(Context& context) {
  CounterPage page(context);
  start_anew(context, page);
  const std::uint64_t first = context.profile().counter.first_value;
  context.expect("without st the first visitor sees " + std::to_string(first), page.number(0), Eq(first));
  context.expect("a later st changes nothing", page.number(1, page.settings() + "&st=5000"), Eq(first + 1));
}

void the_manuals_example(Context& context) {
  CounterPage page(context);
  start_anew(context, page);
  const HttpReply reply = page.visit(0, page.settings(7) + "&st=1024");
  context.expect("the first picture of the manual's example reads 0001024", reply,
                 ShowsDigits(page, "0001024"));
}

void later_values_are_ignored(Context& context) {
  CounterPage page(context);
  page.learn_digits();
  const std::uint64_t number = page.number(0);
  const auto with_start = [&](std::uint64_t start) {
    return page.settings() + "&st=" + std::to_string(start);
  };
  context.expect("a first value that is asked for later changes nothing",
                 page.number(0, with_start(number + 1000)), Eq(number));
  context.expect("nor does it when the visit counts", page.number(1, with_start(number + 2000)),
                 Eq(number + 1));
  context.expect("nor may it set the counter back", page.number(0, with_start(1)), Eq(number + 2));
}

const Scenario table[] = {
    {.id = "counter.start.first_visitor_sees_it",
     .clauses = {"CTR-5", "CTR-3", "CTR-9"},
     .purpose = "The customer chooses the number to begin with.",
     .needs = Need::web,
     .consent = Consent::destructive,
     .resources = {resource::counter},
     .vantage_points = 2,
     .hooks = {"fresh_counter"},
     .run = first_visitor_sees_it},
    {.id = "counter.start.usual_value",
     .clauses = {"CTR-5", "CTR-3", "CTR-9"},
     .purpose = "A counter without a first value begins at 1.",
     .needs = Need::web,
     .consent = Consent::destructive,
     .resources = {resource::counter},
     .vantage_points = 2,
     .hooks = {"fresh_counter"},
     .run = usual_value},
    {.id = "counter.start.later_values_are_ignored",
     .clauses = {"CTR-5", "CTR-3", "CTR-9"},
     .purpose = "The first value matters once: a counter that runs cannot be set by a tag.",
     .needs = Need::web,
     .resources = {resource::counter},
     .vantage_points = 2,
     .run = later_values_are_ignored},
    {.id = "counter.start.the_manuals_example",
     .clauses = {"CTR-6", "CTR-3", "CTR-9"},
     .purpose = "The manual's example shows what the manual says.",
     .needs = Need::web,
     .consent = Consent::destructive,
     .resources = {resource::counter},
     .vantage_points = 2,
     .hooks = {"fresh_counter"},
     .run = the_manuals_example},
};

}  // namespace

std::span<const Scenario> counter_start_scenarios() {
  return table;
}

}  // namespace cts
