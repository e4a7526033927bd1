#include "draft/host_places.h"

#include <gmock/gmock.h>

namespace cts {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

HostRequest asked(std::string_view host, std::string_view domain = "") {
  std::string problem;
  const auto request = host_request(host, domain, problem);
  EXPECT_TRUE(request.has_value()) << problem;
  return request.value_or(HostRequest{});
}

TEST(HostRequestOf, TakesANameOrAnAddressWithADomain) {
  EXPECT_EQ(asked("WWW.Example.co.jp.").domain, "example.co.jp");
  EXPECT_EQ(asked("example.co.jp").domain, "example.co.jp");
  EXPECT_EQ(asked("sv1.example.net", "www.example.co.jp").domain, "example.co.jp");
  EXPECT_TRUE(asked("192.0.2.1", "example.co.jp").is_address);
  EXPECT_TRUE(asked("2001:db8::1", "example.co.jp").is_address);
}

TEST(HostRequestOf, RefusesTheRestAndSaysWhatIsMissing) {
  for (const auto& [host, domain] :
       {std::pair("", ""), std::pair("http://example.jp/", ""), std::pair("example.jp:80", ""),
        std::pair("a b", ""), std::pair("例え.jp", ""), std::pair("192.0.2.1", ""),
        std::pair("192.0.2.1", "192.0.2.1"), std::pair("example.jp", "../etc"), std::pair("..", ""),
        std::pair("-x", "")}) {
    std::string problem;
    EXPECT_FALSE(host_request(host, domain, problem)) << host;
    EXPECT_NE(problem, "") << host;
  }
}

TEST(PlacesOf, TakesTheNamesThatDnsKnows) {
  const HostRequest request = asked("example.jp");
  EXPECT_THAT(names_to_look_up(request), Contains("pop3.example.jp"));
  const HostPlaces places = places_of(request, {{"www.example.jp", {"192.0.2.1"}},
                                                {"mail.example.jp", {"192.0.2.2", "2001:db8::2"}},
                                                {"example.jp", {"192.0.2.3"}}});
  EXPECT_EQ(places.web.host, "www.example.jp");
  EXPECT_EQ(places.web.address, "") << "DNS knows it";
  EXPECT_EQ(places.web.seen_at, "192.0.2.1");
  EXPECT_EQ(places.web.why, "");
  EXPECT_EQ(places.ftp.host, "www.example.jp");
  EXPECT_EQ(places.pop.host, "mail.example.jp");
  EXPECT_THAT(places.pop.why, HasSubstr("pop3.example.jp"));
  EXPECT_EQ(places.smtp.seen_at, "192.0.2.2");
}

TEST(PlacesOf, KeepsTheManualsNamesWhereNothingIsKnown) {
  const HostPlaces places = places_of(asked("example.jp"), {});
  EXPECT_TRUE(places.none());
  EXPECT_EQ(places.pop.host, "pop3.example.jp");
  EXPECT_THAT(places.pop.why, Not(IsEmpty()));
}

TEST(PlacesOf, TakesAnAddressOrAnotherMachineForEverything) {
  const HostPlaces places = places_of(asked("192.0.2.9", "example.jp"), {});
  EXPECT_EQ(places.smtp.host, "smtp.example.jp");
  EXPECT_EQ(places.smtp.address, "192.0.2.9");
  EXPECT_EQ(places.smtp.seen_at, "192.0.2.9");
  const HostRequest apart = asked("sv1.example.net", "example.jp");
  EXPECT_THAT(names_to_look_up(apart), ElementsAre("sv1.example.net"));
  const HostPlaces there = places_of(apart, {{"sv1.example.net", {"192.0.2.8"}}});
  EXPECT_EQ(there.web.host, "www.example.jp");
  EXPECT_EQ(there.web.address, "192.0.2.8");
  EXPECT_THAT(there.web.why, HasSubstr("sv1.example.net"));
  EXPECT_TRUE(places_of(apart, {}).none());
}

}  // namespace
}  // namespace cts
