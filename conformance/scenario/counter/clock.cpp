// CTR-8: the time and the date of the access. The manual leaves open how they are written: every usual way is
// right, and which it is gets recorded.

#include <algorithm>
#include <chrono>
#include <ctime>
#include <set>

#include "check/http_checks.h"
#include "scenario/context.h"
#include "scenario/counter/counter_page.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using std::chrono::minutes;
using std::chrono::system_clock;
using testing::Eq;

/// When the answer was made, as its server says; now, when it does not say.
system_clock::time_point moment_of(const HttpReply& reply) {
  std::tm parts{};
  const std::string date = reply.header("Date").value_or("");
  const char* const end = ::strptime(date.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return end == nullptr ? system_clock::now() : system_clock::from_time_t(::timegm(&parts));
}

std::tm in_japan(system_clock::time_point moment) {
  const std::time_t seconds = system_clock::to_time_t(moment + std::chrono::hours(9));
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  return parts;
}

/// "7" and "07".
std::vector<std::string> spellings(int number) {
  std::vector<std::string> both{std::to_string(number)};
  if (number < 10) both.push_back("0" + both.front());
  return both;
}

/// Every way of writing this time in digits, without what stands between them.
void add_times(system_clock::time_point moment, std::set<std::string>& out) {
  const std::tm parts = in_japan(moment);
  const std::string minute = with_zeros(static_cast<unsigned>(parts.tm_min), 2);
  for (const int hour : {parts.tm_hour, (parts.tm_hour + 11) % 12 + 1, parts.tm_hour % 12}) {
    for (const std::string& text : spellings(hour)) out.insert(text + minute);
  }
}

void add_dates(system_clock::time_point moment, std::set<std::string>& out) {
  const std::tm parts = in_japan(moment);
  const std::string year = std::to_string(parts.tm_year + 1900);
  for (const std::string& written_year : {year, year.substr(2)}) {
    for (const std::string& month : spellings(parts.tm_mon + 1)) {
      for (const std::string& day : spellings(parts.tm_mday)) {
        std::array<std::string, 3> order{written_year, month, day};
        std::sort(order.begin(), order.end());
        do {
          out.insert(order[0] + order[1] + order[2]);
        } while (std::next_permutation(order.begin(), order.end()));
      }
    }
  }
}

std::string digits_only(std::string text) {
  std::erase(text, '.');
  return text;
}

std::string clock_settings(Context& context, std::string_view display) {
  return "display=" + std::string(display) + "&dd=" + context.profile().counter.designs.front();
}

/// Learns digits, then reads `display`; `add` gives the ways in which a moment may be written.
void shows_the_moment(Context& context, std::string_view display,
                      void (*add)(system_clock::time_point, std::set<std::string>&)) {
  CounterPage page(context);
  page.learn_digits();
  const HttpReply reply = page.visit(0, clock_settings(context, display));
  context.expect("it is answered with a picture", decode_picture(reply.body).problem, Eq(std::string()));
  const std::string found = page.digits_in(reply);
  if (digits_only(found).empty())
    context.stop_inconclusive("it is not written in the digits of the counter, and cannot be read: " +
                              page.told(reply));
  context.record("counter." + std::string(display) + "_layout", found);
  std::set<std::string> right;
  for (const int off : {-1, 0, 1}) add(moment_of(reply) + minutes(off), right);
  const std::string shown = digits_only(found);
  // A clock may show seconds as well.
  const bool has_seconds =
      display == "clock" && shown.size() > 4 && right.contains(shown.substr(0, shown.size() - 2));
  context.expect("what it shows is the moment of the access in Japan, in one way of writing it",
                 has_seconds ? shown.substr(0, shown.size() - 2) : shown, testing::AnyOfArray(right));
}

void time_of_japan(Context& context) {
  shows_the_moment(context, "clock", add_times);
}
void date_of_japan(Context& context) {
  shows_the_moment(context, "date", add_dates);
}

void five_designs(Context& context) {
  CounterPage page(context);
  for (const char* display : {"clock", "date"}) {
    std::vector<Picture> seen;
    for (const std::string& design : context.profile().counter.designs) {
      const HttpReply reply = page.visit(0, std::string("display=") + display + "&dd=" + design);
      const DecodedPicture decoded = decode_picture(reply.body);
      context.expect("the " + std::string(display) + " in design " + design + " is a picture",
                     decoded.problem, Eq(std::string()));
      if (!decoded.picture) continue;
      context.expect("and looks like none of the designs before it",
                     std::find(seen.begin(), seen.end(), *decoded.picture) == seen.end(), Eq(true));
      seen.push_back(*decoded.picture);
    }
  }
}

void other_settings_do_not_apply(Context& context) {
  CounterPage page(context);
  for (const char* display : {"clock", "date"}) {
    const std::string plain = clock_settings(context, display);
    const Picture before = page.picture(0, plain);
    const HttpReply reply = page.visit(0, plain + "&md=5&st=7&df=" + context.target().domain.name);
    const Picture after = page.picture(0, plain);
    const DecodedPicture decoded = decode_picture(reply.body);
    context.expect("the " + std::string(display) + " with other settings is a picture", decoded.problem,
                   Eq(std::string()));
    // The minute may end in between.
    context.expect("the same as without them", decoded.picture == before || decoded.picture == after,
                   Eq(true));
  }
}

void counts_nothing(Context& context) {
  CounterPage page(context);
  page.learn_digits();
  const std::uint64_t number = page.number(0);
  for (const char* display : {"clock", "date"}) {
    const std::string query = clock_settings(context, display) + "&df=" + context.target().domain.name;
    context.expect("the " + std::string(display) + " is a picture",
                   decode_picture(page.visit(1, query).body).problem, Eq(std::string()));
    expect_not_counted(context, page, "CTR-8", "looking at the " + std::string(display), number);
  }
  expect_goes_on(context, page);
}

const Scenario table[] = {
    {.id = "counter.clock.time_of_japan",
     .clauses = {"CTR-8", "CTR-3", "CTR-9"},
     .purpose = "A page can show the time of the visit.",
     .needs = Need::web,
     .resources = {resource::counter, resource::clock},
     .vantage_points = 2,
     .run = time_of_japan},
    {.id = "counter.clock.date_of_japan",
     .clauses = {"CTR-8", "CTR-3", "CTR-9"},
     .purpose = "A page can show the date of the visit.",
     .needs = Need::web,
     .resources = {resource::counter, resource::clock},
     .vantage_points = 2,
     .run = date_of_japan},
    {.id = "counter.clock.five_looks",
     .clauses = {"CTR-8"},
     .purpose = "Time and date come in the five designs.",
     .needs = Need::web,
     .resources = {resource::counter, resource::clock},
     .run = five_designs},
    {.id = "counter.clock.other_settings_do_not_apply",
     .clauses = {"CTR-8"},
     .purpose = "Time and date take no other setting than the design.",
     .needs = Need::web,
     .resources = {resource::counter, resource::clock},
     .run = other_settings_do_not_apply},
    {.id = "counter.clock.counts_nothing",
     .clauses = {"CTR-8", "CTR-3", "CTR-9"},
     .purpose = "Showing time and date does not count.",
     .needs = Need::web,
     .resources = {resource::counter, resource::clock},
     .vantage_points = 2,
     .run = counts_nothing},
};

}  // namespace

std::span<const Scenario> counter_clock_scenarios() {
  return table;
}

}  // namespace cts
