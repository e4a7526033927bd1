#include "http/virtual_hosts.h"

#include <gmock/gmock.h>

namespace refd::http {
namespace {

std::string name(std::string_view authority) {
  const auto host = understand_host(authority);
  return host ? std::string(host->name) : std::to_string(host.error().status);
}

TEST(HostName, LosesPortAndTrailingDot) {
  EXPECT_EQ(name("www.example.co.jp"), "www.example.co.jp");
  EXPECT_EQ(name("www.example.co.jp:8080"), "www.example.co.jp");
  EXPECT_EQ(name("www.example.co.jp.:80"), "www.example.co.jp");
  EXPECT_EQ(name("127.0.0.1:80"), "127.0.0.1");
  EXPECT_EQ(name("[::1]:80"), "[::1]");
  EXPECT_EQ(name("[::1]"), "[::1]");
  EXPECT_EQ(name("a:"), "a");
  EXPECT_EQ(understand_host("a:80")->text, "a:80");
}

TEST(HostName, RefusesWhatIsNone) {
  for (const auto* text :
       {"", "a b", "a/b", "user@a", "a:b", "a:99999", "a:-1", "a\"b", "[::1", "[x]", "[]x", "日本"}) {
    EXPECT_EQ(name(text), "400") << text;
  }
}

TEST(VirtualHosts, KnowsEveryNameOfTheSite) {
  const VirtualHosts hosts("Example.co.jp", {"added.jp"}, "sv1.example.jp");
  using Match = VirtualHosts::Match;
  EXPECT_EQ(hosts.match("www.example.co.jp", false), Match::site);
  EXPECT_EQ(hosts.match("WWW.EXAMPLE.CO.JP", false), Match::site);
  EXPECT_EQ(hosts.match("www.added.jp", false), Match::site);
  EXPECT_EQ(hosts.match("sv1.example.jp", false), Match::site);
  EXPECT_EQ(hosts.match("127.0.0.1", false), Match::stranger);
  EXPECT_EQ(hosts.match("xwww.added.jp", false), Match::stranger);
}

TEST(VirtualHosts, CaseCountsOnlyWhenToldSo) {
  const VirtualHosts hosts("example.co.jp", {}, "");
  using Match = VirtualHosts::Match;
  EXPECT_EQ(hosts.match("www.example.co.jp", true), Match::site);
  EXPECT_EQ(hosts.match("www.EXAMPLE.co.jp", true), Match::case_only);
  EXPECT_EQ(hosts.match("other", true), Match::stranger);
}

}  // namespace
}  // namespace refd::http
