#include "scenario/account_names.h"

#include <gtest/gtest.h>

namespace cts {
namespace {

TEST(WithoutAccount, ReplacesWordsOnly) {
  EXPECT_EQ(without_account("-ERR Too many (2 of 2 for m02-hanako)", "m02-Hanako"),
            "-ERR Too many (2 of 2 for <account>)");
  EXPECT_EQ(without_account("no information for info@example.jp, info", "info"),
            "no information for <account>@example.jp, <account>");
  EXPECT_EQ(without_account("web-info", "info"), "web-info");
  EXPECT_EQ(without_account("nothing", ""), "nothing");
  EXPECT_EQ(without_account("", "info"), "");
}

}  // namespace
}  // namespace cts
