#include "config/profile_writer.h"

#include <gtest/gtest.h>
#include <toml++/toml.h>

namespace refd {
namespace {

TEST(ProfileWriter, SaysNothingOfASiteThatKeepsThePlansNumbers) {
  EXPECT_EQ(profile_file(Site()), "");
}

TEST(ProfileWriter, SaysInWhatAScaledSiteDiffers) {
  Site site;
  site.plan = "dedicated";
  site.log.rotated_from_octets = 4096;
  site.disk.octets = 64'000'000;
  site.cgi.wall_time = std::chrono::seconds(5);
  site.smtp.message_octets = 1 << 20;
  site.mail_accounts = {{.name = "a", .quota_octets = 50 << 20}, {.name = "b", .quota_octets = 3 << 20}};
  const auto profile = toml::parse(profile_file(site));
  EXPECT_EQ(profile["version"].value<int>(), 1);
  EXPECT_EQ(profile["base"].value<std::string>(), "dedicated");
  EXPECT_EQ(profile.at_path("log.rotated_from").value<int>(), 4096);
  EXPECT_FALSE(profile.at_path("log.largest"));
  EXPECT_EQ(profile.at_path("web.quota").value<int>(), 64'000'000);
  EXPECT_EQ(profile.at_path("web.quota_refused_from").value<int>(), 70'400'000);
  EXPECT_EQ(profile.at_path("cgi.longest_run").value<int>(), 5);
  EXPECT_EQ(profile.at_path("mail.largest_message").value<int>(), 1'000'000);
  EXPECT_EQ(profile.at_path("mail.message_refused_from").value<int>(), 1'100'000);
  EXPECT_EQ(profile.at_path("mail.largest_attachment").value<int>(), 650'000);
  EXPECT_EQ(profile.at_path("mail.attachment_refused_from").value<int>(), 900'000);
  EXPECT_EQ(profile.at_path("mail.mailbox").value<int>(), 3'000'000);
  EXPECT_EQ(profile.at_path("mail.bounce_wait").value<int>(), 6);
  EXPECT_EQ(profile.at_path("mail.second_session_wait").value<int>(), 5);
}

TEST(ProfileWriter, SaysThatASiteOfAPlanForMailHasWebToo) {
  Site site;
  site.plan = "premium";
  const auto profile = toml::parse(profile_file(site));
  EXPECT_EQ(profile["base"].value<std::string>(), "premium");
  EXPECT_EQ(profile["name"].value<std::string>(), "premium, with web");
  EXPECT_EQ(profile.at_path("offers.ftp").value<bool>(), true);
  EXPECT_FALSE(profile.at_path("offers.pops")) << "the plan's own";
}

}  // namespace
}  // namespace refd
