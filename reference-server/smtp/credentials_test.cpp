#include "smtp/credentials.h"

#include <gmock/gmock.h>

namespace refd::smtp {
namespace {

TEST(Credentials, TakenApart) {
  const auto plain = parse_plain("AHRhcm8Ac2VzYW1l");  // NUL taro NUL sesame
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->authorization, "");
  EXPECT_EQ(plain->name, "taro");
  EXPECT_EQ(plain->password, "sesame");
  EXPECT_EQ(parse_plain("YQBiAGM=")->authorization, "a");
  EXPECT_EQ(parse_plain("AAA=")->name, "") << "two NULs and nothing else";
}

TEST(Credentials, WhatIsNone) {
  for (const auto* const text : {"", "=", "AA==", "AAAA", "dGFybw==", "AHRhcm8Ac2VzYW1",
                                 "AHRhcm8Ac2VzYW1l=", "AHRhcm8Ac2Vz YW1l", "AHRhcm8Ac2VzYW1*", "===="})
    EXPECT_FALSE(parse_plain(text)) << text;
}

TEST(Credentials, Base64IsReadStrictly) {
  EXPECT_EQ(decode_base64(""), "");
  EXPECT_EQ(decode_base64("QQ=="), "A");
  EXPECT_EQ(decode_base64("QUI="), "AB");
  EXPECT_EQ(decode_base64("QUJD"), "ABC");
  EXPECT_EQ(decode_base64("//79"), "\xFF\xFE\xFD");
  for (const auto* const text : {"Q", "QQ", "QQ=", "Q===", "QR==", "QUJ=", "QQ==QQ==", "QU\nJ"})
    EXPECT_FALSE(decode_base64(text)) << text;
}

}  // namespace
}  // namespace refd::smtp
