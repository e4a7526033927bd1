#include "doctor/left_out.h"

#include <gmock/gmock.h>

namespace cts {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

const Scenario looks{
    .id = "web.a.looks", .clauses = {"WEB-INDEX-1"}, .needs = Need::web, .consent = Consent::observe};
const Scenario uploads{
    .id = "web.a.uploads", .clauses = {"WEB-INDEX-1"}, .needs = Need::web | Need::ftp_login};
const Scenario waits{.id = "web.a.waits",
                     .clauses = {"WEB-INDEX-1"},
                     .needs = Need::web,
                     .tier = Tier::slow,
                     .hooks = {"set_clock"}};
const Scenario waits_too{
    .id = "web.a.waits_too", .clauses = {"WEB-INDEX-1"}, .needs = Need::web, .hooks = {"set_clock"}};
const Scenario two{.id = "web.a.two", .clauses = {"WEB-INDEX-1"}, .needs = Need::web, .vantage_points = 2};
const Scenario mails{
    .id = "smtp.a.mails", .clauses = {"SMTP-1"}, .needs = Need::pop_login, .mail_accounts = 2};
const std::vector<const Scenario*> all{&looks, &uploads, &waits, &waits_too, &two, &mails};

Target bare_target() {
  Target target;
  target.vantage_points = {{.name = "here"}};
  return target;
}

auto told(const char* id, const char* what, const char* remedy) {
  return AllOf(Field(&Diagnosis::id, id), Field(&Diagnosis::what, HasSubstr(what)),
               Field(&Diagnosis::remedy, HasSubstr(remedy)));
}

TEST(LeftOut, CountsWhatEachLackCosts) {
  const auto found = left_out(all, built_in_catalogue(), built_in_profile("dedicated"), bare_target());
  EXPECT_THAT(found, ElementsAre(told("hook", "2 scenarios are not run", "moves the server's clock"),
                                 told("mail-accounts", "1 scenario is not run", "[[mail_account]]"),
                                 told("vantage-points", "1 scenario is not run", "[[vantage_point]]"),
                                 told("ftp-login", "1 scenario is not run", "password_env")));
}

TEST(LeftOut, SaysNothingOfWhatDoesNotApplyOrIsAMatterOfOptions) {
  Target target = bare_target();
  target.ftp.login = "x";
  target.hooks["set_clock"] = {"x"};
  target.vantage_points.push_back({.name = "there"});
  target.mail_accounts = {{.name = "a"}, {.name = "b"}};
  EXPECT_THAT(left_out(all, built_in_catalogue(), built_in_profile("dedicated"), target), IsEmpty());
  const ScenarioCount count =
      count_scenarios(all, built_in_catalogue(), built_in_profile("dedicated"), target);
  EXPECT_EQ(count.all, 6U);
  EXPECT_EQ(count.run, 5U);
  EXPECT_EQ(count.further, 1U) << "the slow one";
  EXPECT_EQ(count.left_out, 0U);
  EXPECT_EQ(count_scenarios(all, built_in_catalogue(), built_in_profile("pro"), target).not_applicable, 5U);
}

TEST(LeftOut, TellsOfConsent) {
  Target target = bare_target();
  target.allowed = Consent::observe;
  const std::vector<const Scenario*> one{&uploads};
  EXPECT_THAT(left_out(one, built_in_catalogue(), built_in_profile("dedicated"), target),
              ElementsAre(told("consent", "needs consent reversible", "[consent]")));
}

}  // namespace
}  // namespace cts
