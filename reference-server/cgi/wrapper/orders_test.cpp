#include "cgi/wrapper/orders.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace refd::cgi::wrapper {
namespace {

using testing::ElementsAre;
using testing::StrEq;

// A command line that lives as long as what points into it.
struct CommandLine {
  std::vector<std::string> texts;
  std::vector<char*> words;
  Orders orders;
  bool is_understood;

  explicit CommandLine(std::vector<std::string> given) : texts(std::move(given)) {
    for (auto& text : texts) words.push_back(text.data());
    words.push_back(nullptr);
    is_understood = read_orders(words.data(), orders);
  }
};

TEST(WrapperOrders, UnderstandsTheServer) {
  const CommandLine line({"user=1000", "group=1001", "owner=1000", "cpu=5", "memory=1073741824",
                          "processes=20", "files=64", "file-octets=0", "wall=60", "directory=web/a",
                          "name=b.cgi", "path=/s/web/a/b.cgi", "php=/usr/bin/php-cgi",
                          "withheld=/usr/bin/nkf", "withheld=/usr/bin/perl", "--", "word", "name=c"});
  ASSERT_TRUE(line.is_understood);
  EXPECT_TRUE(line.orders.changes_user);
  EXPECT_EQ(line.orders.user, 1000U);
  EXPECT_EQ(line.orders.group, 1001U);
  EXPECT_EQ(line.orders.owner, 1000U);
  EXPECT_EQ(line.orders.cpu_seconds, 5U);
  EXPECT_EQ(line.orders.memory_octets, 1073741824U);
  EXPECT_EQ(line.orders.file_octets, 0U);
  EXPECT_EQ(line.orders.wall_seconds, 60U);
  EXPECT_THAT(line.orders.directory, StrEq("web/a"));
  EXPECT_THAT(line.orders.name, StrEq("b.cgi"));
  EXPECT_EQ(line.orders.withheld_count, 2);
  EXPECT_THAT(line.orders.arguments[0], StrEq("word"));
  EXPECT_THAT(line.orders.arguments[1], StrEq("name=c"));
  EXPECT_EQ(line.orders.arguments[2], nullptr);
}

TEST(WrapperOrders, LeavesUnsaidLimitsOpen) {
  const CommandLine line({"directory=.", "command=echo", "--"});
  ASSERT_TRUE(line.is_understood);
  EXPECT_FALSE(line.orders.changes_user);
  EXPECT_EQ(line.orders.cpu_seconds, RLIM_INFINITY);
  EXPECT_EQ(line.orders.wall_seconds, 0U);
}

TEST(WrapperOrders, RefusesWhatTheServerWouldNotSay) {
  const std::vector<std::vector<std::string>> refused = {
      {},
      {"directory=.", "name=a.cgi"},      // no end of the orders
      {"name=a.cgi", "--"},               // where?
      {"directory=.", "--"},              // what?
      {"directory=.", "name=a/b", "--"},  // not an entry's name
      {"directory=.", "name=..", "--"},
      {"directory=.", "name=", "--"},
      {"directory=.", "name=a", "command=b", "--"},
      {"directory=.", "name=a", "user=0", "group=7", "--"},  // root runs nothing of the customer's
      {"directory=.", "name=a", "user=7", "--"},             // … nor does its group
      {"directory=.", "name=a", "user=-1", "group=7", "--"},
      {"directory=.", "name=a", "user=4294967296", "group=7", "--"},  // would become 0
      {"directory=.", "name=a", "user=4294967295", "group=7", "--"},  // would change nothing
      {"directory=.", "name=a", "user=7", "group=4294967295", "--"},
      {"directory=.", "name=a", "cpu=", "--"},
      {"directory=.", "name=a", "cpu=1s", "--"},
      {"directory=.", "name=a", "cpu=99999999999999999999", "--"},
      {"directory=.", "name=a", "unknown=1", "--"},
      {"directory=.", "name=a", "strangers", "--"},
      {"--help", "--"},
  };
  for (const auto& words : refused) {
    EXPECT_FALSE(CommandLine(words).is_understood) << testing::PrintToString(words);
  }
  std::vector<std::string> many{"directory=.", "name=a"};
  many.resize(2 + Orders::most_withheld + 1, "withheld=/bin/x");
  many.emplace_back("--");
  EXPECT_FALSE(CommandLine(many).is_understood);
}

}  // namespace
}  // namespace refd::cgi::wrapper
