#include "target/review.h"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "target/review_rules.h"

namespace cts {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Weight = Remark::Weight;

auto found(const std::string& rule, const std::string& where) {
  return AllOf(Field(&Remark::rule, rule), Field(&Remark::where, where));
}

/// A target about which nothing is to be said.
Target whole_target() {
  Target target;
  target.name = "box";
  target.domain.name = "example.co.jp";
  target.web.host = target.ftp.host = "www.example.co.jp";
  target.pop.host = target.pops.host = "pop3.example.co.jp";
  target.smtp.host = "smtp.example.co.jp";
  target.ftp.login = "ab-cdftp";
  target.ftp.password = Secret("x");
  target.mail_accounts = {{.name = "taro", .address = "taro@example.co.jp", .password = Secret("y")}};
  target.vantage_points = {{.name = "here"}, {.name = "there", .proxy = "socks5://proxy.example.net:1080"}};
  target.support = {.address = "support@example.net", .customer_number = "1"};
  for (const HookName& hook : hook_names()) target.hooks[std::string(hook.name)] = {"x"};
  return target;
}

Profile dedicated() {
  return built_in_profile("dedicated");
}

TEST(Review, HasNothingToSayAboutAWholeTarget) {
  for (const std::string_view plan : built_in_profiles()) {
    Target target = whole_target();
    if (!built_in_profile(plan).offers.ftp) target.ftp.login.clear();
    EXPECT_THAT(review(built_in_profile(plan), target), IsEmpty()) << plan;
  }
}

TEST(Review, RulesHaveNamesOfTheirOwnAndSayEverything) {
  std::set<std::string_view> names;
  for (const auto rules : {offer_rules(), number_rules(), target_rules()}) {
    for (const Rule& rule : rules) {
      EXPECT_TRUE(names.insert(rule.id).second) << rule.id;
      EXPECT_TRUE(rule.look != nullptr) << rule.id;
      EXPECT_FALSE(rule.where.empty() || rule.why.empty() || rule.remedy.empty()) << rule.id;
    }
  }
  EXPECT_GT(names.size(), 40U);
}

/// One rule, what breaks it, and where it is told.
struct Case {
  const char* rule;
  Weight weight;
  const char* where;
  void (*spoil)(Profile&, Target&);
};

const Case cases[] = {
    {"nothing-offered", Weight::contradiction, "profile.offers",
     [](Profile& p, Target&) {
       p.offers = {};
     }},
    {"log-without-ftp", Weight::contradiction, "profile.offers.log",
     [](Profile& p, Target&) {
       p.offers.ftp = false;
     }},
    {"access-files-without-ftp", Weight::contradiction, "profile.offers.access_files",
     [](Profile& p, Target&) {
       p.offers.ftp = false;
     }},
    {"web-without-ftp", Weight::warning, "profile.offers.web",
     [](Profile& p, Target&) {
       p.offers.ftp = false;
     }},
    {"cgi-without-web", Weight::contradiction, "profile.offers.cgi",
     [](Profile& p, Target&) {
       p.offers.web = false;
     }},
    {"php-without-web", Weight::contradiction, "profile.offers.php",
     [](Profile& p, Target&) {
       p.offers.web = false;
     }},
    {"ssi-without-web", Weight::contradiction, "profile.offers.ssi",
     [](Profile& p, Target&) {
       p.offers.web = false;
     }},
    {"counter-without-web", Weight::contradiction, "profile.offers.counter",
     [](Profile& p, Target&) {
       p.offers.web = false;
     }},
    {"database-without-web", Weight::contradiction, "profile.offers.database",
     [](Profile& p, Target&) {
       p.offers.web = false;
     }},
    {"pops-without-plan", Weight::contradiction, "profile.offers.pops",
     [](Profile& p, Target&) {
       p.offers.pops = true;
     }},
    {"pops-without-pop", Weight::contradiction, "profile.offers.pops",
     [](Profile& p, Target&) {
       p.offers.pops = true;
       p.offers.pop = false;
     }},
    {"smtp-without-pop", Weight::warning, "profile.offers.smtp",
     [](Profile& p, Target&) {
       p.offers.pop = false;
     }},
    {"members-without-mail", Weight::warning, "profile.offers.members_site",
     [](Profile& p, Target&) {
       p.offers.pop = p.offers.smtp = false;
     }},
    {"mailbox-smaller-than-message", Weight::contradiction, "profile.mail.mailbox",
     [](Profile& p, Target&) {
       p.mail.mailbox = 19'000'000;
     }},
    {"attachment-larger-than-message", Weight::contradiction, "profile.mail.largest_attachment",
     [](Profile& p, Target&) {
       p.mail.largest_attachment = 17'000'000;
     }},
    {"attachment-not-refused", Weight::contradiction, "profile.mail.attachment_refused_from",
     [](Profile& p, Target&) {
       p.mail.attachment_refused_from = 14'000'000;
     }},
    {"attachment-barely-refused", Weight::warning, "profile.mail.attachment_refused_from",
     [](Profile& p, Target&) {
       p.mail.attachment_refused_from = 15'500'000;
     }},
    {"mail-port-twice", Weight::contradiction, "profile.mail.smtp_ports",
     [](Profile& p, Target&) {
       p.mail.smtp_ports = {25, 110};
     }},
    {"mail-port-twice", Weight::contradiction, "profile.mail.smtp_ports",
     [](Profile& p, Target&) {
       p.mail.smtp_ports = {25, 25};
     }},
    {"mail-port-twice", Weight::contradiction, "profile.mail.pops_port",
     [](Profile& p, Target&) {
       p.mail.pops_port = 110;
     }},
    {"wait-too-short", Weight::warning, "profile.mail.bounce_wait",
     [](Profile& p, Target&) {
       p.mail.bounce_wait = std::chrono::milliseconds(500);
     }},
    {"wait-longer-than-scenario", Weight::contradiction, "target.timeouts.scenario",
     [](Profile& p, Target&) {
       p.mail.bounce_wait = std::chrono::minutes(2);
     }},
    {"index-name-is-a-path", Weight::contradiction, "profile.web.index_names[1]",
     [](Profile& p, Target&) {
       p.web.index_names[1] = "pages/index.html";
     }},
    {"index-name-not-known", Weight::warning, "profile.web.index_names[0]",
     [](Profile& p, Target&) {
       p.web.index_names[0] = "index.hmtl";
     }},
    {"index-name-not-offered", Weight::warning, "profile.web.index_names[0]",
     [](Profile& p, Target&) {
       p.web.index_names[0] = "index.php";
       p.offers.php = false;
     }},
    {"index-names-alike", Weight::warning, "profile.web.index_names[1]",
     [](Profile& p, Target&) {
       p.web.index_names[1] = "INDEX.html";
     }},
    {"ssi-extension-inert-too", Weight::contradiction, "profile.ssi.inert_extensions",
     [](Profile& p, Target&) {
       p.ssi.inert_extensions = {".shtml"};
     }},
    {"extension-of-two-kinds", Weight::contradiction, "profile.cgi.php_extensions",
     [](Profile& p, Target&) {
       p.cgi.php_extensions = {".cgi"};
     }},
    {"program-twice", Weight::contradiction, "profile.cgi.programs[1].name",
     [](Profile& p, Target&) {
       p.cgi.programs[1].name = "Perl";
     }},
    {"run-longer-than-scenario", Weight::warning, "profile.cgi.longest_run",
     [](Profile& p, Target&) {
       p.cgi.longest_run = std::chrono::minutes(5);
     }},
    {"small-quota", Weight::warning, "profile.web.quota",
     [](Profile& p, Target&) {
       p.web.quota = 20'000'000;
     }},
    {"counter-begins-too-high", Weight::contradiction, "profile.counter.first_value",
     [](Profile& p, Target&) {
       p.counter.most_digits = 5;
       p.counter.first_value = 100'000;
     }},
    {"database-names-without-user", Weight::warning, "profile.database.name_pattern",
     [](Profile& p, Target&) {
       p.database.name_pattern = "db{number}";
     }},
    {"too-few-levels", Weight::contradiction, "profile.ftp.levels_to_root",
     [](Profile& p, Target&) {
       p.ftp.levels_to_root = 1;
     }},
    {"path-leads-elsewhere", Weight::contradiction, "profile.ftp.path_to_documents",
     [](Profile& p, Target&) {
       p.ftp.path_to_documents = "../web";
     }},
    {"directory-not-there", Weight::warning, "profile.ftp.directories",
     [](Profile& p, Target&) {
       p.ftp.directories = {"/web", "/users"};
     }},
    {"access-file-is-a-path", Weight::contradiction, "profile.access_files.file_name",
     [](Profile& p, Target&) {
       p.access_files.file_name = "web/.ftpaccess";
     }},
    {"ftp-without-login", Weight::warning, "target.ftp",
     [](Profile&, Target& t) {
       t.ftp.login.clear();
     }},
    {"login-without-ftp", Weight::note, "target.ftp.login",
     [](Profile& p, Target&) {
       p.offers.ftp = false;
     }},
    {"accounts-without-pop", Weight::warning, "target.mail_account",
     [](Profile& p, Target&) {
       p.offers.pop = p.offers.smtp = false;
     }},
    {"account-address-twice", Weight::contradiction, "target.mail_account[1].address",
     [](Profile&, Target& t) {
       t.mail_accounts.push_back(t.mail_accounts.front());
       t.mail_accounts.back().name = "jiro";
     }},
    {"passwords-alike", Weight::note, "target.mail_account[1].name",
     [](Profile&, Target& t) {
       t.mail_accounts.push_back(
           {.name = "jiro", .address = "jiro@example.co.jp", .password = t.mail_accounts[0].password});
     }},
    {"account-of-other-domain", Weight::warning, "target.mail_account[0].address",
     [](Profile&, Target& t) {
       t.mail_accounts[0].address = "taro@example.net";
     }},
    {"domain-twice", Weight::contradiction, "target.domain.added",
     [](Profile&, Target& t) {
       t.domain.added = {"example.co.jp"};
     }},
    {"reserved-name", Weight::warning, "target.web.address",
     [](Profile&, Target& t) {
       t.web.host = "www.site.test";
     }},
    {"port-of-two-services", Weight::warning, "target.ftp.port",
     [](Profile&, Target& t) {
       t.ftp.port = 80;
     }},
    {"one-transfer-mode", Weight::note, "target.ftp.modes",
     [](Profile&, Target& t) {
       t.ftp.active_mode = false;
     }},
    {"active-through-proxy", Weight::contradiction, "target.ftp.modes",
     [](Profile&, Target& t) {
       std::swap(t.vantage_points[0], t.vantage_points[1]);
     }},
    {"loopback-to-elsewhere", Weight::contradiction, "target.vantage_point[0].bind",
     [](Profile&, Target& t) {
       t.vantage_points[0].bind = "127.0.0.2";
       t.web.address = "192.0.2.1";
     }},
    {"loopback-to-a-name", Weight::warning, "target.vantage_point[0].bind",
     [](Profile&, Target& t) {
       t.vantage_points[0].bind = "127.0.0.2";
     }},
    {"loopback-by-proxy", Weight::note, "target.vantage_point[1].proxy",
     [](Profile&, Target& t) {
       t.web.address = "127.0.0.1";
     }},
    {"vantage-points-alike", Weight::warning, "target.vantage_point[1].name",
     [](Profile&, Target& t) {
       t.vantage_points[1].proxy.clear();
     }},
    {"only-looking", Weight::note, "target.consent.allow",
     [](Profile&, Target& t) {
       t.allowed = Consent::observe;
     }},
    {"much-is-moved", Weight::note, "profile.web.quota",
     [](Profile&, Target& t) {
       t.allowed = Consent::destructive;
     }},
    {"requests-without-support", Weight::warning, "target.hooks.handle_requests",
     [](Profile&, Target& t) {
       t.support.address.clear();
     }},
};

TEST(Review, FindsWhatEachRuleIsAbout) {
  for (const Case& one : cases) {
    Profile profile = dedicated();
    Target target = whole_target();
    one.spoil(profile, target);
    const std::vector<Remark> remarks = review(profile, target);
    EXPECT_THAT(remarks, Contains(AllOf(found(one.rule, one.where), Field(&Remark::weight, one.weight))))
        << one.rule;
    for (const Remark& remark : remarks) EXPECT_FALSE(remark.what.empty()) << one.rule;
  }
}

TEST(Review, HasACaseForEachRule) {
  std::set<std::string_view> tried;
  for (const Case& one : cases) tried.insert(one.rule);
  for (const auto rules : {offer_rules(), number_rules(), target_rules()})
    for (const Rule& rule : rules) EXPECT_TRUE(tried.contains(rule.id)) << rule.id;
}

TEST(Review, TakesPopOverTlsOfThePlansThatHaveIt) {
  for (const char* plan : {"basic", "secure", "premium", "pro", "dedicated"}) {
    Profile profile = built_in_profile(plan);
    profile.offers.pops = true;
    const bool has_it = std::string_view(plan) == "secure" || std::string_view(plan) == "premium";
    const auto told = Contains(Field(&Remark::rule, "pops-without-plan"));
    EXPECT_THAT(review(profile, whole_target()), testing::Conditional(has_it, Not(told), told)) << plan;
  }
}

TEST(Review, LeavesMailAloneWhereThereIsNoAccount) {
  Target target = whole_target();
  target.pop.host = target.smtp.host = "mail.site.test";
  EXPECT_THAT(review(dedicated(), target), Contains(found("reserved-name", "target.pop.address")));
  target.mail_accounts.clear();
  EXPECT_THAT(review(dedicated(), target), IsEmpty());
}

TEST(Review, TakesALoopbackTargetFromLoopback) {
  Target target = whole_target();
  target.vantage_points[0].bind = "127.0.0.2";
  target.web.address = target.ftp.address = "127.0.0.1";
  EXPECT_THAT(review(dedicated(), target), Not(Contains(Field(&Remark::weight, Weight::contradiction))));
}

TEST(Review, TellsSizesAsPeopleWriteThem) {
  EXPECT_EQ(size_text(20'000'000'000), "20 GB");
  EXPECT_EQ(size_text(1'500'000), "1.5 MB");
  EXPECT_EQ(size_text(650'000), "650 kB");
  EXPECT_EQ(size_text(10'485'760), "10485760 octets");
  Profile profile = dedicated();
  profile.mail.mailbox = 1'000;
  EXPECT_THAT(review(profile, whole_target()),
              ElementsAre(Field(&Remark::what, HasSubstr("has 1 kB, and a message of 20 MB"))));
}

TEST(PlaceOf, KnowsBothFiles) {
  const SourcePlaces profile("p.toml", "base = \"pro\"\n[mail]\nmailbox = 1\n");
  const SourcePlaces target("t.toml", "[ftp]\nlogin = \"x\"\n");
  EXPECT_EQ(place_of("profile.mail.mailbox", profile, target).text(), "p.toml:3:11");
  EXPECT_EQ(place_of("profile.offers.pops", profile, target).text(), "p.toml:1:8");
  EXPECT_EQ(place_of("target.ftp.login", profile, target).text(), "t.toml:2:9");
  EXPECT_EQ(places_in("pro").of("mail.mailbox").text(), "(built in) pro");
}

}  // namespace
}  // namespace cts
