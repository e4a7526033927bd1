#include "config/members_reader.h"

#include <fstream>

#include <gmock/gmock.h>

namespace refd {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

SiteOrErrors read(std::string_view rest, const std::string& folder = "/etc/site") {
  const SecretSources sources = {[](const std::string&) { return std::optional<std::string>("sesame"); },
                                 [](const std::filesystem::path&) {
                                   return std::optional<std::string>();
                                 }};
  const auto text = std::string(
                        "version = 1\n[site]\ndomain = \"example.jp\"\n"
                        "[ftp_account]\nname = \"ab-cdftp\"\npassword_env = \"SECRET\"\n")
                        .append(rest);
  return read_site(text, folder + "/site.toml", sources);
}

Site site(std::string_view rest, const std::string& folder = "/etc/site") {
  const auto result = read(rest, folder);
  if (const auto* errors = std::get_if<ConfigErrors>(&result)) {
    ADD_FAILURE() << errors->front().text();
    return {};
  }
  return std::get<Site>(result);
}

std::vector<std::string> mistakes(std::string_view rest) {
  std::vector<std::string> texts;
  const auto result = read(rest);
  if (const auto* errors = std::get_if<ConfigErrors>(&result)) {
    for (const auto& error : *errors) texts.push_back(error.text());
  }
  return texts;
}

const std::string members = "[members]\nhost_name = 'member.example.net'\nlogin = 'm1'\npassword_env = 'X'\n";

TEST(MembersReader, ASiteMayHaveNone) {
  EXPECT_FALSE(site("").members.is_served());
}

TEST(MembersReader, ReadsTheContractAndTheSite) {
  const auto read = site("[contract]\nnumber = 'C-1'\nholder = 'A & B'\npostal_address = ['one', 'two']\n" +
                         members + "support_address = 'tech@example.net'\nidle = 60\nlogin_attempts = 3\n");
  EXPECT_EQ(read.contract.number, "C-1");
  EXPECT_THAT(read.contract.postal_address, ElementsAre("one", "two"));
  EXPECT_TRUE(read.members.is_served());
  EXPECT_EQ(read.members.support_address, "tech@example.net");
  EXPECT_EQ(read.members.idle, std::chrono::seconds(60));
  EXPECT_EQ(read.members.password.env, "X");
}

TEST(MembersReader, TellsWhatIsWrong) {
  EXPECT_THAT(mistakes("[members]\nlogin = 'm1'\npassword_env = 'X'\n"), ElementsAre(HasSubstr("host_name")));
  EXPECT_THAT(mistakes(members + "support_address = 'tech@example.jp'\n"),
              ElementsAre(HasSubstr("not in the customer's domain")));
  EXPECT_THAT(mistakes(members + "support_address = 'tech'\n"), ElementsAre(HasSubstr("no mail address")));
  EXPECT_THAT(mistakes(members + "holidays = 'missing.txt'\n"), ElementsAre(HasSubstr("cannot be read")));
}

TEST(MembersReader, ReadsTheHolidaysBesideTheSite) {
  const auto folder = testing::TempDir();
  std::ofstream(folder + "/holidays.txt") << "2031-06-10 + x\n";
  EXPECT_EQ(site(members + "holidays = 'holidays.txt'\n", folder).members.holiday_decrees,
            "2031-06-10 + x\n");
}

}  // namespace
}  // namespace refd
