#include "client/masking.h"

#include <gmock/gmock.h>

namespace cts {
namespace {

TEST(Base64, PadsAsTheStandardSays) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64("\xFF\xFE\xFD"), "//79");
}

struct Written {
  const char* how;
  std::string text;
};
class MaskingForms : public testing::TestWithParam<Written> {};

// The secret is p@ss "wörd"1: characters that every encoding treats differently.
const std::string secret = "p@ss \"w\xC3\xB6rd\"1";

TEST_P(MaskingForms, IsNotToBeSeen) {
  const std::string masked = Masking({secret}).masked("before " + GetParam().text + " after");
  EXPECT_THAT(masked, testing::HasSubstr("****"));
  EXPECT_THAT(masked, testing::StartsWith("before "));
  EXPECT_THAT(masked, testing::EndsWith(" after"));
  EXPECT_THAT(masked, testing::Not(testing::HasSubstr(GetParam().text)));
}

INSTANTIATE_TEST_SUITE_P(Each, MaskingForms,
                         testing::Values(Written{"raw", secret},
                                         Written{"percent", "p%40ss%20%22w%C3%B6rd%221"},
                                         Written{"percent_lower", "p%40ss%20%22w%c3%b6rd%221"},
                                         Written{"percent_all", "%70%40%73%73%20%22%77%C3%B6%72%64%22%31"},
                                         Written{"form", "p%40ss+%22w%C3%B6rd%221"},
                                         Written{"c_escapes", "p@ss \\\"w\\xC3\\xB6rd\\\"1"},
                                         Written{"base64", base64(secret)},
                                         Written{"base64_after_one", base64("x" + secret)},
                                         Written{"base64_after_two", base64("xy" + secret + "z")},
                                         Written{"auth_plain", base64(std::string("\0user\0", 6) + secret)},
                                         Written{"basic", base64("user:" + secret)}),
                         [](const auto& form) { return std::string(form.param.how); });

TEST(Masking, OfAuthPlainLeavesNothingThatDecodesToTheSecret) {
  const std::string masked = Masking({"geheimnis"}).masked(base64(std::string("\0user\0geheimnis", 15)));
  // At most the two characters at the seams, which hold a few bits of the neighbours, are left of it.
  EXPECT_EQ(masked, base64(std::string("\0user\0", 6)).substr(0, 8) + "****");
}

TEST(Masking, OfTheUrlAlphabet) {
  const std::string odd = "\xFB\xFF\xBF\xFB\xFF\xBF";  // "+/+/…" in base64
  EXPECT_EQ(base64(odd), "+/+/+/+/");
  EXPECT_EQ(Masking({odd}).masked("-_-_-_-_"), "****");
}

TEST(Masking, LeavesOtherTextAlone) {
  const Masking masking({"geheim", ""});
  EXPECT_EQ(masking.masked("Geheim gehei m %67eheix"), "Geheim gehei m %67eheix");
  EXPECT_EQ(masking.masked(""), "");
}

TEST(Masking, FindsASecretThatLooksEscapedItself) {
  const Masking masking({R"(a\\"%41b)"});
  for (const auto* const written :
       {R"(a\\"%41b)", R"(a\\\\\"%41b)", "a%5C%5C%22%2541b", R"(a\\\\\x22%41b)", R"(a\x5c\x5c"%41b)"})
    EXPECT_EQ(masking.masked(std::string("PASS ") + written + "\r\n"), "PASS ****\r\n") << written;
}

TEST(Masking, FindsEachOneOfSeveral) {
  EXPECT_EQ(Masking({"one", "two"}).masked("one,two,one"), "****,****,****");
}

TEST(Masking, OfASecretWithinAnotherHidesTheLongerOne) {
  EXPECT_EQ(Masking({"pass", "password"}).masked("password pass"), "**** ****");
}

}  // namespace
}  // namespace cts
