#include "config/target_writer.h"

#include <gmock/gmock.h>
#include <toml++/toml.h>

namespace refd {
namespace {

Site example_site() {
  Site site;
  site.domain = "example.jp";
  site.server_name = "sv1.example.jp";
  site.ftp_account = {.name = "ab-cdftp", .password_hash = "$6$x", .password_env = "SECRET"};
  return site;
}

const ServedAt loopback{.address = "127.0.0.1",
                        .http_port = 8080,
                        .ftp_port = 2121,
                        .profile = "target.toml.profile.toml",
                        .desk_command = {"/usr/bin/hosting-refd", "ctl", "--state", "/var/lib/refd"}};

TEST(TargetWriter, TellsAddressesPortsAndWhereThePasswordIs) {
  const auto target = toml::parse(target_file(example_site(), loopback));
  EXPECT_EQ(target.at_path("profile").value<std::string>(), "target.toml.profile.toml");
  EXPECT_EQ(target.at_path("web.port").value<int>(), 8080);
  EXPECT_EQ(target.at_path("ftp.port").value<int>(), 2121);
  EXPECT_EQ(target.at_path("ftp.login").value<std::string>(), "ab-cdftp");
  EXPECT_EQ(target.at_path("ftp.password_env").value<std::string>(), "SECRET");
  EXPECT_FALSE(target.at_path("ftp.password_file"));
  EXPECT_EQ(target.at_path("domain.name").value<std::string>(), "example.jp");
}

TEST(TargetWriter, NeverHoldsTheHash) {
  EXPECT_EQ(target_file(example_site(), loopback).find("$6$"), std::string::npos);
}

TEST(TargetWriter, OffersVantagePointsOnLoopbackOnly) {
  const auto points = [](const ServedAt& served) {
    const auto target = toml::parse(target_file(example_site(), served));
    const auto* list = target["vantage_point"].as_array();
    return list == nullptr ? 0U : list->size();
  };
  EXPECT_EQ(points(loopback), 3u);
  auto elsewhere = loopback;
  elsewhere.address = "192.0.2.1";
  EXPECT_EQ(points(elsewhere), 0u);
}

TEST(TargetWriter, TellsTheNamesOfVantagePoints) {
  auto site = example_site();
  site.names["127.0.0.2"] = {"h1.tokyo.isp.example.jp", "other.example.jp"};
  const auto target = toml::parse(target_file(site, loopback));
  EXPECT_FALSE(target.at_path("vantage_point[0].reverse_name"));
  EXPECT_EQ(target.at_path("vantage_point[1].reverse_name").value<std::string>(), "h1.tokyo.isp.example.jp");
}

TEST(TargetWriter, ASiteThatGivesOnlyAHashAsksForAVariable) {
  auto site = example_site();
  site.ftp_account.password_env.clear();
  const auto target = toml::parse(target_file(site, loopback));
  EXPECT_EQ(target.at_path("ftp.password_env").value<std::string>(), "HOSTING_FTP_PASSWORD");
}

TEST(TargetWriter, TellsTheMailServicesThatAreServedAndTheAccounts) {
  auto site = example_site();
  EXPECT_FALSE(toml::parse(target_file(site, loopback)).at_path("pop"));
  auto served = loopback;
  served.pop_port = 1110;
  served.pops_port = 1995;
  site.mail_accounts = {
      {.name = "taro", .address = "taro@example.jp", .password = {.hash = "$6$x", .env = "TARO"}},
      {.name = "jiro", .address = "jiro.s@example.jp", .password = {.hash = "$6$x"}}};
  const auto target = toml::parse(target_file(site, served));
  EXPECT_EQ(target.at_path("pop.port").value<int>(), 1110);
  EXPECT_EQ(target.at_path("pops.port").value<int>(), 1995);
  EXPECT_FALSE(target.at_path("smtp"));
  EXPECT_EQ(target.at_path("mail_account[0].password_env").value<std::string>(), "TARO");
  EXPECT_EQ(target.at_path("mail_account[1].address").value<std::string>(), "jiro.s@example.jp");
  EXPECT_EQ(target.at_path("mail_account[1].password_env").value<std::string>(), "HOSTING_MAIL_PASSWORD_2");
}

TEST(TargetWriter, TellsWhereMailForElsewhereCanBeReceived) {
  auto site = example_site();
  site.sending.routes = {
      {"*", {"127.0.0.1", 1}}, {"a.example", {"mx.a.example", 25}}, {"b.example", {"127.0.0.25", 40025}}};
  auto served = loopback;
  EXPECT_FALSE(toml::parse(target_file(site, served)).at_path("elsewhere"));
  served.smtp_port = 1025;
  served.submission_port = 1587;
  const auto target = toml::parse(target_file(site, served));
  EXPECT_EQ(target.at_path("smtp.submission_port").value<int>(), 1587);
  EXPECT_EQ(target.at_path("elsewhere.domain").value<std::string>(), "b.example");
  EXPECT_EQ(target.at_path("elsewhere.address").value<std::string>(), "127.0.0.25");
  EXPECT_EQ(target.at_path("elsewhere.port").value<int>(), 40025);
}

}  // namespace
}  // namespace refd
