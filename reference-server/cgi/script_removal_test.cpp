#include "cgi/script_removal.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "files/memory_tree.h"

namespace refd {
namespace {

using testing::EndsWith;

struct ScriptRemovalTest : testing::Test {
  ScriptRemovalTest() {
    std::string pattern = testing::TempDir() + "script-removal-XXXXXX";
    EXPECT_NE(::mkdtemp(pattern.data()), nullptr);
    top = pattern;
  }
  ~ScriptRemovalTest() override { std::filesystem::remove_all(top); }

  static std::string content(const std::string& file) {
    std::stringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
  }

  std::string top;
  MemoryTree tree;
};

TEST_F(ScriptRemovalTest, TakesTheScriptOutOfTheTreeAndKeepsItsText) {
  tree.put("/web/door.cgi", "#!/usr/bin/perl", 0755);
  ScriptRemoval removal(tree, top + "/removed");
  const auto file = removal.remove("/web/door.cgi");
  ASSERT_TRUE(file) << file.error().message();
  EXPECT_FALSE(tree.content("/web/door.cgi"));
  EXPECT_THAT(*file, EndsWith("/removed/1-door.cgi"));
  EXPECT_EQ(content(*file), "#!/usr/bin/perl");
}

TEST_F(ScriptRemovalTest, KeepsItForTheOperatorAloneAndNobodyCanExecuteIt) {
  tree.put("/web/door.cgi", "x", 0755);
  ScriptRemoval removal(tree, top + "/removed");
  const auto file = removal.remove("/web/door.cgi");
  ASSERT_TRUE(file);
  struct stat facts {};
  ASSERT_EQ(::stat(file->c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 07777u, 0400u);
  ASSERT_EQ(::stat((top + "/removed").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 07777u, 0700u);
}

TEST_F(ScriptRemovalTest, KeepsEachOfSeveralOfTheSameName) {
  ScriptRemoval removal(tree, top + "/removed");
  tree.put("/web/door.cgi", "first");
  const auto first = removal.remove("/web/door.cgi");
  tree.put("/web/door.cgi", "second");
  const auto second = removal.remove("web/door.cgi");
  ASSERT_TRUE(first && second);
  EXPECT_EQ(content(*first), "first");
  EXPECT_EQ(content(*second), "second");
}

TEST_F(ScriptRemovalTest, KeepsOneWithTheLongestName) {
  const std::string name(255, 'n');
  tree.put("/web/" + name, "long");
  ScriptRemoval removal(tree, top + "/removed");
  const auto file = removal.remove("/web/" + name);
  ASSERT_TRUE(file) << file.error().message();
  EXPECT_EQ(content(*file), "long");
}

TEST_F(ScriptRemovalTest, LeavesTheScriptWhereItCannotBeKept) {
  tree.put("/web/door.cgi", "x");
  ScriptRemoval removal(tree, top + "/no/such/folder");
  EXPECT_EQ(removal.remove("/web/door.cgi").error().value(), ENOENT);
  EXPECT_EQ(tree.content("/web/door.cgi"), "x");
}

TEST_F(ScriptRemovalTest, SaysWhenThereIsNone) {
  tree.put_directory("/web");
  ScriptRemoval removal(tree, top + "/removed");
  EXPECT_EQ(removal.remove("/web/door.cgi").error().value(), ENOENT);
  EXPECT_TRUE(removal.remove("/web").has_error());
  EXPECT_EQ(removal.remove(std::string("/a\0b", 4)).error().value(), EINVAL);
  EXPECT_FALSE(std::filesystem::exists(top + "/removed"));
}

}  // namespace
}  // namespace refd
