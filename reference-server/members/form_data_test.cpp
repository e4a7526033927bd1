#include "members/form_data.h"

#include <gtest/gtest.h>

namespace refd::members {
namespace {

TEST(FormDataTest, ReadsWhatABrowserSends) {
  const auto form = FormData::parse("string=taro.suzuki&empty=&name=%E5%A4%AA%E9%83%8E+%26+x%3D1&alone");
  ASSERT_TRUE(form);
  EXPECT_EQ((*form)["string"], "taro.suzuki");
  EXPECT_EQ((*form)["name"], "太郎 & x=1");
  EXPECT_TRUE(form->has("empty"));
  EXPECT_TRUE(form->has("alone"));
  EXPECT_EQ((*form)["missing"], "");
  EXPECT_TRUE(FormData::parse(""));
}

TEST(FormDataTest, RefusesWhatNoBrowserSends) {
  std::string many;
  for (int i = 0; i < 51; ++i) many += "f" + std::to_string(i) + "=1&";
  for (const std::string& text :
       {std::string("a=%"), std::string("a=%4"), std::string("a=%zz"), std::string("a=1&a=2"),
        std::string("a=%00"), std::string("a=%1B"), std::string("a=%7F"), std::string("a=%82%B1"),
        std::string("a=\x82\xB1"), std::string("a=%C0%AF"), std::string("a=%ED%A0%80"),
        std::string("a=%F4%90%80%80"), std::string("a=%E5%A4"), many})
    EXPECT_FALSE(FormData::parse(text)) << text.substr(0, 40);
}

TEST(FormDataTest, TakesALongFieldAsItIs) {
  const std::string longest(1 << 20, 'x');
  EXPECT_EQ((*FormData::parse("a=" + longest))["a"], longest);
}

TEST(CookieValue, IsFoundAmongOthers) {
  EXPECT_EQ(cookie_value("a=1; member=xyz; b=2", "member"), "xyz");
  EXPECT_EQ(cookie_value("notmember=1;member=2", "member"), "2");
  EXPECT_EQ(cookie_value("member2=1", "member"), "");
  EXPECT_EQ(cookie_value("", "member"), "");
  EXPECT_EQ(cookie_value(";;;=;", "member"), "");
}

}  // namespace
}  // namespace refd::members
