// CTR-12: no visit is lost or doubled, and df names nothing but a domain.

#include <algorithm>
#include <map>
#include <set>

#include "check/http_checks.h"
#include "client/crowd.h"
#include "scenario/context.h"
#include "scenario/counter/counter_page.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::AllOf;
using testing::Eq;
using testing::Ge;
using testing::HasSubstr;
using testing::Not;

/// The numbers that visitors from these vantage points are shown who come at the same moment; inconclusive
/// when one of them is shown none.
std::vector<std::uint64_t> numbers_shown_to(Context& context, const CounterPage& page,
                                            const std::vector<unsigned>& visitors) {
  const Target& target = context.target();
  std::vector<Dial> dials;
  for (const unsigned from : visitors) {
    const VantagePoint& point = target.vantage_points.at(from);
    dials.push_back({target.web.host, target.web.address, target.web.port, point.bind, point.proxy});
  }
  const HttpRequest request{.target = page.url(page.settings()),
                            .headers = {{"Referer", page.page_url()}},
                            .take_at_most = largest_picture_file};
  const Target::Timeouts& timeouts = target.timeouts;
  std::vector<std::uint64_t> numbers;
  for (const HttpReply& reply : send_together(dials, {timeouts.connect, timeouts.reply, timeouts.transfer},
                                              request, context.transcript())) {
    const auto text = page.text_in(reply);
    if (!text || text->size() > 19)
      context.stop_inconclusive("one of many visitors at once is shown no number: " + page.told(reply));
    numbers.push_back(std::stoull(*text));
  }
  return numbers;
}

/// Each address comes once, so each visit counts, whatever their order.
void each_visitor_once(Context& context) {
  constexpr int rounds = 8;
  CounterPage page(context);
  page.learn_digits();
  std::uint64_t number = page.number(0);
  const auto others = static_cast<unsigned>(context.target().vantage_points.size()) - 1;
  for (int round = 0; round < rounds; ++round) {
    std::vector<unsigned> visitors;
    for (unsigned i = 1; i <= others; ++i) visitors.push_back(i);
    std::vector<std::uint64_t> seen = numbers_shown_to(context, page, visitors);
    std::sort(seen.begin(), seen.end());
    std::vector<std::uint64_t> expected;
    for (unsigned i = 1; i <= others; ++i) expected.push_back(number + i);
    context.expect(
        "visitors from different addresses who come at once see different numbers, one after the other", seen,
        testing::ElementsAreArray(expected));
    const std::uint64_t after = page.number(0);
    context.expect("and afterwards all of them have counted once", after, Eq(number + others + 1));
    number = after;
  }
}

/// Of one address, only the first of several visits in a row counts. So a number belongs to one address: the
/// one that counted it up. Somebody else who sees it too was lost.
void a_crowd(Context& context) {
  constexpr unsigned crowd = 30;
  CounterPage page(context);
  page.learn_digits();
  const std::uint64_t number = page.number(0);
  const auto addresses = static_cast<unsigned>(context.target().vantage_points.size());
  std::vector<unsigned> visitors;
  for (unsigned i = 0; i < crowd; ++i) visitors.push_back(i % addresses);
  const std::vector<std::uint64_t> seen = numbers_shown_to(context, page, visitors);
  std::map<std::uint64_t, std::set<unsigned>> seen_by{{number, {0}}};
  for (unsigned i = 0; i < crowd; ++i) seen_by[seen[i]].insert(i % addresses);
  const auto [last, owners] = *seen_by.rbegin();
  context.expect("no number is left out", last - number + 1, Eq(seen_by.size()));
  context.expect("somebody counted", seen_by.size(), Ge(2u));
  for (const auto& [shown, by] : seen_by) {
    context.expect("the number " + std::to_string(shown) + " is one address's alone", by.size(), Eq(1u));
  }
  const unsigned next = owners.contains(0) ? 1 : 0;
  context.expect("the next visit counts on from the last of them", page.number(next), Eq(last + 1));
}

void domain_is_no_path(Context& context) {
  CounterPage page(context);
  page.learn_digits();
  const std::uint64_t number = page.number(0);
  const std::string& own = context.target().domain.name;
  const std::vector<std::string> hostile{
      "../" + own,
      "..%2f" + own,
      "%2e%2e/" + own,
      "./" + own,
      "/" + own,
      own + "/",
      own + "/../" + own,
      "..%5c" + own,
      own + "%00",
      own + "%00.dat",
      own + "%0a",
      "/etc/passwd",
      "../../etc/passwd",
      ".",
      "..",
      "%00",
      "%20" + own,
      "%3Cb%3E",
      own + "%252f..",
      std::string(256, 'a'),
      std::string(4000, 'a'),
      "..%c0%af" + own,
  };
  const std::string rest = "&md=10&dd=" + context.profile().counter.designs.front();
  for (const std::string& domain : hostile) {
    const HttpReply reply = page.visit(1, "df=" + domain + rest);
    const std::string what = "df=" + domain.substr(0, 60);
    context.expect(what + " names no counter", reply, ShowsNoNumber(page));
    context.expect("and shows nothing of the machine", reply.body,
                   AllOf(Not(HasSubstr("root:")), Not(HasSubstr("/etc/"))));
    expect_not_counted(context, page, "CTR-12", what, number);
  }
  expect_goes_on(context, page);
}

void nonsense_breaks_nothing(Context& context) {
  CounterPage page(context);
  page.learn_digits();
  const std::uint64_t number = page.number(0);
  const std::string own = page.settings();
  std::string many = own;
  for (int i = 0; i < 300; ++i) many += "&k" + std::to_string(i) + "=x";
  const std::vector<std::string> nonsense{own + "&" + std::string(7000, 'a') + "=1",
                                          many,
                                          "&&&",
                                          "|||",
                                          "%",
                                          "df=%zz&" + own.substr(own.find('&') + 1),
                                          std::string(7000, '=')};
  for (const std::string& query : nonsense) {
    // From the address that counted last: what is taken for a visit after all is a reload.
    const HttpReply reply = page.visit(0, query);
    context.expect("settings that make no sense are answered: " + query.substr(0, 40), reply,
                   Status(Ge(200)));
    expect_not_counted(context, page, "CTR-12", query.substr(0, 40), number);
  }
  expect_goes_on(context, page);
}

const Scenario table[] = {
    {.id = "counter.exact.each_visitor_once",
     .clauses = {"CTR-12", "CTR-3", "CTR-9"},
     .purpose = "Visitors who come at the same moment are each counted once.",
     .needs = Need::web,
     .resources = {resource::counter},
     .vantage_points = 3,
     .run = each_visitor_once},
    {.id = "counter.exact.a_crowd",
     .clauses = {"CTR-12", "CTR-3", "CTR-9"},
     .purpose = "In a crowd no visit is lost and none is doubled.",
     .needs = Need::web,
     .resources = {resource::counter},
     .vantage_points = 2,
     .run = a_crowd},
    {.id = "counter.exact.domain_is_no_path",
     .clauses = {"CTR-12", "CTR-3", "CTR-9"},
     .purpose = "The domain in a tag cannot name a file of the machine.",
     .needs = Need::web,
     .resources = {resource::counter},
     .vantage_points = 2,
     .run = domain_is_no_path},
    {.id = "counter.exact.nonsense_breaks_nothing",
     .clauses = {"CTR-12", "CTR-3", "CTR-9"},
     .purpose = "Nobody can break the counter by settings that make no sense.",
     .needs = Need::web,
     .resources = {resource::counter},
     .vantage_points = 2,
     .run = nonsense_breaks_nothing},
};

}  // namespace

std::span<const Scenario> counter_exactness_scenarios() {
  return table;
}

}  // namespace cts
