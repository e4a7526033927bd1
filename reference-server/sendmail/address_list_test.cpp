#include "sendmail/address_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refd::sendmail {
namespace {

using testing::ElementsAreArray;

TEST(AddressListTest, WhatAListNames) {
  const std::pair<std::string_view, std::vector<std::string>> cases[] = {
      {"", {}},
      {" , ,; ", {}},
      {"a@example.jp", {"a@example.jp"}},
      {"root", {"root"}},
      {"a@example.jp, b@example.jp,\r\n c@example.jp", {"a@example.jp", "b@example.jp", "c@example.jp"}},
      {"Taro Yamada <taro@example.jp>", {"taro@example.jp"}},
      {"\"Yamada, Taro\" <taro@example.jp>, <b@example.jp>", {"taro@example.jp", "b@example.jp"}},
      {"taro@example.jp (Yamada, (Taro) \\) <x@y>)", {"taro@example.jp"}},
      {"taro . yamada @ example . jp", {"taro.yamada@example.jp"}},
      {"\"a b\"@example.jp", {"\"a b\"@example.jp"}},
      {"\"a\\\"<b\" <\"c d\"@example.jp>", {"\"c d\"@example.jp"}},
      {"<@relay.example,@two.example:a@example.jp>", {"a@example.jp"}},
      {"Friends: a@example.jp, B <b@example.jp>;, c@example.jp",
       {"a@example.jp", "b@example.jp", "c@example.jp"}},
      {"undisclosed-recipients:;", {}},
      {"=?ISO-2022-JP?B?GyRCOzNFRBsoQg==?= <a@example.jp>", {"a@example.jp"}},
      // The second octets of these characters are a quote, a bracket, a comma.
      {"\x1b$B$\"\"<#,<(\x1b(B <a@example.jp>, b@example.jp", {"a@example.jp", "b@example.jp"}},
      {"\xe5\xb1\xb1\xe7\x94\xb0 <a@example.jp>", {"a@example.jp"}},
  };
  for (const auto& [list, addresses] : cases) {
    const auto found = addresses_in(list);
    ASSERT_TRUE(found) << list;
    EXPECT_THAT(*found, ElementsAreArray(addresses)) << list;
  }
}

TEST(AddressListTest, WhatNamesNoMailbox) {
  for (const char* list : {"Taro Yamada", "a@example.jp b@example.jp", "a <b@example.jp", "a <b@c> <d@e>",
                           "(open", "\"open", "<>", "<a<b>", "@example.jp", "a@", "<@relay.example>"}) {
    EXPECT_EQ(addresses_in(list).error(), system_error(EINVAL)) << list;
  }
}

}  // namespace
}  // namespace refd::sendmail
