#include "net/dns_answers.h"

#include <ares.h>
#include <gmock/gmock.h>

namespace refd::net {
namespace {

using testing::IsEmpty;

std::span<const unsigned char> octets_of(const std::string& text) {
  return {reinterpret_cast<const unsigned char*>(text.data()), text.size()};
}

TEST(DnsAnswers, AskForAnAddressBackwards) {
  EXPECT_EQ(BinaryAddress::parse("127.0.0.2")->reverse_name(), "2.0.0.127.in-addr.arpa");
  EXPECT_EQ(BinaryAddress::parse("2001:db8::1")->reverse_name(),
            "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa");
  EXPECT_FALSE(BinaryAddress::parse("localhost"));
}

TEST(DnsAnswers, HoldNamesOfPlainCharacters) {
  EXPECT_EQ(host_name("Mail-1.Example.JP."), "mail-1.example.jp");
  for (const auto* none : {"", ".", ".a", "a b", "a\nb", "a/b", "\xE3\x81\x82", "192.0.2.7", "a.0x7f", "a.."})
    EXPECT_FALSE(host_name(none)) << none;
  EXPECT_TRUE(host_name(std::string(253, 'a').c_str()));
  EXPECT_FALSE(host_name(std::string(254, 'a').c_str()));
}

TEST(DnsAnswers, TellNothingWhereTheyAreNone) {
  const auto address = *BinaryAddress::parse("192.0.2.7");
  for (const auto& none :
       {std::string(), std::string("x"), std::string(12, '\0'), std::string(600, '\xC0')}) {
    EXPECT_NE(names_told(octets_of(none), address).status, ARES_SUCCESS);
    EXPECT_THAT(names_told(octets_of(none), address).names, IsEmpty());
    EXPECT_THAT(exchangers_told(octets_of(none)).exchangers, IsEmpty());
  }
}

// Who takes the mail of "example", by their names as they stand in an answer.
ExchangersTold told_of(const std::vector<std::string>& hosts) {
  std::string answer("\x12\x34\x81\x80\0\1\0", 7);
  answer += static_cast<char>(hosts.size());
  answer += std::string("\0\0\0\0\7example\0\0\x0f\0\1", 17);
  for (const auto& host : hosts) {
    answer += std::string("\xc0\x0c\0\x0f\0\1\0\0\0\x3c\0", 11) + static_cast<char>(host.size() + 2);
    answer += std::string("\0\x0a", 2) + host;
  }
  return exchangers_told(octets_of(answer));
}

TEST(DnsAnswers, NameTheServersOfADomain) {
  const auto told = told_of({"\2MX\xc0\x0c"});
  ASSERT_EQ(told.status, ARES_SUCCESS);
  ASSERT_EQ(told.exchangers.size(), 1U);
  EXPECT_EQ(told.exchangers[0].host, "mx.example");
  EXPECT_EQ(told.exchangers[0].preference, 10);
  EXPECT_FALSE(told.takes_no_mail);
}

TEST(DnsAnswers, SayThatADomainTakesNoMail) {
  const auto told = told_of({std::string(1, '\0')});
  EXPECT_TRUE(told.takes_no_mail);
  EXPECT_THAT(told.exchangers, IsEmpty());
}

TEST(DnsAnswers, NameNoServerByWhatIsNoHostsName) {
  const std::string address(
      "\3"
      "192\1"
      "0\1"
      "2\1"
      "1\0",
      11);
  const auto told = told_of({"\3a\nb\xc0\x0c", std::string("\1\0\xc0\x0c", 4), address});
  ASSERT_EQ(told.status, ARES_SUCCESS);
  EXPECT_THAT(told.exchangers, IsEmpty());
  EXPECT_TRUE(told.any) << "the domain's own host does not stand in for them";
  EXPECT_FALSE(told.takes_no_mail);
}

}  // namespace
}  // namespace refd::net
