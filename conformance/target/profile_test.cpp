#include "target/profile.h"

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "target/profile_reader.h"

namespace cts {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> mistakes(std::string_view text) {
  std::vector<std::string> texts;
  for (const ConfigError& error : read_profile(text, "p.toml").errors) texts.push_back(error.text());
  return texts;
}

const std::string head = "version = 1\nbase = 'dedicated'\n";  // 2 lines

TEST(BuiltInProfiles, AreTheFivePlans) {
  EXPECT_THAT(built_in_profiles(), ElementsAre("basic", "secure", "premium", "pro", "dedicated"));
  for (const std::string_view name : built_in_profiles()) {
    const Profile& profile = built_in_profile(name);
    EXPECT_EQ(profile.name, name);
    EXPECT_EQ(profile.plan, name);
    EXPECT_THAT(profile.description, Not(IsEmpty()));
  }
  EXPECT_THROW(built_in_profile("gold"), std::invalid_argument);
}

TEST(BuiltInProfiles, HoldTheNumbersOfTheDedicatedPlan) {
  const Profile& plan = built_in_profile("dedicated");
  EXPECT_THAT(plan.web.index_names, ElementsAre("index.html", "index.htm", "index.shtml", "home.html",
                                                "home.shtml", "default.html"));
  EXPECT_EQ(plan.web.quota, 20'000'000'000u);
  EXPECT_EQ(plan.ftp.login_directory_of("ab-cdftp"), "/users/ab-cdftp");
  EXPECT_EQ(plan.ftp.levels_to_root, 3u);
  EXPECT_EQ(plan.ftp.path_to_documents, "../../web");
  EXPECT_EQ(plan.log.file, "/log/web.log");
  EXPECT_EQ(plan.log.rotated_from, 50'000'000u);
  EXPECT_EQ(plan.log.largest, 200'000'000u);
  EXPECT_EQ(plan.log.generations, 4u);
  EXPECT_EQ(plan.access_files.file_name, ".ftpaccess");
  EXPECT_EQ(plan.cgi.programs.size(), 7u);
  EXPECT_EQ(plan.cgi.programs.front(), (Profile::Program{"Perl", "/usr/bin/perl", "5.8.5"}));
  EXPECT_EQ(plan.counter.fewest_digits, 5u);
  EXPECT_EQ(plan.counter.most_digits, 10u);
  EXPECT_THAT(plan.counter.designs, ElementsAre("A", "B", "C", "D", "E"));
  EXPECT_EQ(plan.database.count, 6u);
  EXPECT_EQ(plan.mail.largest_message, 20'000'000u);
  EXPECT_EQ(plan.mail.message_refused_from, 22'000'000u);
  EXPECT_THAT(plan.mail.smtp_ports, ElementsAre(25, 587));
  EXPECT_EQ(plan.members.cut_off, std::chrono::hours(14));
}

TEST(BuiltInProfiles, DifferAsTheMailManualSays) {
  for (const std::string_view name : built_in_profiles()) {
    const Profile& plan = built_in_profile(name);
    EXPECT_EQ(plan.mail.mailbox, name == "basic" ? 20'000'000u : 50'000'000u) << name;
    EXPECT_EQ(plan.offers.pops, name == "secure" || name == "premium") << name;
    EXPECT_EQ(plan.offers.web, name == "dedicated") << name;
    EXPECT_TRUE(plan.offers.pop && plan.offers.smtp && plan.offers.members_site) << name;
  }
}

TEST(BuiltInProfiles, TheFirstOfThemMustStateEveryValue) {
  const Checked<Profile> read =
      read_profile_onto({}, "version = 1\nplan = 'pro'\ndescription = 'x'\n[log]\n", "p.toml");
  ASSERT_FALSE(read.ok());
  EXPECT_THAT(text_of(read.errors),
              AllOf(HasSubstr("\"offers\" is missing"), HasSubstr("\"mail\" is missing"),
                    HasSubstr("\"generations\" is missing in [log]")));
}

TEST(DatabaseNames, ComeFromTheFtpLogin) {
  const Profile::Database& database = built_in_profile("dedicated").database;
  EXPECT_EQ(database.user_of("ab-cdftp"), "abcdftp");
  EXPECT_EQ(database.user_of("-a--b-"), "ab");
  EXPECT_EQ(database.name_of("ab-cdftp", 1), "abcdftp01");
  EXPECT_EQ(database.name_of("abcdftp", 6), "abcdftp06");
}

TEST(Offers, AreFoundByName) {
  Profile profile;
  profile.offers.ssi = true;
  EXPECT_TRUE(profile.offers_named("ssi"));
  EXPECT_FALSE(profile.offers_named("web"));
  EXPECT_THROW(profile.offers_named("sis"), std::invalid_argument);
}

TEST(ProfileFile, LaysItselfOverItsBase) {
  const Checked<Profile> small = read_profile(head + R"(name = "small"
description = "A scaled-down server"
[offers]
database = false
[web]
index_names = ["start.html"]
quota = "1 MB"
[mail]
largest_message = "30 MB"
message_refused_from = "40 MB"
pop_before_smtp = 90
[[cgi.programs]]
name = "awk"
path = "/usr/bin/awk"
)",
                                              "small.toml");
  ASSERT_TRUE(small.ok()) << text_of(small.errors);
  Profile expected = built_in_profile("dedicated");
  expected.name = "small";
  expected.description = "A scaled-down server";
  expected.offers.database = false;
  expected.web.index_names = {"start.html"};
  expected.web.quota = 1'000'000;
  expected.web.quota_refused_from = 1'100'000;
  expected.mail.largest_message = 30'000'000;
  expected.mail.message_refused_from = 40'000'000;
  expected.mail.pop_before_smtp = std::chrono::seconds(90);
  expected.cgi.programs = {{"awk", "/usr/bin/awk", ""}};
  EXPECT_EQ(*small, expected);
}

TEST(ProfileFile, MayNameATimeAfterWhichScriptsAreStopped) {
  EXPECT_EQ(built_in_profile("dedicated").cgi.longest_run.count(), 0) << "the manual names none";
  const Checked<Profile> read = read_profile(head + "[cgi]\nlongest_run = 2.5\n", "p.toml");
  ASSERT_TRUE(read.ok()) << text_of(read.errors);
  EXPECT_EQ(read.value->cgi.longest_run, std::chrono::milliseconds(2500));
}

TEST(ProfileFile, IsCalledAsItsFileUnlessItSaysSo) {
  EXPECT_EQ(read_profile(head, "/etc/cts/mine.toml")->name, "mine");
}

TEST(ProfileFile, IsFoundByPathOrByTheNameOfAPlan) {
  EXPECT_EQ(load_profile("premium")->name, "premium");
  EXPECT_THAT(load_profile("gold").errors.at(0).text(),
              AllOf(HasSubstr("cannot be read"), HasSubstr("premium")));
  const Checked<Profile> from_disk = load_profile(HOSTING_SOURCE_DIR "/fixtures/profiles/premium.toml");
  ASSERT_TRUE(from_disk.ok()) << text_of(from_disk.errors);
  EXPECT_EQ(*from_disk, built_in_profile("premium"));
}

struct Mistake {
  const char* text;      ///< what follows the head, from line 3
  const char* expected;  ///< "line:column: …", a part of the one mistake
};
class ProfileMistake : public testing::TestWithParam<Mistake> {};

TEST_P(ProfileMistake, IsToldWithItsPlace) {
  EXPECT_THAT(mistakes(head + GetParam().text),
              ElementsAre(HasSubstr(std::string("p.toml:") + GetParam().expected)));
}

INSTANTIATE_TEST_SUITE_P(
    Each, ProfileMistake,
    testing::Values(
        Mistake{"plan = 'gold'\n", "3:8: \"plan\" must be one of basic, secure, premium, pro, dedicated"},
        Mistake{"[offers]\nwbe = true\n", "4:1: unknown key \"wbe\" in [offers]; did you mean \"web\"?"},
        Mistake{"[offers]\nweb = 1\n", "4:7: \"web\" in [offers] must be true or false, not an integer"},
        Mistake{"[web]\nindex_names = []\n", "4:15: \"index_names\" in [web] must not be empty"},
        Mistake{"[web]\nindex_names = ['a', 'a']\n", "4:21: \"index_names\" in [web] holds \"a\" twice"},
        Mistake{"[web]\ndocument_directory = 'web'\n",
                "4:22: \"document_directory\" must begin with a slash"},
        Mistake{"[web]\nquota = 'much'\n", "4:9: \"quota\" in [web] is no size"},
        Mistake{"[web]\nquota = '1 MB'\nquota_refused_from = '1 MB'\n",
                "5:22: \"quota_refused_from\" (1000000) must be larger than \"quota\" (1000000)"},
        Mistake{"[ftp]\nlevels_to_root = 101\n", "4:18: \"levels_to_root\" in [ftp] must be from 0 to 100"},
        Mistake{"[ftp]\ndirectories = ['/web', 'log']\n", "4:15: \"directories\" holds \"log\""},
        Mistake{"[ftp]\nlogin_directory = 'users'\n", "4:19: \"login_directory\" must begin with a slash"},
        Mistake{"[log]\nfile = 'web.log'\n", "4:8: \"file\" must begin with a slash"},
        Mistake{"[log]\nlargest = '10 MB'\n", "4:11: \"largest\" (10000000) must not be smaller"},
        Mistake{"[log]\nrotated_from = '1 GB'\n", "4:16: \"largest\" (200000000) must not be smaller"},
        Mistake{"[log]\ngenerations = 0\n", "4:15: \"generations\" in [log] must be from 1 to 1000"},
        Mistake{"[access_files]\nfile_name = '.ftppass'\n", "4:13: \".ftppass\" cannot be both"},
        Mistake{"[cgi]\nextensions = ['cgi']\n", "4:14: \"extensions\" holds \"cgi\""},
        Mistake{"[cgi]\nphp_extensions = ['php']\n", "4:18: \"php_extensions\" holds \"php\""},
        Mistake{"[cgi]\nlongest_run = 0\n",
                "4:15: \"longest_run\" in [cgi] must be from 0.001 to 86400 seconds"},
        Mistake{"[[cgi.programs]]\npath = '/bin/x'\n", "3:1: \"name\" is missing in [[cgi.programs]]"},
        Mistake{"[[cgi.programs]]\nname = 'x'\npath = 'x'\n", "5:8: \"path\" must begin with a slash"},
        Mistake{"[[cgi.programs]]\nname = 'x'\nlowest_version = 'v1'\n",
                "5:18: \"lowest_version\" must be numbers"},
        Mistake{"[ssi]\nextensions = ['shtml']\n", "4:14: \"extensions\" holds \"shtml\""},
        Mistake{"[ssi]\ninert_extensions = ['html']\n", "4:20: \"inert_extensions\" holds \"html\""},
        Mistake{"[counter]\npath = 'Count.cgi'\n", "4:8: \"path\" must begin with a slash"},
        Mistake{"[counter]\nmost_digits = 4\n", "4:15: \"most_digits\" must not be smaller"},
        Mistake{"[database]\ncount = 0\n", "4:9: \"count\" in [database] must be from 1 to 99"},
        Mistake{"[database]\nname_pattern = '{user}'\n", "4:16: \"name_pattern\" must hold {number}"},
        Mistake{"[database]\nadmin_path = 'x'\n", "4:14: \"admin_path\" must begin with a slash"},
        Mistake{"[mail]\nsmtp_ports = []\n", "4:14: \"smtp_ports\" in [mail]"},
        Mistake{"[mail]\npop_before_smtp = 90000\n",
                "4:19: \"pop_before_smtp\" in [mail] must be from 0.001 to 86400"},
        Mistake{"[mail]\nlargest_message = '1 GB'\nmessage_refused_from = '1 MB'\n",
                "5:24: \"message_refused_from\""},
        Mistake{"[members]\ncut_off = 'noon'\n", "4:11: \"cut_off\" in [members] must be a time of the day"},
        Mistake{"[mebmers]\n", "3:2: unknown table \"mebmers\"; did you mean \"members\"?"}));

TEST(ProfileMistakes, OfTheHeadAreToldTogetherWithTheRest) {
  EXPECT_THAT(mistakes("version = 1\nbase = 'gold'\n[web]\nquota = 0\n"),
              ElementsAre("p.toml:2:8: \"base\" must be one of basic, secure, premium, pro, dedicated",
                          HasSubstr("p.toml:4:9: \"quota\" in [web] must be from 1")));
  EXPECT_THAT(mistakes(""),
              ElementsAre(HasSubstr("\"base\" is missing"), HasSubstr("\"version\" is missing")));
}

}  // namespace
}  // namespace cts
