#include "draft/draft.h"

#include <gmock/gmock.h>

#include "draft/sightings.h"
#include "target/profile.h"
#include "target/review.h"
#include "target/target.h"

namespace cts {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::chrono::sys_seconds today = std::chrono::sys_days(std::chrono::year(2026) / 11 / 27);

ServiceSeen there(std::string greeting = "") {
  return {.asked = true, .answers = true, .problem = "", .greeting = std::move(greeting)};
}
ServiceSeen closed() {
  return {.asked = true, .answers = false, .problem = "connection refused", .greeting = ""};
}

Survey nothing_answers() {
  Survey seen;
  for (ServiceSeen* service :
       {&seen.web.there, &seen.https.there, &seen.ftp.there, &seen.smtp.there, &seen.submission.there,
        &seen.smtps.there, &seen.pop.there, &seen.pops.there, &seen.database})
    *service = closed();
  return seen;
}

/// As a dedicated server shows itself.
Survey dedicated_server() {
  Survey seen = nothing_answers();
  seen.web.there = there();
  seen.web.status = 200;
  seen.web.server = "Apache/2.4";
  seen.web.admin_path = "/phpMyAdmin/";
  seen.ftp.there = there("220 ready");
  seen.smtp.there = seen.submission.there = there("220 mx ESMTP");
  seen.smtp.calls_itself = "sv1.example.net";
  seen.smtp.names_size = true;
  seen.smtp.size = 20'971'520;
  seen.pop.there = there("+OK");
  return seen;
}

DraftRequest request_for(Survey seen) {
  DraftRequest request;
  request.asked = {.host = "192.0.2.1", .domain = "example.jp", .is_address = true};
  request.places = places_of(request.asked, {});
  request.seen = std::move(seen);
  request.name = "example.jp";
  request.now = today;
  return request;
}

struct Drafts {
  std::string target;
  std::string profile;
};
Drafts drafts_of(const DraftRequest& request) {
  return {target_draft(request), profile_draft(request, choose_plan(request.seen))};
}

Profile profile_of(const Drafts& drafts) {
  const Checked<Profile> read = read_profile(drafts.profile, "profile.toml");
  EXPECT_TRUE(read.ok()) << text_of(read.errors) << drafts.profile;
  return read.value.value_or(Profile{});
}

TEST(ChoosePlan, TakesTheNearestAndSaysWhy) {
  EXPECT_EQ(choose_plan(dedicated_server()).plan, "dedicated");
  EXPECT_THAT(choose_plan(dedicated_server()).why, HasSubstr("nearest"));
  Survey mail_only = nothing_answers();
  mail_only.pop.there = mail_only.smtp.there = there();
  EXPECT_EQ(choose_plan(mail_only).plan, "pro");
  mail_only.pops.there = there();
  EXPECT_EQ(choose_plan(mail_only).plan, "premium");
}

TEST(ChoosePlan, HasPopOverTlsUponAPlanThatHasIt) {
  Survey seen = dedicated_server();
  seen.pops.there = there();
  const PlanChoice choice = choose_plan(seen);
  EXPECT_EQ(choice.plan, "premium");
  EXPECT_THAT(choice.why, HasSubstr("only secure and premium"));
  for (const char* offer : {"web", "ftp", "pops", "cgi", "ssi", "database"})
    EXPECT_TRUE(choice.offers_named(offer)) << offer;
}

TEST(ChoosePlan, OffersNoPopOverTlsWithoutPop) {
  Survey seen = nothing_answers();
  seen.pops.there = there();
  seen.web.there = there();
  EXPECT_FALSE(choose_plan(seen).offers_named("pops"));
}

TEST(Draft, CanBeReadBackAndSaysWhatWasSeen) {
  const Drafts drafts = drafts_of(request_for(dedicated_server()));
  EXPECT_THAT(mistakes_in_drafts(drafts.target, drafts.profile), IsEmpty())
      << drafts.target << drafts.profile;
  const Profile profile = profile_of(drafts);
  EXPECT_EQ(profile.plan, "dedicated");
  EXPECT_EQ(profile.mail.largest_message, 20'000'000U);
  EXPECT_EQ(profile.mail.message_refused_from, 22'000'000U);
  EXPECT_TRUE(profile.offers.database);
  EXPECT_FALSE(profile.offers.pops);
  EXPECT_THAT(drafts.profile, HasSubstr("# does not answer: connection refused\npops = false\n"));
  EXPECT_THAT(drafts.target, HasSubstr("address = \"192.0.2.1\""));
  EXPECT_THAT(drafts.target, HasSubstr("FILL IN"));
  EXPECT_THAT(drafts.target, HasSubstr("# server_name = \"sv1.example.net\""));
}

TEST(Draft, NamesWherePasswordsAreAndNeverAPassword) {
  DraftRequest request = request_for(dedicated_server());
  request.credentials.ftp_login = "ab-\"cdftp\\";
  request.credentials.ftp_password_file = "secrets/ftp";
  request.credentials.mail_logins = {"test1", "test2@example.jp"};
  const Drafts drafts = drafts_of(request);
  EXPECT_THAT(mistakes_in_drafts(drafts.target, drafts.profile), IsEmpty()) << drafts.target;
  EXPECT_THAT(drafts.target, HasSubstr("password_file = \"secrets/ftp\""));
  EXPECT_THAT(drafts.target, HasSubstr("password_env = \"HOSTING_CTS_MAIL_PASSWORD_2\""));
  EXPECT_THAT(drafts.target, HasSubstr("login = \"ab-\\\"cdftp\\\\\""));
}

TEST(Draft, LeavesActiveTransfersOutBehindNat) {
  DraftRequest request = request_for(dedicated_server());
  request.seen.ftp.local_address = "192.168.1.7";
  EXPECT_THAT(target_draft(request), HasSubstr("modes = [\"passive\"]\n"));
  request.seen.ftp.local_address = "198.51.100.7";
  EXPECT_THAT(target_draft(request), HasSubstr("modes = [\"passive\", \"active\"]\n"));
}

TEST(Draft, HandsMailInWhereItCan) {
  DraftRequest request = request_for(dedicated_server());
  request.seen.smtp.there = closed();
  const Drafts drafts = drafts_of(request);
  EXPECT_THAT(drafts.target,
              HasSubstr("[smtp]\nhost = \"smtp.example.jp\"\naddress = \"192.0.2.1\"\nport = 587\n"));
  EXPECT_TRUE(profile_of(drafts).offers.smtp);
}

TEST(Draft, IsSoundForEveryCombinationOfServices) {
  for (unsigned bits = 1; bits < 128; ++bits) {
    Survey seen = nothing_answers();
    const auto on = [bits](unsigned bit) {
      return (bits & (1U << bit)) != 0;
    };
    if (on(0)) seen.web.there = there();
    if (on(1)) seen.ftp.there = there();
    if (on(2)) seen.pop.there = there();
    if (on(3)) seen.pops.there = there();
    if (on(4)) seen.smtp.there = there();
    if (on(5)) seen.submission.there = there();
    if (on(6) && on(0)) seen.web.admin_path = "/pma/";
    const Drafts drafts = drafts_of(request_for(seen));
    const ConfigErrors mistakes = mistakes_in_drafts(drafts.target, drafts.profile);
    const bool nothing_to_offer = !on(0) && !on(1) && !on(2) && !on(4) && !on(5);
    EXPECT_EQ(mistakes.empty(), !nothing_to_offer) << text_of(mistakes) << drafts.profile;
  }
}

TEST(Draft, IsSoundForEveryLimit) {
  for (const std::uint64_t size :
       {0ULL, 1ULL, 9'999ULL, 10'000ULL, 10'001ULL, 99'999ULL, 1'000'000ULL, 1'048'576ULL, 10'240'000ULL,
        10'485'760ULL, 52'428'800ULL, 104'857'600ULL, 1ULL << 40, 1ULL << 50}) {
    Survey seen = dedicated_server();
    seen.smtp.size = size;
    const Drafts drafts = drafts_of(request_for(seen));
    EXPECT_THAT(mistakes_in_drafts(drafts.target, drafts.profile), IsEmpty()) << size << drafts.profile;
    const Profile profile = profile_of(drafts);
    if (size >= 10'000 && size <= 200'000'000) {
      EXPECT_LE(profile.mail.largest_message, size);
      EXPECT_GT(profile.mail.message_refused_from, size);
    }
    Target target;
    target.mail_accounts.push_back({.name = "x", .address = "x@example.jp", .password = Secret("y")});
    for (const Remark& remark : review(profile, target))
      EXPECT_NE(remark.where.substr(0, 13), "profile.mail.") << size << remark.what;
  }
}

TEST(Draft, IsSoundWhateverTheHostSays) {
  const std::string words[] = {"\"\n[consent]\nallow = \"destructive\"\n",
                               "\x1b[2J\x07",
                               std::string("a\0b", 3),
                               "\xff\xfe",
                               "'''\"\"\"\\",
                               "\u202e\u2028",
                               std::string(5'000, 'x')};
  for (const std::string& word : words) {
    Survey seen = dedicated_server();
    for (ServiceSeen* service :
         {&seen.web.there, &seen.ftp.there, &seen.smtp.there, &seen.submission.there, &seen.pop.there})
      service->greeting = word;
    seen.pops.there = {.asked = true, .answers = false, .problem = word, .greeting = word};
    seen.database.problem = word;
    seen.web.server = seen.web.content_type = seen.web.location = seen.web.powered_by = "PHP" + word;
    seen.ftp.features = seen.smtp.extensions = seen.pop.capabilities = std::vector<std::string>(50, word);
    seen.smtp.calls_itself = word;
    seen.https.there = seen.smtps.there = there(word);
    seen.https.tls.certificate = seen.smtp.tls.certificate =
        Certificate{.subject = word, .issuer = word, .names = {word, word}, .distrust = word};
    const DraftRequest request = request_for(seen);
    const Drafts drafts = drafts_of(request);
    EXPECT_THAT(mistakes_in_drafts(drafts.target, drafts.profile), IsEmpty())
        << drafts.target << drafts.profile;
    std::string lines;
    for (const std::string& line : survey_lines(request)) lines += line;
    for (const std::string* text : {&drafts.target, &drafts.profile, &std::as_const(lines)}) {
      EXPECT_THAT(*text, Not(HasSubstr("\x1b")));
      EXPECT_LT(text->size(), 20'000U);
    }
    EXPECT_THAT(drafts.target, Not(HasSubstr("\nallow = \"destructive\"")));
  }
}

TEST(Sighting, TellsOfCertificates) {
  Certificate certificate{.subject = "/CN=x",
                          .issuer = "/CN=y",
                          .names = {"mail.example.net"},
                          .not_before = today - std::chrono::hours(48),
                          .not_after = today - std::chrono::hours(24)};
  CertificateLook look{.certificate = certificate};
  EXPECT_EQ(
      sighting(look, "pop3.example.jp", today),
      "is for \"mail.example.net\", until 2026-11-26; it does not name pop3.example.jp; it has expired");
  look.certificate.reset();
  look.problem = "connection refused";
  EXPECT_EQ(sighting(look, "pop3.example.jp", today), "was not seen: \"connection refused\"");
}

}  // namespace
}  // namespace cts
