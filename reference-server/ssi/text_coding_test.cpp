#include "ssi/text_coding.h"

#include <gmock/gmock.h>

namespace refd::ssi {
namespace {

TEST(TextCoding, DecodesEntities) {
  struct Case {
    std::string_view text;
    std::string_view decoded;
  };
  const Case cases[] = {
      {"", ""},
      {"&lt;a&gt;&amp;&quot;", "<a>&\""},
      {"&auml;&ETH;&yuml;", "\xE4\xD0\xFF"},
      {"&unknown;&", "&unknown;&"},
      {"&LT;", "&LT;"},
      {"a&lt", "a&lt"},
      {"&#65;&#233;", "A\xE9"},
      {"[&#1;&#150;&#256;&#x41;&#;&#99999999999;]", "[]"},
      {"&amp;lt;", "&lt;"},
  };
  for (const auto& [text, decoded] : cases) EXPECT_EQ(entities_decoded(text), decoded) << text;
}

TEST(TextCoding, EncodesEntities) {
  EXPECT_EQ(entities_encoded("<a b=\"c\">'&\xE4"), "&lt;a b=&quot;c&quot;&gt;'&amp;\xE4");
}

TEST(TextCoding, DecodesAndEncodesUrls) {
  EXPECT_EQ(url_decoded("a%20b+c%2F%zz%4", false), "a b+c/%zz%4");
  EXPECT_EQ(url_decoded("a%20b+c", true), "a b c");
  EXPECT_EQ(url_encoded("<a&b>/ \xE4?#%"), "%3ca&b%3e/%20%e4%3f%23%25");
  EXPECT_EQ(form_encoded("a b&c/d_e"), "a+b%26c%2fd_e");
}

TEST(TextCoding, DecodesAndEncodesBase64) {
  for (const std::string_view text : {"", "a", "ab", "abc", "abcd", "\xFF\xFE\x80"})
    EXPECT_EQ(base64_decoded(base64_encoded(text)), text);
  EXPECT_EQ(base64_encoded("ab"), "YWI=");
  EXPECT_EQ(base64_decoded("YWI=!!"), "ab");
}

TEST(TextCoding, HidesFromAShellWhatMeansSomethingToIt) {
  EXPECT_EQ(shell_escaped("x=1&y=<b>;z"), "x=1\\&y=\\<b\\>\\;z");
  EXPECT_EQ(shell_escaped("a\nb'c$d`"), "a\\\nb\\'c\\$d\\`");
}

TEST(TextCoding, GoesThroughCodingsInOrder) {
  EXPECT_EQ(encoded_by("url, base64", "<"), "JTNj");
  EXPECT_EQ(encoded_by("NONE", "<"), "<");
  EXPECT_EQ(encoded_by("", "<"), "<");
  EXPECT_EQ(decoded_by("base64 url\tentity", "JTI2bHQ7"), "<");
  EXPECT_EQ(encoded_by("entity,rot13", "<"), std::nullopt);
  EXPECT_EQ(decoded_by("urlencoded", "a+b%00c"), "a b");
}

// One search for each of a million "&" must not read the whole text.
TEST(TextCoding, ManyUnfinishedEntitiesAreQuick) {
  const std::string text(1'000'000, '&');
  EXPECT_EQ(entities_decoded(text), text);
}

}  // namespace
}  // namespace refd::ssi
