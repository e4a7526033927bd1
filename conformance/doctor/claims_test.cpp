#include "doctor/claims.h"

#include <gmock/gmock.h>

namespace cts {
namespace {

using std::chrono::hours;
using testing::AllOf;
using testing::Contains;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using State = Diagnosis::State;

const std::chrono::sys_seconds now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 27);

ServiceSeen there() {
  return {.asked = true, .answers = true, .problem = "", .greeting = "hello"};
}
ServiceSeen closed() {
  return {.asked = true, .answers = false, .problem = "connection refused", .greeting = ""};
}

CertificateLook good_certificate() {
  return {.certificate = Certificate{.subject = "/CN=pop3.example.jp",
                                     .issuer = "/CN=authority",
                                     .names = {"pop3.example.jp"},
                                     .not_before = now - hours(24),
                                     .not_after = now + hours(24 * 90),
                                     .names_host = true,
                                     .distrust = ""},
          .version = "TLSv1.3",
          .greeting = "",
          .problem = ""};
}

/// A target that is as it is claimed.
struct Fitting {
  Fitting() {
    profile = built_in_profile("dedicated");
    profile.plan = "premium";
    profile.offers.pops = true;
    target.web.host = "www.example.jp";
    target.pop.host = target.pops.host = "pop3.example.jp";
    target.smtp.host = "smtp.example.jp";
    target.mail_accounts = {{.name = "taro", .address = "taro@example.jp", .password = Secret("y")}};
    seen.web.there = seen.smtp.there = seen.submission.there = seen.pop.there = seen.pops.there = there();
    seen.web.status = 200;
    seen.web.admin_path = "/phpMyAdmin/";
    seen.web.clock_ahead = std::chrono::seconds(-3);
    seen.smtp.names_size = true;
    seen.smtp.size = 21'000'000;
    seen.smtp.starttls = true;
    seen.smtp.tls = seen.pops.tls = good_certificate();
    seen.pop.capabilities = {"TOP", "USER"};
  }
  std::vector<Diagnosis> compare() const { return compare_claims(profile, target, seen, now); }

  Profile profile;
  Target target;
  Survey seen;
};

TEST(CompareClaims, HasNothingToSayWhereAllIsAsClaimed) {
  EXPECT_THAT(Fitting().compare(), IsEmpty());
}

struct Case {
  const char* id;
  State state;
  const char* says;
  void (*spoil)(Fitting&);
};

TEST(CompareClaims, TellsClaimAndObservation) {
  const Case cases[] = {
      {"submission-closed", State::warning, "port 587 does not answer: connection refused",
       [](Fitting& f) {
         f.seen.submission.there = closed();
       }},
      {"pops-not-claimed", State::note, "port 995 greets",
       [](Fitting& f) {
         f.profile.offers.pops = false;
       }},
      {"less-is-taken", State::warning, "claims messages of 20 MB, and EHLO says SIZE 10485760",
       [](Fitting& f) {
         f.seen.smtp.size = 10'485'760;
       }},
      {"more-is-taken", State::warning, "22 MB is refused, and EHLO says SIZE 52428800",
       [](Fitting& f) {
         f.seen.smtp.size = 52'428'800;
       }},
      {"no-plain-login", State::warning, "neither USER nor SASL PLAIN",
       [](Fitting& f) {
         f.seen.pop.capabilities = {"TOP", "STLS"};
       }},
      {"admin-page-missing", State::warning, "/phpMyAdmin/",
       [](Fitting& f) {
         f.seen.web.admin_path = "";
       }},
      {"leads-to-https", State::warning, "answered 301 and leads to \"https://www.example.jp/\"",
       [](Fitting& f) {
         f.seen.web.status = 301;
         f.seen.web.location = "https://www.example.jp/";
       }},
      {"web-out-of-order", State::warning, "answered 503",
       [](Fitting& f) {
         f.seen.web.status = 503;
       }},
      {"clock-differs", State::warning, "7200 s behind",
       [](Fitting& f) {
         f.seen.web.clock_ahead = std::chrono::hours(-2);
       }},
      {"certificate-expires", State::warning, "expires in 5 days, on 2026-12-02",
       [](Fitting& f) {
         f.seen.pops.tls.certificate->not_after = now + hours(24 * 5);
       }},
      {"certificate-expired", State::warning, "has expired on 2026-11-26",
       [](Fitting& f) {
         f.seen.pops.tls.certificate->not_after = now - hours(24);
       }},
      {"certificate-not-yet", State::warning, "valid only from 2026-11-28",
       [](Fitting& f) {
         f.seen.pops.tls.certificate->not_before = now + hours(24);
       }},
      {"certificate-names-another", State::warning, "does not name pop3.example.jp, but \"pop3.example.jp\"",
       [](Fitting& f) {
         f.seen.pops.tls.certificate->names_host = false;
       }},
      {"certificate-not-trusted", State::note, "self-signed",
       [](Fitting& f) {
         f.seen.smtp.tls.certificate->distrust = "self-signed certificate";
       }},
  };
  for (const Case& one : cases) {
    Fitting fitting;
    one.spoil(fitting);
    EXPECT_THAT(fitting.compare(),
                Contains(AllOf(Field(&Diagnosis::id, one.id), Field(&Diagnosis::state, one.state),
                               Field(&Diagnosis::what, HasSubstr(one.says)))))
        << one.id;
    for (const Diagnosis& found : fitting.compare()) EXPECT_FALSE(found.why.empty() || found.remedy.empty());
  }
}

TEST(CompareClaims, SaysNothingOfWhatIsNotClaimed) {
  Fitting fitting;
  fitting.profile.offers = {};
  fitting.seen.web.status = 503;
  fitting.seen.smtp.size = 1'000;
  fitting.seen.pops.there = closed();
  fitting.seen.pops.tls.certificate->not_after = now - hours(24);
  EXPECT_THAT(fitting.compare(), IsEmpty());
}

TEST(SurveyPlanOf, LeavesMailAloneWithoutAccounts) {
  Fitting fitting;
  EXPECT_TRUE(survey_plan_of(fitting.profile, fitting.target).smtp.has_value());
  fitting.target.mail_accounts.clear();
  const SurveyPlan plan = survey_plan_of(fitting.profile, fitting.target);
  EXPECT_TRUE(plan.web.has_value());
  EXPECT_FALSE(plan.smtp || plan.submission || plan.pop || plan.pops);
}

TEST(SurveyPlanOf, ComesFromTheVantagePoint) {
  Fitting fitting;
  fitting.target.vantage_points = {{.name = "here", .bind = "192.0.2.7"}};
  EXPECT_EQ(survey_plan_of(fitting.profile, fitting.target).web->bind_address, "192.0.2.7");
}

}  // namespace
}  // namespace cts
