#include "ftpaccess/access_release.h"

#include <gmock/gmock.h>

#include "files/memory_tree.h"

namespace refd {
namespace {

TEST(AccessRelease, RenamesTheFileAndKeepsItsText) {
  MemoryTree tree;
  tree.put("/web/sub/.ftpaccess", "first");
  AccessRelease release(tree);
  EXPECT_EQ(release.disable("/web/sub").value(), "/web/sub/.ftpaccess.disabled");
  EXPECT_FALSE(tree.content("/web/sub/.ftpaccess"));
  tree.put("/web/sub/.ftpaccess", "second");
  EXPECT_EQ(release.disable("web/sub/").value(), "/web/sub/.ftpaccess.disabled.2");
  EXPECT_EQ(tree.content("/web/sub/.ftpaccess.disabled"), "first");
  EXPECT_EQ(tree.content("/web/sub/.ftpaccess.disabled.2"), "second");
}

TEST(AccessRelease, SaysWhenThereIsNothingToRelease) {
  MemoryTree tree;
  tree.put_directory("/web");
  AccessRelease release(tree);
  EXPECT_EQ(release.disable("/web").error().value(), ENOENT);
  EXPECT_EQ(release.disable("/nowhere").error().value(), ENOENT);
  EXPECT_EQ(release.disable(std::string("/a\0b", 4)).error().value(), EINVAL);
}

}  // namespace
}  // namespace refd
