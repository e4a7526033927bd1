#include "ftp/data_address.h"

#include <gmock/gmock.h>

namespace refd {
namespace {

std::string shown(const Result<DataAddress>& address) {
  if (!address) return address.error().value() == EAFNOSUPPORT ? "family" : "malformed";
  return address->host.text() + " " + std::to_string(address->port);
}

TEST(DataAddress, ReadsPort) {
  EXPECT_EQ(shown(parse_port_argument("127,0,0,1,4,1")), "127.0.0.1 1025");
  EXPECT_EQ(shown(parse_port_argument(" 10,20,30,255,255,255 ")), "10.20.30.255 65535");
  for (const auto* wrong : {"", "1,2,3,4,5", "1,2,3,4,5,6,7", "256,0,0,1,4,1", "1,2,3,4,5,256", "a,b,c,d,e,f",
                            "1,2,3,4,-5,6", "1,2,3,4,5,", "1.2.3.4,5,6", "127,0,0,1,4,1x"}) {
    EXPECT_EQ(shown(parse_port_argument(wrong)), "malformed") << wrong;
  }
}

TEST(DataAddress, ReadsEprt) {
  EXPECT_EQ(shown(parse_eprt_argument("|1|132.235.1.2|6275|")), "132.235.1.2 6275");
  EXPECT_EQ(shown(parse_eprt_argument("|2|1080::8:800:200C:417A|5282|")), "1080::8:800:200c:417a 5282");
  EXPECT_EQ(shown(parse_eprt_argument("!1!127.0.0.1!99!")), "127.0.0.1 99");
  EXPECT_EQ(shown(parse_eprt_argument("|2|::ffff:127.0.0.1|99|")), "127.0.0.1 99");
  EXPECT_EQ(shown(parse_eprt_argument("|3|127.0.0.1|99|")), "family");
  for (const auto* wrong :
       {"", "|", "|1|127.0.0.1|99", "|1|127.0.0.1|65536|", "|1|::1|99|", "|2|127.0.0.1|99|", "|1|127.0.0.1||",
        "|x|127.0.0.1|99|", "|1|127.0.0.1|99|x", "|1|host.example|99|"}) {
    EXPECT_EQ(shown(parse_eprt_argument(wrong)), "malformed") << wrong;
  }
}

TEST(DataAddress, WritesWhatPortReads) {
  const auto address = parse_port_argument("192,0,2,7,200,13").value();
  EXPECT_EQ(port_argument(address), "192,0,2,7,200,13");
}

TEST(DataAddress, MappedAddressesEqualTheirIpv4) {
  EXPECT_EQ(HostAddress::parse("::ffff:192.0.2.1").value(), HostAddress::parse("192.0.2.1").value());
  EXPECT_FALSE(HostAddress::parse("::1").value() == HostAddress::parse("127.0.0.1").value());
}

}  // namespace
}  // namespace refd
