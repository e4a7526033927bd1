#include "files/tree_path.h"

#include <gmock/gmock.h>

namespace refd {
namespace {

std::string resolved(std::string_view from, std::string_view text) {
  const auto base = TreePath::resolve({}, from).value();
  const auto result = TreePath::resolve(base, text);
  return result ? result->text() : result.error().message();
}

TEST(TreePath, ManualsInitialFolderReachesWeb) {
  EXPECT_EQ(resolved("/users/ab-cdftp", "../../web"), "/web");
}

TEST(TreePath, ClimbingStopsAtTheRoot) {
  EXPECT_EQ(resolved("/users/x", "../../../../.."), "/");
  EXPECT_EQ(resolved("/", "/../../etc/passwd"), "/etc/passwd");
}

TEST(TreePath, IgnoresDotsAndDoubledSlashes) {
  EXPECT_EQ(resolved("/web", ".//a/./b/"), "/web/a/b");
}

TEST(TreePath, RefusesNulAndOverlongNames) {
  EXPECT_FALSE(TreePath::resolve({}, std::string_view("a\0b", 3)));
  EXPECT_FALSE(TreePath::resolve({}, std::string(256, 'a')));
  EXPECT_TRUE(TreePath::resolve({}, std::string(255, 'a')));
  EXPECT_FALSE(TreePath::resolve({}, std::string(5000, '/')));
}

TEST(TreePath, PartsOfAPath) {
  const auto path = TreePath::resolve({}, "/web/a").value();
  EXPECT_EQ(path.name(), "a");
  EXPECT_EQ(path.parent().text(), "/web");
  EXPECT_EQ(path.parent().parent().text(), "/");
  EXPECT_EQ(path.child("b").text(), "/web/a/b");
  EXPECT_EQ(TreePath().child("b").text(), "/b");
  EXPECT_EQ(TreePath().relative(), ".");
}

TEST(TreePath, WithinComparesWholeComponents) {
  const auto web = TreePath::resolve({}, "/web").value();
  EXPECT_TRUE(TreePath::resolve({}, "/web/a")->is_within(web));
  EXPECT_TRUE(web.is_within(web));
  EXPECT_FALSE(TreePath::resolve({}, "/web2")->is_within(web));
  EXPECT_TRUE(web.is_within(TreePath()));
}

}  // namespace
}  // namespace refd
