#include "target/target.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <type_traits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cts {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

SecretSource scripted_secrets() {
  return {.environment = [](const std::string& variable) -> std::optional<std::string> {
            if (variable == "PW") return "Hemmelig1";
            if (variable == "EMPTY") return "";
            if (variable == "TWO_LINES") return "a\nb";
            return std::nullopt;
          },
          .file = [](const std::string& file) -> Checked<std::string> {
            if (file == "/etc/cts/pw") return {"FromFile", {}};
            return {std::nullopt, {{file, 0, 0, "cannot be read: No such file or directory"}}};
          }};
}

Checked<Target> read(std::string_view text) {
  return read_target(text, "/etc/cts/t.toml", scripted_secrets());
}

std::vector<std::string> mistakes(std::string_view text) {
  std::vector<std::string> texts;
  for (const ConfigError& error : read(text).errors) texts.push_back(error.text());
  return texts;
}

const std::string head = "version = 1\nname = 'box'\n[domain]\nname = 'example.co.jp'\n";  // 4 lines

TEST(Target, NeedsLittleAndFillsInTheRest) {
  const Checked<Target> target = read(head);
  ASSERT_TRUE(target.ok()) << text_of(target.errors);
  EXPECT_EQ(target->file, "/etc/cts/t.toml");
  EXPECT_EQ(target->profile, "dedicated");
  EXPECT_EQ(target->web.host, "www.example.co.jp");
  EXPECT_EQ(target->web.port, 80);
  EXPECT_EQ(target->ftp.host, "www.example.co.jp");
  EXPECT_EQ(target->ftp.port, 21);
  EXPECT_FALSE(target->ftp.has_credentials());
  EXPECT_EQ(target->pop, (Target::Pop{"pop3.example.co.jp", "", 110}));
  EXPECT_EQ(target->pops, (Target::Pops{"pop3.example.co.jp", "", 995}));
  EXPECT_EQ(target->smtp, (Target::Smtp{"smtp.example.co.jp", "", 25, 587}));
  EXPECT_EQ(target->elsewhere, (Target::Elsewhere{"example.com", "", 0}));
  EXPECT_EQ(target->database, (Target::Database{target->web.host, target->web.address, 0}));
  EXPECT_FALSE(target->elsewhere.has_sink());
  EXPECT_THAT(target->mail_accounts, IsEmpty());
  ASSERT_EQ(target->vantage_points.size(), 1u);
  EXPECT_EQ(target->vantage_points[0], VantagePoint{.name = "here"});
  EXPECT_EQ(target->timeouts, Target::Timeouts{});
  EXPECT_EQ(target->place_prefix, "cts-");
  EXPECT_EQ(target->allowed, Consent::reversible);
  EXPECT_THAT(target->secrets(), IsEmpty());
}

TEST(Target, ReadsTheMembersSite) {
  const Checked<Target> target =
      read(head +
           "[members]\nhost = 'member.example.net'\ntls = true\nlogin = 'm1'\npassword_env = 'PW'\n"
           "add_page = '/add'\nstring_field = 'name'\n"
           "[support]\naddress = 'tech@example.net'\ncustomer_number = 'C-1'\n");
  ASSERT_TRUE(target.ok()) << text_of(target.errors);
  EXPECT_EQ(target->members.port, 443);
  EXPECT_EQ(target->members.login_page, "/");
  EXPECT_EQ(target->members.add_page, "/add");
  EXPECT_EQ(target->members.string_field, "name");
  EXPECT_EQ(target->support, (Target::Support{"tech@example.net", "C-1"}));
  EXPECT_THAT(target->secrets(), ElementsAre("Hemmelig1"));
  EXPECT_THAT(mistakes(head + "[members]\nadd_page = 'add'\n"), ElementsAre(HasSubstr("\"add_page\"")));
  EXPECT_THAT(mistakes(head + "[support]\naddress = 'tech'\n"), ElementsAre(HasSubstr("no mail address")));
}

TEST(Target, MayHaveNoFurtherDomains) {
  EXPECT_TRUE(
      read(head + "added = []\n[hooks]\nset_clock = ['x', 'to={time}']\nfresh_counter = ['y']\n").ok());
}

TEST(Target, ReadsEverything) {
  const Checked<Target> target = read(R"(version = 1
name = "box"
description = "A box"
profile = "small.toml"
[domain]
name = "example.co.jp"
added = ["example.jp"]
server_name = "host1.example.net"
[web]
host = "web.example.co.jp"
address = "192.0.2.1"
port = 8080
[ftp]
host = "ftp.example.co.jp"
address = "2001:db8::1"
port = 2121
login = "ab-cdftp"
password_file = "pw"
modes = ["passive"]
[pop]
host = "pop.example.co.jp"
address = "192.0.2.2"
port = 1110
[pops]
host = "sv1.sec4u.jp"
port = 1995
[smtp]
address = "192.0.2.3"
port = 1025
submission_port = 1587
[database]
address = "127.0.0.26"
port = 13306
[elsewhere]
domain = "elsewhere.example"
address = "127.0.0.25"
port = 2525
[[mail_account]]
name = "taro"
password_env = "PW"
[[mail_account]]
name = "m2"
address = "hanako@example.co.jp"
password_file = "pw"
[[vantage_point]]
name = "here"
bind = "127.0.0.1"
reverse_name = "h1.tokyo.isp.example.jp"
[[vantage_point]]
name = "there"
proxy = "socks5://127.0.0.1:1080"
[timeouts]
connect = 1
reply = 0.25
transfer = 3
scenario = 40
[hooks]
set_clock = ["ctl", "clock", "clock", "{time}"]
[place]
prefix = "mine-"
[consent]
allow = "destructive"
destructive_target = "box"
)");
  ASSERT_TRUE(target.ok()) << text_of(target.errors);
  EXPECT_EQ(target->description, "A box");
  EXPECT_EQ(target->profile, "/etc/cts/small.toml");
  EXPECT_EQ(target->domain, (Target::Domain{"example.co.jp", {"example.jp"}, "host1.example.net"}));
  EXPECT_EQ(target->web, (Target::Web{"web.example.co.jp", "192.0.2.1", 8080}));
  EXPECT_EQ(target->ftp, (Target::Ftp{"ftp.example.co.jp", "2001:db8::1", 2121, "ab-cdftp",
                                      Secret("FromFile"), false, true}));
  EXPECT_EQ(target->pop, (Target::Pop{"pop.example.co.jp", "192.0.2.2", 1110}));
  EXPECT_EQ(target->pops, (Target::Pops{"sv1.sec4u.jp", "", 1995}));
  EXPECT_EQ(target->smtp, (Target::Smtp{"smtp.example.co.jp", "192.0.2.3", 1025, 1587}));
  EXPECT_EQ(target->database, (Target::Database{target->web.host, "127.0.0.26", 13306}));
  EXPECT_EQ(target->elsewhere, (Target::Elsewhere{"elsewhere.example", "127.0.0.25", 2525}));
  EXPECT_THAT(target->mail_accounts,
              ElementsAre(Target::MailAccount{"taro", "taro@example.co.jp", Secret("Hemmelig1")},
                          Target::MailAccount{"m2", "hanako@example.co.jp", Secret("FromFile")}));
  EXPECT_THAT(target->vantage_points,
              ElementsAre(VantagePoint{"here", "127.0.0.1", "", "h1.tokyo.isp.example.jp"},
                          VantagePoint{"there", "", "socks5://127.0.0.1:1080", ""}));
  EXPECT_EQ(target->timeouts, (Target::Timeouts{milliseconds(1000), milliseconds(250), milliseconds(3000),
                                                milliseconds(40'000)}));
  ASSERT_NE(target->hook("set_clock"), nullptr);
  EXPECT_THAT(*target->hook("set_clock"), ElementsAre("ctl", "clock", "clock", "{time}"));
  EXPECT_EQ(target->hook("fresh_counter"), nullptr);
  EXPECT_EQ(target->place_prefix, "mine-");
  EXPECT_EQ(target->allowed, Consent::destructive);
  EXPECT_THAT(target->secrets(), ElementsAre("FromFile", "Hemmelig1", "FromFile"));
}

struct Mistake {
  const char* text;      ///< what follows the head, from line 5
  const char* expected;  ///< "line:column: …", a part of the one mistake
};

class TargetMistake : public testing::TestWithParam<Mistake> {};

TEST_P(TargetMistake, IsToldWithItsPlace) {
  EXPECT_THAT(mistakes(head + GetParam().text),
              ElementsAre(HasSubstr(std::string("/etc/cts/t.toml:") + GetParam().expected)));
}

INSTANTIATE_TEST_SUITE_P(
    Each, TargetMistake,
    testing::Values(
        Mistake{"nme = 'x'\n", "5:1: unknown key \"nme\" in [domain]; did you mean \"name\"?"},
        Mistake{"[wbe]\n", "5:2: unknown table \"wbe\"; did you mean \"web\"?"},
        Mistake{"server_name = 'a b'\n", "5:15: \"server_name\" is no host name: \"a b\""},
        Mistake{"server_name = '-a.jp'\n", "5:15: \"server_name\" is no host name"},
        Mistake{"added = ['a.jp', 'b..jp']\n", "5:9: \"added\" in [domain] holds \"b..jp\""},
        Mistake{"[web]\nport = 0\n", "6:8: \"port\" in [web] must be from 1 to 65535, not 0"},
        Mistake{"[web]\nport = '80'\n", "6:8: \"port\" in [web] must be an integer, not a text"},
        Mistake{"[web]\naddress = 'www.example.jp'\n", "6:11: \"address\" must be an IP address"},
        Mistake{"[ftp]\nlogin = 'x'\npassword = 'p'\n", "7:1: a password does not belong in this file"},
        Mistake{"[ftp]\nlogin = 'x'\n", "6:1: [ftp] has a login but neither"},
        Mistake{"[ftp]\npassword_env = 'PW'\n", "5:1: [ftp] has a password but no \"login\""},
        Mistake{"[ftp]\nlogin = 'x'\npassword_env = 'PW'\npassword_file = '/etc/cts/pw'\n",
                "8:1: \"password_env\" and \"password_file\" exclude each other"},
        Mistake{"[ftp]\nlogin = 'x'\npassword_env = 'NONE'\n",
                "7:16: the environment variable NONE is not set"},
        Mistake{"[ftp]\nlogin = 'x'\npassword_env = 'EMPTY'\n",
                "7:16: the environment variable EMPTY is empty"},
        Mistake{"[ftp]\nlogin = 'x'\npassword_env = 'TWO_LINES'\n",
                "7:16: the environment variable TWO_LINES holds a line end"},
        Mistake{"[ftp]\nlogin = 'x'\npassword_file = 'none'\n", "7:17: /etc/cts/none: cannot be read"},
        Mistake{"[ftp]\nmodes = ['pasv']\n", "6:9: \"modes\" in [ftp] holds \"pasv\""},
        Mistake{"[ftp]\nmodes = []\n", "6:9: \"modes\" in [ftp] must not be empty"},
        Mistake{"[[mail_account]]\nname = 'x'\n", "6:1: [[mail_account]] has a name but neither"},
        Mistake{"[[mail_account]]\npassword_env = 'PW'\n", "5:1: \"name\" is missing in [[mail_account]]"},
        Mistake{"[[mail_account]]\nname = 'x'\naddress = 'x'\npassword_env = 'PW'\n",
                "7:11: \"x\" is no mail address"},
        Mistake{"[[mail_account]]\nname = 'x'\npassword_env = 'PW'\n"
                "[[mail_account]]\nname = 'x'\npassword_env = 'PW'\n",
                "9:8: a mail account called \"x\""},
        Mistake{"[pop]\nport = 0\n", "6:8: \"port\" in [pop] must be"},
        Mistake{"[[vantage_point]]\nbind = '127.0.0.1'\n", "5:1: \"name\" is missing in [[vantage_point]]"},
        Mistake{"[[vantage_point]]\nname = 'a'\n[[vantage_point]]\nname = 'a'\n",
                "8:8: a vantage point called \"a\""},
        Mistake{"[[vantage_point]]\nname = 'a'\nproxy = 'socks4://h:1'\n",
                "7:9: \"proxy\" must be socks5://"},
        Mistake{"[[vantage_point]]\nname = 'a'\nproxy = 'http://u:p@h:1'\n",
                "7:9: \"proxy\" must be socks5://"},
        Mistake{"[[vantage_point]]\nname = 'a'\nproxy = 'http://h:65536'\n",
                "7:9: \"proxy\" must be socks5://"},
        Mistake{"[[vantage_point]]\nname = 'a'\nbind = '127.0.0.1'\nproxy = 'http://h:1'\n",
                "8:1: \"bind\" and \"proxy\""},
        Mistake{"[vantage_point]\nname = 'a'\n", "5:1: \"vantage_point\" must be an array of tables"},
        Mistake{"[timeouts]\nreply = 0\n", "6:9: \"reply\" in [timeouts] must be from 0.001 to 600 seconds"},
        Mistake{"[timeouts]\nscenario = 9\n", "6:12: \"scenario\" must not be shorter"},
        Mistake{"[timeouts]\nreply = 300\n", "5:1: \"scenario\" must not be shorter"},
        Mistake{"[hooks]\nset_clok = ['x']\n",
                "6:1: unknown key \"set_clok\" in [hooks]; did you mean \"set_clock\"?"},
        Mistake{"[hooks]\nset_clock = 'date -s'\n", "6:13: \"set_clock\" in [hooks] must be an array"},
        Mistake{"[hooks]\nset_clock = ['']\n",
                "6:14: \"set_clock\" in [hooks] holds something that is no argument"},
        Mistake{"[hooks]\nset_clock = ['date']\n", "6:13: \"set_clock\" in [hooks] must hold {time}"},
        Mistake{"[place]\nprefix = '../x'\n", "6:10: \"prefix\" in [place] must be"},
        Mistake{"[place]\nprefix = 'c'\n", "6:10: \"prefix\" in [place] must be"},
        Mistake{"[consent]\nallow = 'all'\n", "6:9: \"allow\" must be"},
        Mistake{"[consent]\n", "5:1: \"allow\" is missing in [consent]"},
        Mistake{"[consent]\nallow = 'destructive'\n", "6:9: destructive scenarios can lock the customer out"},
        Mistake{"[consent]\nallow = 'destructive'\ndestructive_target = 'bx'\n",
                "7:22: \"destructive_target\" is \"bx\", but this target is called \"box\""}));

TEST(TargetMistakes, AreAllToldAtOnce) {
  EXPECT_THAT(mistakes("version = 2\n[domain]\nname = 'www.example.jp'\n[web]\nport = -1\n[[[\n"),
              ElementsAre(HasSubstr("/etc/cts/t.toml:6:")))
      << "a mistake of grammar hides the rest";
  EXPECT_THAT(
      mistakes("version = 2\n[domain]\nname = 'www.example.jp'\n[web]\nport = -1\n"),
      ElementsAre(HasSubstr(":1:1: \"name\" is missing"), HasSubstr(":1:11: \"version\" must be"),
                  HasSubstr(":3:8: \"name\" in [domain] is the domain itself"), HasSubstr(":5:8: \"port\"")));
}

TEST(TargetMistakes, NeverShowThePassword) {
  for (const std::string& text :
       mistakes(head + "[ftp]\nlogin = 'x'\npassword = 'Hemmelig1'\npassword_env = 'PW'\n")) {
    EXPECT_THAT(text, Not(HasSubstr("Hemmelig1")));
  }
}

TEST(Secret, CannotBePrintedByAccident) {
  EXPECT_EQ(testing::PrintToString(Secret("Hemmelig1")), "(secret)");
  EXPECT_FALSE((std::is_convertible_v<Secret, std::string>));
  EXPECT_FALSE((std::is_convertible_v<std::string, Secret>));
  EXPECT_EQ(Secret("Hemmelig1").reveal(), "Hemmelig1");
}

class SecretFile : public testing::Test {
 protected:
  Checked<std::string> read_with_mode(std::string_view content, mode_t mode) {
    std::ofstream(file_) << content;
    EXPECT_EQ(::chmod(file_.c_str(), mode), 0);
    return system_secrets().file(file_);
  }
  ~SecretFile() override { std::remove(file_.c_str()); }

  std::string file_ = testing::TempDir() + "cts_secret_file_test_" + std::to_string(::getpid());
};

TEST_F(SecretFile, GivesItsFirstLine) {
  EXPECT_EQ(*read_with_mode("pass word\r\nmore\n", 0600), "pass word");
  EXPECT_EQ(*read_with_mode("no line end", 0640), "no line end");
  EXPECT_EQ(*read_with_mode("", 0600), "");
}

TEST_F(SecretFile, MustNotBeReadableByEverybody) {
  const Checked<std::string> secret = read_with_mode("x\n", 0644);
  ASSERT_FALSE(secret.ok());
  EXPECT_THAT(secret.errors[0].text(), HasSubstr("everybody on this machine may read it (mode 644)"));
}

TEST_F(SecretFile, MustExist) {
  EXPECT_FALSE(system_secrets().file(file_ + ".none").ok());
}

TEST(LoadTarget, SaysWhyAFileCannotBeRead) {
  EXPECT_EQ(load_target("/nonexistent/t.toml").errors.at(0).text(),
            "/nonexistent/t.toml: cannot be read: No such file or directory");
}

TEST(SampleTarget, OfTheReadmeReads) {
  const SecretSource secrets{
      .environment = [](const std::string&) { return std::optional<std::string>("x"); }, .file = {}};
  for (const char* file : {"/README.md", "/README.ja.md"}) {
    const std::string readme = *read_text_file(HOSTING_SOURCE_DIR + std::string(file));
    const std::size_t begin = readme.find("```toml\n") + 8;
    const Checked<Target> target =
        read_target(readme.substr(begin, readme.find("```", begin) - begin), file, secrets);
    ASSERT_TRUE(target.ok()) << text_of(target.errors);
    EXPECT_EQ(target->web.host, "www.example.jp");
    EXPECT_TRUE(target->ftp.has_credentials());
  }
}

TEST(SampleTarget, IsAsGoodAsItsReadersAreToldItIs) {
  const std::string file = HOSTING_SOURCE_DIR "/fixtures/targets/sample.toml";
  const SecretSource secrets{
      .environment = [](const std::string&) { return std::optional<std::string>("x"); }, .file = {}};
  const Checked<std::string> text = read_text_file(file);
  ASSERT_TRUE(text.ok());
  const Checked<Target> target = read_target(*text, file, secrets);
  EXPECT_TRUE(target.ok()) << text_of(target.errors);

  // with every comment that holds a setting taken off, it must still read, but for what excludes each other
  std::string whole;
  for (std::size_t at = 0; at < text->size();) {
    const std::size_t end = text->find('\n', at);
    std::string line = text->substr(at, end - at);
    at = end + 1;
    const bool setting =
        line.starts_with("# ") && (line.find(" = ") != std::string::npos || line.starts_with("# [["));
    if (setting && line.find("password_file") == std::string::npos) line.erase(0, 2);
    whole += line + "\n";
  }
  const Checked<Target> all = read_target(whole, file, secrets);
  EXPECT_TRUE(all.ok()) << text_of(all.errors);
  EXPECT_EQ(all->vantage_points.size(), 2u);
}

}  // namespace
}  // namespace cts
