#include "reports/record/shard.h"

#include <gtest/gtest.h>

namespace reports {
namespace {

TEST(Shard, IsReadStrictly) {
  ASSERT_TRUE(parse_shard("2/3"));
  EXPECT_EQ(parse_shard("2/3")->number, 2u);
  EXPECT_EQ(parse_shard("2/3")->count, 3u);
  for (const std::string_view wrong : {"", "2", "0/3", "4/3", "2/", "/3", "2/3x", "-1/3", "a/b"})
    EXPECT_FALSE(parse_shard(wrong)) << wrong;
}

}  // namespace
}  // namespace reports
