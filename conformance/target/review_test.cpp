#include "target/review.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cts {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

auto problem_at(const std::string& where) {
  return AllOf(Field(&Remark::weight, Remark::Weight::problem), Field(&Remark::where, where));
}
auto note_at(const std::string& where) {
  return AllOf(Field(&Remark::weight, Remark::Weight::note), Field(&Remark::where, where));
}

/// A target about which nothing is to be said.
Target whole_target() {
  Target target;
  target.name = "box";
  target.domain.name = "example.co.jp";
  target.web.host = target.ftp.host = "www.example.co.jp";
  target.ftp.login = "ab-cdftp";
  target.ftp.password = Secret("x");
  target.mail_accounts = {{.name = "taro", .address = "taro@example.co.jp", .password = Secret("y")}};
  target.vantage_points = {{.name = "here"}, {.name = "there", .proxy = "socks5://proxy.example.net:1080"}};
  for (const HookName& hook : hook_names()) target.hooks[std::string(hook.name)] = {"x"};
  return target;
}

Profile dedicated() {
  return built_in_profile("dedicated");
}

TEST(Review, HasNothingToSayAboutAWholeTarget) {
  EXPECT_THAT(review(dedicated(), whole_target()), IsEmpty());
  for (const std::string_view plan : built_in_profiles()) {
    EXPECT_THAT(review(built_in_profile(plan), whole_target()), IsEmpty()) << plan;
  }
}

TEST(Review, FindsOffersThatLackWhatTheyRestOn) {
  Profile without_ftp = dedicated();
  without_ftp.offers.ftp = false;
  EXPECT_THAT(review(without_ftp, whole_target()), AllOf(Contains(problem_at("profile.offers.log")),
                                                         Contains(problem_at("profile.offers.access_files")),
                                                         Contains(problem_at("profile.offers.web"))));
  Profile without_web = dedicated();
  without_web.offers.web = false;
  for (const char* offer : {"cgi", "php", "ssi", "counter", "database"}) {
    EXPECT_THAT(review(without_web, whole_target()),
                Contains(problem_at(std::string("profile.offers.") + offer)));
  }
}

TEST(Review, FindsPopOverTlsInAPlanWithoutIt) {
  for (const char* plan : {"basic", "secure", "premium", "pro", "dedicated"}) {
    Profile profile = built_in_profile(plan);
    profile.offers.pops = true;
    const bool has_it = std::string_view(plan) == "secure" || std::string_view(plan) == "premium";
    EXPECT_EQ(review(profile, whole_target()).empty(), has_it) << plan;
  }
}

TEST(Review, FindsFtpWithoutCredentials) {
  Target target = whole_target();
  target.ftp.login.clear();
  EXPECT_THAT(review(dedicated(), target), Contains(problem_at("target.ftp.login")));
  EXPECT_THAT(review(built_in_profile("secure"), target), IsEmpty()) << "that plan promises no FTP";
}

TEST(Review, FindsReservedNamesWithoutAnAddress) {
  Target target = whole_target();
  target.web.host = target.ftp.host = "www.site.test";
  EXPECT_THAT(review(dedicated(), target),
              AllOf(Contains(problem_at("target.web.address")), Contains(problem_at("target.ftp.address"))));
  target.web.address = target.ftp.address = "192.0.2.1";
  EXPECT_THAT(review(dedicated(), target), IsEmpty());
}

TEST(Review, FindsTransferModesThatAreOffOrCannotWork) {
  Target target = whole_target();
  target.ftp.active_mode = false;
  EXPECT_THAT(review(dedicated(), target),
              Contains(AllOf(note_at("target.ftp.modes"), Field(&Remark::text, HasSubstr("Active FTP")))));
  target = whole_target();
  std::swap(target.vantage_points[0], target.vantage_points[1]);
  EXPECT_THAT(review(dedicated(), target), Contains(problem_at("target.ftp.modes")));
}

TEST(Review, LooksAtVantagePoints) {
  Target target = whole_target();
  target.vantage_points.resize(1);
  EXPECT_THAT(review(dedicated(), target), Contains(note_at("target.vantage_point")));

  target = whole_target();
  target.vantage_points[0].bind = "127.0.0.2";
  EXPECT_THAT(review(dedicated(), target), Contains(problem_at("target.vantage_point.here")));
  target.web.address = target.ftp.address = "127.0.0.1";
  EXPECT_THAT(review(dedicated(), target), AllOf(Not(Contains(problem_at("target.vantage_point.here"))),
                                                 Contains(note_at("target.vantage_point.there"))));
}

TEST(Review, TellsWhatTheConsentMeans) {
  Target target = whole_target();
  target.allowed = Consent::observe;
  EXPECT_THAT(review(dedicated(), target), Contains(note_at("target.consent.allow")));

  target.allowed = Consent::destructive;
  EXPECT_THAT(review(dedicated(), target),
              Contains(AllOf(note_at("profile.web.quota"), Field(&Remark::text, HasSubstr("20 GB")))));
  Profile small = dedicated();
  small.web.quota = 1'000'000;
  EXPECT_THAT(review(small, target), IsEmpty());
}

TEST(Review, TellsWhichHooksAreMissing) {
  Target target = whole_target();
  target.hooks.erase("set_clock");
  EXPECT_THAT(review(dedicated(), target), testing::ElementsAre(note_at("target.hooks.set_clock")));
}

}  // namespace
}  // namespace cts
