// CTR-1 … CTR-4, CTR-7: the picture, and what of it the customer can choose.

#include <algorithm>
#include <cctype>

#include "check/http_checks.h"
#include "scenario/context.h"
#include "scenario/counter/counter_page.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::Eq;
using testing::Ge;
using testing::Le;
using testing::StartsWith;

void stands_in_a_page(Context& context) {
  CounterPage page(context);
  const std::string source = page.url(page.settings(7));
  std::string escaped = source;
  for (std::size_t at = 0; (at = escaped.find('&', at)) != std::string::npos; at += 5)
    escaped.replace(at, 1, "&amp;");
  const std::string html = "<html><body><IMG SRC=\"" + escaped + "\"></body></html>\n";
  context.place().put("counter.html", html);
  const std::string page_path = context.place().url_path("counter.html");
  context.need("the page is served", context.web().get(page_path), Serves(html));

  const HttpHeaders from_page{{"Referer", "http://" + context.target().web.host + page_path}};
  const HttpReply reply = page.visit(0, page.settings(7), from_page);
  context.expect("the counter of a page is answered with 200", reply, Status(200));
  context.expect("as a picture that browsers show", reply,
                 HeaderIs("Content-Type", AnyOf(StartsWith("image/gif"), StartsWith("image/png"))));
  context.expect("which can be decoded", decode_picture(reply.body).problem, Eq(std::string()));
}

void counts_visits(Context& context) {
  CounterPage page(context);
  page.learn_digits();
  const std::uint64_t number = page.number(0);
  context.expect("the picture shows the number of visits, which was learned by making some",
                 page.visit(0, page.settings()),
                 ShowsDigits(page, with_zeros(number, context.profile().counter.most_digits)));
  expect_goes_on(context, page);
}

void domain_is_required(Context& context) {
  CounterPage page(context);
  page.learn_digits();
  const std::uint64_t number = page.number(0);
  for (const char* query : {"md=7&dd=A", "dd=A", "df=", "df=&md=7&dd=A", "st=5"}) {
    const HttpReply reply = page.visit(1, query);
    const std::string what =
        std::string("the counter with the settings \"") + query + "\", without a domain,";
    context.record("counter.without_domain", page.told(reply));
    context.expect(what + " does not show the contract's number", page.text_in(reply).value_or("none"),
                   AllOf(testing::Not(testing::EndsWith(std::to_string(number))),
                         testing::Not(testing::EndsWith(std::to_string(number + 1)))));
    expect_not_counted(context, page, "CTR-2", what, number);
  }
  expect_goes_on(context, page);
}

void five_to_ten_digits(Context& context) {
  CounterPage page(context);
  page.learn_digits();
  const std::uint64_t number = page.number(0);
  const auto& promised = context.profile().counter;
  for (unsigned digits = promised.fewest_digits; digits <= promised.most_digits; ++digits) {
    const HttpReply reply = page.visit(0, page.settings(digits));
    if (std::to_string(number).size() > digits) {
      context.record("counter.number_beyond_" + std::to_string(digits) + "_digits", page.told(reply));
      continue;
    }
    context.expect(
        "with md=" + std::to_string(digits) + " the number has so many digits, with zeros in front", reply,
        ShowsDigits(page, with_zeros(number, digits)));
  }
}

void digits_out_of_range(Context& context) {
  CounterPage page(context);
  page.learn_digits();
  const std::uint64_t number = page.number(0);
  const auto& promised = context.profile().counter;
  const std::string domain =
      "df=" + context.target().domain.name + "&dd=" + promised.designs.front() + "&md=";
  for (const char* digits :
       {"0", "4", "11", "81", "-7", "7abc", "99999999999", "2147483648", "-2147483648", ""}) {
    const HttpReply reply = page.visit(0, domain + digits);
    const std::string setting = std::string("md=") + digits;
    context.record("counter." + setting, page.told(reply));
    context.expect(setting + " is answered", reply, Status(Ge(200)));
    if (const auto text = page.text_in(reply)) {
      context.expect("what is shown for " + setting + " has a number of digits that is promised",
                     static_cast<unsigned>(text->size()),
                     AllOf(Ge(promised.fewest_digits), Le(promised.most_digits)));
    }
    expect_not_counted(context, page, "CTR-3", setting, number);
  }
  expect_goes_on(context, page);
}

/// All from one address, so that the number stays the same. Left where it does not.
void five_designs(Context& context) {
  CounterPage page(context);
  const std::string domain = "df=" + context.target().domain.name + "&md=7";
  const auto& designs = context.profile().counter.designs;
  std::vector<Picture> seen;
  for (const std::string& design : designs) seen.push_back(page.picture(0, domain + "&dd=" + design));
  const Picture usual = page.picture(0, domain);
  if (!context.expect_for("CTR-9", "a reload from the same address shows the same picture",
                          page.picture(0, domain + "&dd=" + designs.front()) == seen.front(), Eq(true)))
    context.stop_inconclusive("designs cannot be compared while the number changes");
  for (std::size_t i = 0; i < designs.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j)
      context.expect("designs " + designs[j] + " and " + designs[i] + " look different", seen[i] == seen[j],
                     Eq(false));
  }
  context.expect("without dd it is design " + designs.front(), usual == seen.front(), Eq(true));
}

void settings_in_any_order(Context& context) {
  CounterPage page(context);
  page.learn_digits();
  const std::string shown = with_zeros(page.number(0), 8);
  const std::string& domain = context.target().domain.name;
  const std::string& design = context.profile().counter.designs.front();
  context.expect_for("CTR-3", "the order of the settings does not matter",
                     page.visit(0, "md=8&dd=" + design + "&df=" + domain), ShowsDigits(page, shown));
  for (const char* separator : {"|", "%7C"}) {
    const HttpReply reply = page.visit(0, "df=" + domain + separator + "md=8" + separator + "dd=" + design);
    context.record(std::string("counter.separator_") + separator, page.told(reply));
  }
}

void capital_c(Context& context) {
  CounterPage page(context);
  page.picture(0, page.settings());
  std::string path = context.profile().counter.path;
  for (const bool upper : {false, true}) {
    std::string other = path;
    std::transform(
        other.begin() + static_cast<std::ptrdiff_t>(path.rfind('/')) + 1, other.end(),
        other.begin() + static_cast<std::ptrdiff_t>(path.rfind('/')) + 1,
        [upper](unsigned char c) { return static_cast<char>(upper ? std::toupper(c) : std::tolower(c)); });
    context.expect(other + " is answered 404", context.web().get(other + "?" + page.settings()), Status(404));
  }
}

const Scenario table[] = {
    {.id = "counter.picture.stands_in_a_page",
     .clauses = {"CTR-1"},
     .purpose = "An IMG tag in a page shows the counter.",
     .needs = Need::web | Need::ftp_login,
     .resources = {resource::counter},
     .run = stands_in_a_page},
    {.id = "counter.picture.counts_visits",
     .clauses = {"CTR-1", "CTR-3", "CTR-9"},
     .purpose = "The picture shows the number of visits.",
     .needs = Need::web,
     .resources = {resource::counter},
     .vantage_points = 2,
     .run = counts_visits},
    {.id = "counter.domain.is_required",
     .clauses = {"CTR-2", "CTR-3", "CTR-9"},
     .purpose = "A tag without the domain shows an error, and counts nothing.",
     .needs = Need::web,
     .resources = {resource::counter},
     .vantage_points = 2,
     .run = domain_is_required},
    {.id = "counter.digits.five_to_ten",
     .clauses = {"CTR-3", "CTR-9"},
     .purpose = "The customer chooses how many digits there are.",
     .needs = Need::web,
     .resources = {resource::counter},
     .vantage_points = 2,
     .run = five_to_ten_digits},
    {.id = "counter.digits.out_of_range",
     .clauses = {"CTR-3", "CTR-9"},
     .purpose = "A number of digits that does not exist breaks nothing and counts nothing.",
     .needs = Need::web,
     .resources = {resource::counter},
     .vantage_points = 2,
     .run = digits_out_of_range},
    {.id = "counter.digits.settings_in_any_order",
     .clauses = {"CTR-3", "CTR-9"},
     .purpose = "The customer may write the settings in any order.",
     .needs = Need::web,
     .resources = {resource::counter},
     .vantage_points = 2,
     .run = settings_in_any_order},
    {.id = "counter.design.five_looks",
     .clauses = {"CTR-4", "CTR-9"},
     .purpose = "The customer chooses one of five designs.",
     .needs = Need::web,
     .resources = {resource::counter},
     .run = five_designs},
    {.id = "counter.name.capital_c",
     .clauses = {"CTR-7"},
     .purpose = "The counter is called Count.cgi, and nothing else is.",
     .needs = Need::web,
     .resources = {resource::counter},
     .run = capital_c},
};

}  // namespace

std::span<const Scenario> counter_picture_scenarios() {
  return table;
}

}  // namespace cts
