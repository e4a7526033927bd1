#include "command/new_files.h"

#include <unistd.h>

#include <fstream>
#include <sstream>

#include <gmock/gmock.h>

namespace cts {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

class NewFiles : public testing::Test {
 protected:
  NewFiles() { fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }

  std::string content(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(folder_ / name).rdbuf();
    return text.str();
  }
  std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(folder_)) found.push_back(entry.path().filename());
    return found;
  }

  fs::path folder_ = fs::temp_directory_path() / ("new-files-" + std::to_string(::getpid()));
  std::vector<std::pair<std::string, std::string>> both_{{"target.toml", "one"}, {"profile.toml", "two"}};
};

TEST_F(NewFiles, AreThereWhole) {
  EXPECT_EQ(write_new_files(folder_ / "a" / "b", both_, Existing::keep), std::nullopt);
  folder_ /= "a/b";
  EXPECT_EQ(content("target.toml"), "one");
  EXPECT_EQ(content("profile.toml"), "two");
  EXPECT_THAT(names(), UnorderedElementsAre("target.toml", "profile.toml"));
  folder_ = folder_.parent_path().parent_path();
}

TEST_F(NewFiles, ReplaceNothingUnlessTheyMay) {
  std::ofstream(folder_ / "profile.toml") << "mine";
  const auto problem = write_new_files(folder_, both_, Existing::keep);
  EXPECT_THAT(problem.value_or(""), HasSubstr("profile.toml is there already"));
  EXPECT_EQ(content("profile.toml"), "mine");
  EXPECT_THAT(names(), UnorderedElementsAre("profile.toml"));
  EXPECT_EQ(write_new_files(folder_, both_, Existing::replace), std::nullopt);
  EXPECT_EQ(content("profile.toml"), "two");
}

TEST_F(NewFiles, DoNotFollowALinkElsewhere) {
  std::ofstream(folder_ / "elsewhere") << "mine";
  fs::create_symlink("elsewhere", folder_ / "target.toml");
  EXPECT_NE(write_new_files(folder_, both_, Existing::keep), std::nullopt);
  EXPECT_EQ(write_new_files(folder_, both_, Existing::replace), std::nullopt);
  EXPECT_EQ(content("elsewhere"), "mine");
  EXPECT_EQ(content("target.toml"), "one");
}

TEST_F(NewFiles, LeaveNothingHalfWrittenBehind) {
  fs::create_directory(folder_ / "profile.toml");
  EXPECT_NE(write_new_files(folder_, both_, Existing::replace), std::nullopt);
  EXPECT_THAT(names(), UnorderedElementsAre("profile.toml"));
  std::ofstream(folder_ / "file") << "";
  EXPECT_NE(write_new_files(folder_ / "file" / "x", both_, Existing::keep), std::nullopt);
}

}  // namespace
}  // namespace cts
