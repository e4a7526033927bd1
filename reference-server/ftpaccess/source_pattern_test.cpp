#include "ftpaccess/source_pattern.h"

#include <gmock/gmock.h>

namespace refd {
namespace {

bool matches(std::string_view text, const AccessSource& source) {
  const auto pattern = SourcePattern::parse(text);
  return pattern && pattern->matches(source) == Match::yes;
}

const AccessSource local{"127.0.0.1", {"h1.tokyo.isp.example.jp"}};
const AccessSource nameless{"127.0.0.1", {}};

TEST(SourcePattern, AddressesPrefixesAndNetworks) {
  for (const char* text :
       {"127.0.0.1", "127.", "127.0.0.", "127.0.0.0/8", "127.0.0.1/32", "0.0.0.0/0", "all", "ALL"}) {
    EXPECT_TRUE(matches(text, nameless)) << text;
  }
  for (const char* text : {"127.0.0.2", "10.", "126.0.0.0/8", "127.0.0.2/31", "none", "::1", "::/0"}) {
    EXPECT_FALSE(matches(text, nameless)) << text;
  }
}

TEST(SourcePattern, WhatProFtpdRefusesIsRefused) {
  for (const char* text :
       {"127", "127.0", "127.0.0.0/255.0.0.0", "127.0.0.1/99", "127.0.0.1/-1", "127.0.0.1/25f",
        "127.0.0.1.2/24", "999.1.1.1", "127.0.0.1/", "/8", "", "!", "...", "localhost/24", "{127.0.0.1}"}) {
    EXPECT_FALSE(SourcePattern::parse(text)) << text;
  }
}

TEST(SourcePattern, SuffixesComparePartsOfTheNameWithoutCase) {
  for (const char* text : {".jp", ".JP", ".tokyo.isp.example.jp", "h1.tokyo.isp.example.jp"}) {
    EXPECT_TRUE(matches(text, local)) << text;
    EXPECT_FALSE(matches(text, nameless)) << text;
  }
  for (const char* text : {"jp", "tokyo.isp.example.jp", ".net", ".osaka.isp.example.jp"}) {
    EXPECT_FALSE(matches(text, local)) << text;
  }
  EXPECT_FALSE(matches(".jp", {"127.0.0.1", {"host.xjp"}}));
}

TEST(SourcePattern, Ipv6AndMappedAddresses) {
  EXPECT_TRUE(matches("2001:db8::/32", {"2001:db8:1::5", {}}));
  EXPECT_FALSE(matches("2001:db8::/32", {"2001:db9::5", {}}));
  EXPECT_TRUE(matches("2001:db8::5", {"2001:DB8:0:0::5", {}}));
  EXPECT_TRUE(matches("192.0.2.0/24", {"::ffff:192.0.2.9", {}}));
}

TEST(SourcePattern, NegatedItemsMustAllHold) {
  const std::vector list = {*SourcePattern::parse("all"), *SourcePattern::parse("!127.0.0.1")};
  EXPECT_EQ(any_matches(list, nameless), Match::no);
  EXPECT_EQ(any_matches(list, {"127.0.0.2", {}}), Match::yes);
  EXPECT_EQ(any_matches({*SourcePattern::parse("!10.0.0.1")}, nameless), Match::no);
}

TEST(SourcePattern, WhileNamesAreNotAllKnownANameMatchesPerhaps) {
  const AccessSource unsure{"127.0.0.1", {"h1.isp.example.jp"}, AccessSource::Names::not_all_known};
  const auto item = [](std::string_view text) {
    return SourcePattern::parse(text).value();
  };
  EXPECT_EQ(item(".jp").matches(unsure), Match::yes) << "a name that is known is known";
  EXPECT_EQ(item(".net").matches(unsure), Match::perhaps);
  EXPECT_EQ(item("h1.isp.example.net").matches(unsure), Match::perhaps);
  EXPECT_EQ(item("10.").matches(unsure), Match::no) << "the address is known";
  EXPECT_EQ(any_matches({item(".net"), item("127.")}, unsure), Match::yes);
  EXPECT_EQ(any_matches({item("all"), item("!.net")}, unsure), Match::perhaps);
  EXPECT_EQ(any_matches({item("all"), item("!.jp")}, unsure), Match::no);
  EXPECT_EQ(any_matches({item("!.net")}, unsure), Match::no);
}

}  // namespace
}  // namespace refd
