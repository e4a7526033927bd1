#include "counter/visitor.h"

#include <gmock/gmock.h>

namespace refd {
namespace {

TEST(ReferringHost, IsTheHostOfAPage) {
  EXPECT_EQ(referring_host("http://www.example.co.jp/index.html?a=b"), "www.example.co.jp");
  EXPECT_EQ(referring_host("HTTPS://WWW.Example.CO.JP"), "www.example.co.jp");
  EXPECT_EQ(referring_host("http://www.example.co.jp.:8080/"), "www.example.co.jp");
  EXPECT_EQ(referring_host("http://www.example.co.jp?x"), "www.example.co.jp");
  EXPECT_EQ(referring_host("http://[2001:DB8:0::1]:80/"), "2001:db8::1");
  EXPECT_EQ(referring_host("http://192.0.2.1/"), "192.0.2.1");
}

struct Impostor {
  const char* referer;
};

class Impostors : public testing::TestWithParam<Impostor> {};

TEST_P(Impostors, AreNotTheSite) {
  EXPECT_NE(referring_host(GetParam().referer), "www.example.co.jp") << GetParam().referer;
}

INSTANTIATE_TEST_SUITE_P(
    ReferringHost, Impostors,
    testing::Values(Impostor{""}, Impostor{"-"}, Impostor{"about:blank"}, Impostor{"www.example.co.jp"},
                    Impostor{"/www.example.co.jp/x"}, Impostor{"//www.example.co.jp/x"},
                    Impostor{"http:/www.example.co.jp/"}, Impostor{"http:///www.example.co.jp/"},
                    Impostor{"http://www.example.co.jp:80@evil.example/"},
                    Impostor{"http://www.example.co.jp@evil.example/"},
                    Impostor{"http://evil.example/http://www.example.co.jp/"},
                    Impostor{"http://evil.example#www.example.co.jp"},
                    Impostor{"http://evil.example\\@www.example.co.jp/"},
                    Impostor{"http://www.example.co.jp\\.evil.example/"},
                    Impostor{"http://www.example.co.jp.evil.example/"},
                    Impostor{"http://evilwww.example.co.jp/"}, Impostor{"http://www.example.co.jp /"},
                    Impostor{"http:// www.example.co.jp/"}, Impostor{"ftp://www.example.co.jp/"},
                    Impostor{"http://www.example.co.jp../"}, Impostor{"http://www.example.co.jp:80:80/"},
                    Impostor{"http://www.example.co.jp:x/"}, Impostor{"http://www.example.co.jp:123456/"}));

TEST(ReferringHost, AnEndlessNameIsNone) {
  EXPECT_FALSE(referring_host("http://" + std::string(10'000, 'a') + "/"));
  EXPECT_FALSE(referring_host("http://[" + std::string(10'000, ':') + "]/"));
}

TEST(VisitorAddress, IsThePeersWhateverItSays) {
  EXPECT_EQ(visitor_address("192.0.2.1", "198.51.100.7", {}), "192.0.2.1");
  EXPECT_EQ(visitor_address("192.0.2.1", "198.51.100.7", {"192.0.2.2"}), "192.0.2.1");
  EXPECT_EQ(visitor_address("::ffff:192.0.2.1", "", {}), "192.0.2.1");
  EXPECT_EQ(visitor_address("2001:DB8::0:1", "", {}), "2001:db8::1");
}

TEST(VisitorAddress, IsWhatOurProxySawLast) {
  const std::vector<std::string> proxies{"192.0.2.1", "192.0.2.2"};
  EXPECT_EQ(visitor_address("192.0.2.1", "198.51.100.7", proxies), "198.51.100.7");
  EXPECT_EQ(visitor_address("192.0.2.1", "203.0.113.9, 198.51.100.7", proxies), "198.51.100.7");
  EXPECT_EQ(visitor_address("192.0.2.1", "203.0.113.9,198.51.100.7 , 192.0.2.2", proxies), "198.51.100.7");
  EXPECT_EQ(visitor_address("192.0.2.1", "2001:DB8::7", proxies), "2001:db8::7");
}

TEST(VisitorAddress, StaysThePeersWhenTheProxySaysNoAddress) {
  for (const char* text : {"", "unknown", "$", "198.51.100.7:80", "198.51.100.7,", "1:2$"})
    EXPECT_EQ(visitor_address("192.0.2.1", text, {"192.0.2.1"}), "192.0.2.1") << text;
}

}  // namespace
}  // namespace refd
