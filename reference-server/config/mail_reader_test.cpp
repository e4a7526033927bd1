#include "config/mail_reader.h"

#include <gmock/gmock.h>

namespace refd {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

SecretSources sources() {
  return {[](const std::string& name) {
            return name == "SECRET" ? std::optional<std::string>("sesame") : std::nullopt;
          },
          [](const std::filesystem::path&) {
            return std::optional<std::string>();
          }};
}

std::string site_text(std::string_view rest, std::string_view plan = "dedicated") {
  return "version = 1\n[site]\ndomain = \"example.jp\"\nplan = \"" + std::string(plan) +
         "\"\n[ftp_account]\nname = \"ab-cdftp\"\npassword_env = \"SECRET\"\n" + std::string(rest);
}

Site site(std::string_view rest, std::string_view plan = "dedicated") {
  const auto result = read_site(site_text(rest, plan), "/etc/site/site.toml", sources());
  if (const auto* errors = std::get_if<ConfigErrors>(&result)) {
    ADD_FAILURE() << errors->front().text();
    return {};
  }
  return std::get<Site>(result);
}

std::vector<std::string> mistakes(std::string_view rest, std::string_view plan = "dedicated") {
  std::vector<std::string> texts;
  const auto result = read_site(site_text(rest, plan), "/etc/site/site.toml", sources());
  if (const auto* errors = std::get_if<ConfigErrors>(&result)) {
    for (const auto& error : *errors) texts.push_back(error.text());
  }
  return texts;
}

constexpr std::string_view two_accounts = R"([[mail_account]]
name = "taro"
password_env = "SECRET"
[[mail_account]]
name = "m2"
local_part = "hanako+sales"
password_hash = "$6$x$y"
)";

TEST(MailReader, AccountsHaveAddressPasswordAndTheirPlansSpace) {
  const auto accounts = site(two_accounts).mail_accounts;
  ASSERT_EQ(accounts.size(), 2U);
  EXPECT_EQ(accounts[0].name, "taro");
  EXPECT_EQ(accounts[0].address, "taro@example.jp");
  EXPECT_THAT(accounts[0].password.hash, testing::StartsWith("$6$"));
  EXPECT_EQ(accounts[0].password.env, "SECRET");
  EXPECT_EQ(accounts[0].quota_octets, 52'428'800U);
  EXPECT_EQ(accounts[1].address, "hanako+sales@example.jp");
  EXPECT_EQ(accounts[1].password.hash, "$6$x$y");
}

TEST(MailReader, BasicHasLessUnlessItHasTheOption) {
  constexpr std::string_view account = "[[mail_account]]\nname = \"taro\"\npassword_env = \"SECRET\"\n";
  EXPECT_EQ(site(account, "basic").mail_accounts[0].quota_octets, 20'971'520U);
  EXPECT_EQ(site(std::string(account) + "more_space = true\n", "basic").mail_accounts[0].quota_octets,
            52'428'800U);
  EXPECT_EQ(site(account, "secure").mail_accounts[0].quota_octets, 52'428'800U);
  EXPECT_EQ(site(std::string(account) + "quota_octets = 1000\n").mail_accounts[0].quota_octets, 1000U);
  EXPECT_THAT(mistakes(std::string(account) + "more_space = true\n"),
              ElementsAre(HasSubstr("site.toml:11:")));
}

TEST(MailReader, OnlyTwoPlansReadOverTls) {
  EXPECT_TRUE(site("", "secure").has_pops());
  EXPECT_TRUE(site("", "premium").has_pops());
  for (const char* plan : {"basic", "pro", "dedicated"}) EXPECT_FALSE(site("", plan).has_pops()) << plan;
}

TEST(MailReader, MistakesAreToldWithTheirLine) {
  EXPECT_THAT(mistakes("mail_account = 1\n"),
              ElementsAre(HasSubstr("unknown key 'ftp_account.mail_account'")));
  EXPECT_THAT(mistakes("[mail_account]\nname = \"taro\"\n"),
              ElementsAre(HasSubstr("must be a list of tables")));
  EXPECT_THAT(mistakes("[[mail_account]]\npassword_env = \"SECRET\"\n"),
              ElementsAre(HasSubstr("site.toml:8:1: 'mail_account.name' is missing")));
  EXPECT_THAT(mistakes("[[mail_account]]\nname = \"taro\"\npassword_env = \"OTHER\"\n"),
              ElementsAre(HasSubstr("site.toml:10:16: 'mail_account.password_env' names nothing")));
  EXPECT_THAT(mistakes("[[mail_account]]\nname = \"taro\"\n"), ElementsAre(HasSubstr("exactly one of")));
  EXPECT_THAT(mistakes("[[mail_account]]\nname = \"ta/ro\"\npassword_env = \"SECRET\"\nlocal_part = \"t\"\n"),
              ElementsAre(HasSubstr("site.toml:9:8: 'ta/ro' is no login name")));
  EXPECT_THAT(mistakes("[[mail_account]]\nname = \"t\"\npassword_env = \"SECRET\"\nlocal_part = \"a b\"\n"),
              ElementsAre(HasSubstr("site.toml:11:14: 'a b' cannot stand before the @")));
  EXPECT_THAT(mistakes("[[mail_account]]\nname = \"t\"\npassword_env = \"SECRET\"\nlocal_part = \"a..b\"\n"),
              ElementsAre(HasSubstr("cannot stand before")));
  EXPECT_THAT(mistakes("[[mail_account]]\nname = \"t\"\npassword_env = \"SECRET\"\nmore_space = 1\n"),
              ElementsAre(HasSubstr("must be true or false")));
  EXPECT_THAT(mistakes("[[mail_account]]\nname = \"t\"\npassword_env = \"SECRET\"\nquota = 1\n"),
              ElementsAre(HasSubstr("unknown key 'mail_account.quota'")));
}

TEST(MailReader, NamesAndAddressesStandOnce) {
  EXPECT_THAT(
      mistakes(std::string(two_accounts) + "[[mail_account]]\nname = \"TARO\"\npassword_env = \"SECRET\"\n"),
      ElementsAre(HasSubstr("'taro' stands already above")));
  EXPECT_THAT(mistakes(std::string(two_accounts) +
                       "[[mail_account]]\nname = \"x\"\nlocal_part = \"Taro\"\npassword_env = \"SECRET\"\n"),
              ElementsAre(HasSubstr("'taro@example.jp' stands already above")));
}

TEST(MailReader, CertificateAndKeyGoTogether) {
  const auto tls = site("[tls]\ncertificate = \"c.pem\"\nkey = \"/k/k.pem\"\n").tls;
  EXPECT_EQ(tls.certificate_file, "/etc/site/c.pem");
  EXPECT_EQ(tls.key_file, "/k/k.pem");
  EXPECT_EQ(site("").tls.key_file, "");
  EXPECT_THAT(mistakes("[tls]\ncertificate = \"c.pem\"\n"), ElementsAre(HasSubstr("go together")));
  EXPECT_THAT(mistakes("[tls]\nkey = \"k.pem\"\n"), ElementsAre(HasSubstr("site.toml:9:7:")));
}

TEST(MailReader, PortsAndLimits) {
  const auto read =
      site("[listen]\npop_port = 110\npops_port = 995\n[limits.pop]\nidle = 900\nfailed_login_delay = 0\n");
  EXPECT_EQ(read.listen.pop_port, 110);
  EXPECT_EQ(read.listen.pops_port, 995);
  EXPECT_EQ(read.pop.idle, std::chrono::minutes(15));
  EXPECT_EQ(read.pop.failed_login_delay, std::chrono::seconds(0));
  EXPECT_THAT(mistakes("[limits.pop]\nline_octets = 10\n"), ElementsAre(HasSubstr("must lie between")));
}

}  // namespace
}  // namespace refd
