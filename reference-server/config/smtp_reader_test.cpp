#include "config/smtp_reader.h"

#include <gmock/gmock.h>

#include "config/site_reader.h"

namespace refd {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

SiteOrErrors read(std::string_view rest) {
  const SecretSources sources = {[](const std::string&) { return std::optional<std::string>("sesame"); },
                                 [](const std::filesystem::path&) {
                                   return std::optional<std::string>();
                                 }};
  const auto text = std::string(
                        "version = 1\n[site]\ndomain = \"example.jp\"\n"
                        "[ftp_account]\nname = \"ab-cdftp\"\npassword_env = \"SECRET\"\n")
                        .append(rest);
  return read_site(text, "/etc/site/site.toml", sources);
}

Site site(std::string_view rest) {
  const auto result = read(rest);
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

TEST(SmtpReader, TheServersNameIsItsMailHost) {
  EXPECT_EQ(site("").sending.host_name, "sv1.example.jp");
  EXPECT_EQ(site("[smtp]\nhost_name = \"mail.example.jp\"\n").sending.host_name, "mail.example.jp");
  EXPECT_THAT(mistakes("[smtp]\nhost_name = \"mail example\"\n"), ElementsAre(HasSubstr("'mail example'")));
}

TEST(SmtpReader, RoutesNameHostAndPort) {
  const auto routes = site(R"(
[smtp.routes]
"a.example" = "127.0.0.1:2525"
"b.example" = "mx.b.example"
"c.example" = "[2001:db8::1]:26"
"d.example" = "127.0.0.25:0"
"*" = "2.0.0.127.example:25"
)")
                          .sending.routes;
  ASSERT_EQ(routes.size(), 5U);
  EXPECT_EQ(routes.at("a.example").host, "127.0.0.1");
  EXPECT_EQ(routes.at("a.example").port, 2525);
  EXPECT_EQ(routes.at("b.example").host, "mx.b.example");
  EXPECT_EQ(routes.at("b.example").port, 25);
  EXPECT_EQ(routes.at("c.example").host, "2001:db8::1");
  EXPECT_EQ(routes.at("c.example").port, 26);
  EXPECT_EQ(routes.at("d.example").port, 0);
}

TEST(SmtpReader, TellsWhatIsNoRoute) {
  for (const auto* const text :
       {"mx.example:", "mx.example:0", "mx.example:70000", "MX!", "[::1", "[::1]x", ""}) {
    EXPECT_THAT(mistakes(std::string("[smtp.routes]\n\"a.example\" = \"") + text + "\"\n"),
                ElementsAre(HasSubstr("is no host, nor host:port")))
        << text;
  }
  EXPECT_THAT(mistakes("[smtp.routes]\n\"A.example\" = \"mx.example\"\n"),
              ElementsAre(HasSubstr("'A.example'")));
  EXPECT_THAT(mistakes("[smtp]\nfirst_retry = 60\nlongest_retry = 30\n"),
              ElementsAre(HasSubstr("first_retry")));
}

TEST(SmtpReader, LimitsAndPorts) {
  const auto given = site(
      "[listen]\nsmtp_port = 25\nsubmission_port = 587\n"
      "[limits.smtp]\nmessage_octets = 100000\nrecipients = 100\n");
  EXPECT_EQ(given.listen.smtp_port, 25);
  EXPECT_EQ(given.listen.submission_port, 587);
  EXPECT_EQ(given.smtp.message_octets, 100'000U);
  EXPECT_EQ(given.smtp.recipients, 100U);
  EXPECT_EQ(site("").smtp.message_octets, 20'971'520U);
  EXPECT_THAT(mistakes("[limits.smtp]\nrecipients = 99\n"), ElementsAre(HasSubstr("limits.smtp.recipients")));
}

}  // namespace
}  // namespace refd
