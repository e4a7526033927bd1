#include "client/dialer.h"

#include <gmock/gmock.h>

namespace cts {
namespace {

TEST(ParseProxy, TakesBothKinds) {
  EXPECT_EQ(parse_proxy("socks5://127.0.0.1:1080"),
            (ProxyAddress{ProxyAddress::Kind::socks5, "127.0.0.1", 1080}));
  EXPECT_EQ(parse_proxy("http://proxy.example.test:3128"),
            (ProxyAddress{ProxyAddress::Kind::http, "proxy.example.test", 3128}));
  EXPECT_EQ(parse_proxy("http://[::1]:3128"), (ProxyAddress{ProxyAddress::Kind::http, "::1", 3128}));
}

TEST(ParseProxy, RefusesTheRest) {
  for (const char* const text : {"", "127.0.0.1:1080", "socks4://h:1", "http://h", "http://h:", "http://h:0",
                                 "http://h:65536", "http://:1", "http://h:1x", "http://[]:1"})
    EXPECT_EQ(parse_proxy(text), std::nullopt) << text;
}

TEST(Socks5Request, NamesAddressesAndHosts) {
  EXPECT_EQ(socks5_request("127.0.0.1", 21), std::string("\x05\x01\x00\x01\x7f\x00\x00\x01\x00\x15", 10));
  EXPECT_EQ(socks5_request("h.test", 8080), std::string("\x05\x01\x00\x03\x06h.test\x1f\x90", 13));
  EXPECT_EQ(socks5_request("::1", 21),
            std::string("\x05\x01\x00\x04", 4) + std::string(15, '\0') + std::string("\x01\x00\x15", 3));
}

TEST(Endpoint, ReadsAndWritesAddresses) {
  EXPECT_EQ(Endpoint::numeric("127.0.0.1", 21)->text(), "127.0.0.1:21");
  EXPECT_EQ(Endpoint::numeric("::1", 21)->text(), "[::1]:21");
  EXPECT_FALSE(Endpoint::numeric("localhost", 21));
  EXPECT_EQ(Endpoint().address(), "");
}

TEST(TextOf, WritesDurationsAsPeopleDo) {
  using std::chrono::milliseconds;
  EXPECT_EQ(text_of(milliseconds(200)), "200 ms");
  EXPECT_EQ(text_of(milliseconds(10'000)), "10 s");
  EXPECT_EQ(text_of(milliseconds(1'500)), "1.5 s");
}

TEST(TextOf, WritesWhereADialLeads) {
  EXPECT_EQ(text_of(Dial{"www.example.test", "127.0.0.1", 21, "127.0.0.2", ""}),
            "www.example.test:21 (127.0.0.1) from 127.0.0.2");
  EXPECT_EQ(text_of(Dial{"h", "", 21, "", "socks5://p:1"}), "h:21 through socks5://p:1");
}

}  // namespace
}  // namespace cts
