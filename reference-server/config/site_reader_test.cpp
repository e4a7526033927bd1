#include "config/site_reader.h"

#include <algorithm>

#include <gmock/gmock.h>

#include "config/site_keys.h"

namespace refd {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::string_view minimal = R"(version = 1
[site]
domain = "example.jp"
[ftp_account]
name = "ab-cdftp"
password_env = "SECRET"
)";

SecretSources sources() {
  return {[](const std::string& name) {
            return name == "SECRET" ? std::optional<std::string>("sesame") : std::nullopt;
          },
          [](const std::filesystem::path& path) {
            return path == "/etc/site/secret" ? std::optional<std::string>("sesame") : std::nullopt;
          }};
}

std::vector<std::string> mistakes(std::string_view text) {
  std::vector<std::string> texts;
  const auto result = read_site(text, "/etc/site/site.toml", sources());
  if (const auto* errors = std::get_if<ConfigErrors>(&result)) {
    for (const auto& error : *errors) texts.push_back(error.text());
  }
  return texts;
}

std::string with(std::string_view from, std::string_view to) {
  std::string text(minimal);
  text.replace(text.find(from), from.size(), to);
  return text;
}

TEST(SiteReader, FillsInDefaults) {
  const auto result = read_site(minimal, "/etc/site/site.toml", sources());
  ASSERT_TRUE(std::holds_alternative<Site>(result)) << mistakes(minimal).front();
  const auto& site = std::get<Site>(result);
  EXPECT_EQ(site.domain, "example.jp");
  EXPECT_EQ(site.plan, "dedicated");
  EXPECT_EQ(site.server_name, "sv1.example.jp");
  EXPECT_EQ(site.listen.address, "127.0.0.1");
  EXPECT_EQ(site.ftp.login_attempts, 3u);
}

TEST(SiteReader, KeepsOnlyTheHashOfThePassword) {
  const auto site = std::get<Site>(read_site(minimal, "/etc/site/site.toml", sources()));
  EXPECT_THAT(site.ftp_account.password_hash, testing::StartsWith("$6$"));
  EXPECT_EQ(site.ftp_account.password_hash.find("sesame"), std::string::npos);
}

TEST(SiteReader, PasswordFileIsRelativeToTheSiteFile) {
  EXPECT_THAT(mistakes(with("password_env = \"SECRET\"", "password_file = \"secret\"")), ElementsAre());
  EXPECT_THAT(
      mistakes(with("password_env = \"SECRET\"", "password_file = \"other\"")),
      ElementsAre("/etc/site/site.toml:6:17: 'ftp_account.password_file' names nothing that can be read"));
}

TEST(SiteReader, TellsTheLineOfASyntaxError) {
  EXPECT_THAT(mistakes("version = 1\n[site\n"), ElementsAre(HasSubstr("site.toml:2:")));
}

TEST(SiteReader, TellsUnknownKeys) {
  EXPECT_THAT(mistakes(with("domain =", "colour = 1\ndomain =")),
              ElementsAre("/etc/site/site.toml:3:1: unknown key 'site.colour'"));
  EXPECT_THAT(mistakes(std::string(minimal) + "[nonsense]\n"),
              ElementsAre(HasSubstr("unknown key 'nonsense'")));
}

TEST(SiteReader, TellsSeveralMistakesInTheOrderOfLines) {
  EXPECT_THAT(
      mistakes("version = 2\n[site]\ndomain = 5\n[ftp_account]\nname = \"a/b\"\npassword_env = \"SECRET\"\n"
               "[limits.ftp]\nidle = 0\n"),
      ElementsAre(HasSubstr(":1:"), HasSubstr(":3:"), HasSubstr(":5:"), HasSubstr(":8:")));
}

TEST(SiteReader, GivesTheManualsSpaceUnlessToldOtherwise) {
  const auto site_of = [](const std::string& text) {
    return std::get<Site>(read_site(text, "/etc/site/site.toml", sources()));
  };
  EXPECT_EQ(site_of(std::string(minimal)).disk.octets, 20ULL << 30);
  EXPECT_EQ(site_of(std::string(minimal) + "[limits.disk]\noctets = 67_108_864\n").disk.octets, 64ULL << 20);
  EXPECT_EQ(site_of(std::string(minimal) + "[limits.disk]\nenforcement = 'file_system'\n").disk.enforcement,
            Site::DiskLimits::Enforcement::file_system);
  EXPECT_THAT(
      mistakes(std::string(minimal) + "[limits.disk]\noctets = 1000\nsize = 5\nenforcement = 'hope'\n"),
      ElementsAre(HasSubstr(":8:"), HasSubstr(":9:"), HasSubstr(":10:")));
}

TEST(SiteReader, BoundsScriptsAsTheSiteSays) {
  const auto text = with("domain =", "user = \"www\"\ndomain =") +
                    "[limits.cgi]\nat_once = 3\nwall_time = 60\nfile_octets = 0\n";
  const auto site = std::get<Site>(read_site(text, "/etc/site/site.toml", sources()));
  EXPECT_EQ(site.user, "www");
  EXPECT_EQ(site.cgi.at_once, 3U);
  EXPECT_EQ(site.cgi.wall_time, std::chrono::seconds(60));
  EXPECT_EQ(site.cgi.file_octets, 0U);
  EXPECT_EQ(site.cgi.processes, Site::CgiLimits().processes);
  EXPECT_THAT(mistakes(std::string(minimal) + "[limits.cgi]\nat_once = 0\nmemory = 5\n"),
              ElementsAre(HasSubstr("between 1 and"), HasSubstr("unknown key 'limits.cgi.memory'")));
}

TEST(SiteReader, RefusesAPasswordInTheFile) {
  EXPECT_THAT(mistakes(with("password_env = \"SECRET\"", "password = \"sesame\"")),
              testing::Contains(HasSubstr("no password is kept in this file")));
}

TEST(SiteReader, WantsExactlyOneSourceOfThePassword) {
  EXPECT_THAT(mistakes(with("password_env", "password_hash = \"$6$x\"\npassword_env")),
              ElementsAre(HasSubstr("exactly one of")));
}

TEST(SiteReader, ChecksNamesPlansAndPorts) {
  EXPECT_THAT(mistakes(with("\"example.jp\"", "\"Example.JP\"")),
              testing::Contains(HasSubstr("no host name")));
  EXPECT_THAT(mistakes(with("domain =", "plan = \"gold\"\ndomain =")),
              ElementsAre(HasSubstr("'gold' is no plan")));
  EXPECT_THAT(mistakes(std::string(minimal) + "[listen]\nhttp_port = 70000\n"),
              ElementsAre(HasSubstr("between 0 and 65535")));
  EXPECT_THAT(mistakes(std::string(minimal) + "[listen]\npassive_ports = [5000, 4000]\n"),
              ElementsAre(HasSubstr("[first, last]")));
}

TEST(SiteReader, KeepsTheNamesOfAddresses) {
  const auto text = std::string(minimal) + "[names]\n\"127.0.0.2\" = [\"h1.isp.example.jp\"]\n" +
                    "\"2001:DB8:0::1\" = [\"h6.isp.example.jp\"]\n";
  ASSERT_THAT(mistakes(text), ElementsAre());
  const auto site = std::get<Site>(read_site(text, "/etc/site/site.toml", sources()));
  EXPECT_THAT(site.names, ElementsAre(testing::Pair("127.0.0.2", ElementsAre("h1.isp.example.jp")),
                                      testing::Pair("2001:db8::1", ElementsAre("h6.isp.example.jp"))));
}

TEST(SiteReader, TellsWhoIsAskedForNames) {
  using Ask = Site::Resolver::Ask;
  const auto resolver = [](const std::string& lines) {
    return std::get<Site>(read_site(std::string(minimal) + lines, "/etc/site/site.toml", sources())).resolver;
  };
  EXPECT_EQ(resolver("").ask, Ask::system);
  EXPECT_EQ(resolver("[resolver]\naddress = \"none\"\n").ask, Ask::nobody);
  const auto own = resolver("[resolver]\naddress = \"192.0.2.53\"\nport = 5353\ndeadline = 1\nkept = 0\n");
  EXPECT_EQ(own.ask, Ask::server);
  EXPECT_EQ(own.address, "192.0.2.53");
  EXPECT_EQ(own.port, 5353);
  EXPECT_EQ(own.deadline, std::chrono::seconds(1));
  EXPECT_EQ(own.kept, std::chrono::seconds(0));
}

TEST(SiteReader, ChecksWhoIsAskedForNames) {
  const auto with_resolver = [](std::string_view line) {
    return mistakes(std::string(minimal) + "[resolver]\n" + std::string(line) + "\n");
  };
  EXPECT_THAT(with_resolver("address = \"ns.example.jp\""), ElementsAre(HasSubstr(":8:11: 'ns.example.jp'")));
  EXPECT_THAT(with_resolver("port = 53"), ElementsAre(HasSubstr(":8:8: 'resolver.port'")));
  EXPECT_THAT(with_resolver("deadline = 0"), ElementsAre(HasSubstr("between 1 and 60")));
  EXPECT_THAT(with_resolver("retries = 2"), ElementsAre(HasSubstr("unknown key 'resolver.retries'")));
}

TEST(SiteReader, ReadsTheProxiesThatTheCounterBelieves) {
  const auto site = std::get<Site>(
      read_site(std::string(minimal) + "[counter]\nproxies = [\"192.0.2.9\", \"2001:DB8::0:9\"]\n",
                "/etc/site/site.toml", sources()));
  EXPECT_THAT(site.counter.proxies, ElementsAre("192.0.2.9", "2001:db8::9"));
  EXPECT_THAT(mistakes(std::string(minimal) + "[counter]\nproxies = [\"proxy.example.jp\"]\n"),
              ElementsAre(HasSubstr(":8:11: 'proxy.example.jp' is no IP address")));
  EXPECT_THAT(mistakes(std::string(minimal) + "[counter]\nproxy = \"192.0.2.9\"\n"),
              ElementsAre(HasSubstr("counter.proxy")));
}

TEST(SiteReader, ChecksTheNamesOfAddresses) {
  const auto with_names = [](std::string_view line) {
    return mistakes(std::string(minimal) + "[names]\n" + std::string(line) + "\n");
  };
  EXPECT_THAT(with_names("\"127.0.0\" = [\"a.example\"]"), ElementsAre(HasSubstr("is no IP address")));
  EXPECT_THAT(with_names("\"127.0.0.2\" = [\"A.example\"]"), ElementsAre(HasSubstr(":8:15: 'A.example'")));
  EXPECT_THAT(with_names("\"127.0.0.2\" = \"a.example\""), ElementsAre(HasSubstr("must be a list")));
  EXPECT_THAT(with_names("\"::1\" = []\n\"0::1\" = []"), ElementsAre(HasSubstr("'::1' stands here twice")));
}

TEST(SiteReader, AFileThatCannotBeReadIsToldWithoutALine) {
  const auto result = read_site_file("/nonexistent/site.toml", sources());
  EXPECT_THAT(std::get<ConfigErrors>(result).front().text(),
              HasSubstr("/nonexistent/site.toml: cannot be read"));
}

TEST(SiteKeys, AreThoseThatTheReaderAsksFor) {
  const AskedKeys keys = site_keys();
  const auto find = [&](std::string_view table, std::string_view key) -> AskedKey {
    const auto found = std::find_if(
        keys.begin(), keys.end(), [&](const AskedKey& one) { return one.table == table && one.key == key; });
    return found == keys.end() ? AskedKey() : *found;
  };
  EXPECT_EQ(find("limits.ftp", "idle").kind, "seconds");
  EXPECT_EQ(find("limits.ftp", "idle").standard, "300");
  EXPECT_EQ(find("limits.ftp", "idle").range, "1…86400");
  EXPECT_EQ(find("mail_account", "quota_octets").kind, "integer") << "of an array of tables";
  EXPECT_EQ(find("database.phpmyadmin", "user").kind, "text") << "of a table that may be left out";
  EXPECT_TRUE(find("site", "domain").required);
  EXPECT_FALSE(find("site", "plan").required);
}

}  // namespace
}  // namespace refd
