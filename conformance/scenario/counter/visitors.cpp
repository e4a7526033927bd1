// CTR-9 … CTR-11: who counts.

#include "check/http_checks.h"
#include "scenario/context.h"
#include "scenario/counter/counter_page.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::Eq;

void a_a_b_a(Context& context) {
  CounterPage page(context);
  page.learn_digits();
  const std::uint64_t number = page.number(1);
  context.expect("a visit from another address counts", page.number(0), Eq(number + 1));
  context.expect("the same address at once again does not", page.number(0), Eq(number + 1));
  context.expect("another address does", page.number(1), Eq(number + 2));
  context.expect("and after it the first one does again", page.number(0), Eq(number + 3));
}

void forwarding_header_changes_nothing(Context& context) {
  CounterPage page(context);
  page.learn_digits();
  const std::uint64_t number = page.number(0);
  // Addresses that nobody has (RFC 5737).
  for (const char* other : {"192.0.2.1", "198.51.100.7", "203.0.113.9", "192.0.2.1, 198.51.100.7", ""}) {
    const HttpReply reply =
        page.visit(0, page.settings(), {{"Referer", page.page_url()}, {"X-Forwarded-For", other}});
    context.expect(std::string("a reload that says it comes from \"") + other + "\" does not count", reply,
                   ShowsDigits(page, with_zeros(number, context.profile().counter.most_digits)));
  }
  expect_goes_on(context, page);
}

/// Visits of the second vantage point with these headers show no number and count nothing.
void expect_refused(Context& context, CounterPage& page, const std::string& who, const HttpHeaders& headers,
                    std::uint64_t number) {
  const HttpReply reply = page.visit(1, page.settings(), headers);
  context.expect(who + " is shown eights instead of the number", reply, ShowsNoNumber(page));
  context.record("counter.refused", page.told(reply));
  expect_not_counted(context, page, "CTR-10", who, number);
}

void missing_referer(Context& context) {
  CounterPage page(context);
  page.learn_digits();
  const std::uint64_t number = page.number(0);
  expect_refused(context, page, "who comes without a Referer", {}, number);
  expect_refused(context, page, "whose Referer is empty", {{"Referer", ""}}, number);
  expect_refused(context, page, "whose Referer is \"-\"", {{"Referer", "-"}}, number);
  expect_goes_on(context, page);
}

void foreign_referer(Context& context) {
  CounterPage page(context);
  page.learn_digits();
  const std::uint64_t number = page.number(0);
  const std::string& host = context.target().web.host;
  const std::vector<std::string> foreign{
      "http://www.elsewhere.example/",
      "http://www.elsewhere.example/" + host + "/",
      "http://www.elsewhere.example/?http://" + host + "/",
      "http://" + host + ".elsewhere.example/",
      "http://elsewhere-" + host + "/",
      "http://" + host + ":80@elsewhere.example/",
      "http://" + host + "@elsewhere.example/",
      "/" + host + "/",
      "http://" + std::string(1000, 'a') + ".example/",
  };
  for (const std::string& referer : foreign) {
    expect_refused(context, page, "whose Referer is \"" + referer.substr(0, 80) + "\"",
                   {{"Referer", referer}}, number);
  }
  expect_goes_on(context, page);
}

void somebody_elses_domain(Context& context) {
  CounterPage page(context);
  page.learn_digits();
  const std::uint64_t number = page.number(0);
  const std::string& design = context.profile().counter.designs.front();
  for (const std::string& domain : {std::string("elsewhere.example"), context.unique() + ".example.com"}) {
    const std::string query = "df=" + domain + "&md=10&dd=" + design;
    for (const unsigned from : {0u, 1u}) {
      context.expect("the domain " + domain + ", which is not of this contract, has no counter here",
                     page.visit(from, query), ShowsNoNumber(page));
    }
  }
  expect_not_counted(context, page, "CTR-11", "a domain of somebody else", number);
  expect_goes_on(context, page);
}

const Scenario table[] = {
    {.id = "counter.address.a_a_b_a",
     .clauses = {"CTR-9", "CTR-3"},
     .purpose = "A reload does not count; the visits of two addresses in turn do.",
     .needs = Need::web,
     .resources = {resource::counter},
     .vantage_points = 2,
     .run = a_a_b_a},
    {.id = "counter.address.forwarding_header_changes_nothing",
     .clauses = {"CTR-9", "CTR-3"},
     .purpose = "Nobody can count himself again by naming another address.",
     .needs = Need::web,
     .resources = {resource::counter},
     .vantage_points = 2,
     .run = forwarding_header_changes_nothing},
    {.id = "counter.referer.missing",
     .clauses = {"CTR-10", "CTR-3", "CTR-9"},
     .purpose = "Who calls the counter without coming from a page sees eights and counts nothing.",
     .needs = Need::web,
     .resources = {resource::counter},
     .vantage_points = 2,
     .run = missing_referer},
    {.id = "counter.referer.foreign",
     .clauses = {"CTR-10", "CTR-3", "CTR-9"},
     .purpose = "Pages of other sites cannot use the counter, whatever they call themselves.",
     .needs = Need::web,
     .resources = {resource::counter},
     .vantage_points = 2,
     .run = foreign_referer},
    {.id = "counter.domain.of_somebody_else",
     .clauses = {"CTR-11", "CTR-3", "CTR-9"},
     .purpose = "A contract has its own counter and no other.",
     .needs = Need::web,
     .resources = {resource::counter},
     .vantage_points = 2,
     .run = somebody_elses_domain},
};

}  // namespace

std::span<const Scenario> counter_visitor_scenarios() {
  return table;
}

}  // namespace cts
