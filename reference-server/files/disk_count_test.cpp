#include "files/disk_count.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>

#include "base/unique_fd.h"

namespace refd {
namespace {

namespace fs = std::filesystem;

class DiskCountTest : public ::testing::Test {
 protected:
  DiskCountTest() {
    std::string name = (fs::temp_directory_path() / "disk-count-XXXXXX").string();
    base_ = ::mkdtemp(name.data());
    root_ = UniqueFd(::open(base_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  }
  ~DiskCountTest() override { fs::remove_all(base_); }

  void put(const std::string& name, std::size_t octets) const {
    std::ofstream(base_ / name) << std::string(octets, 'x');
  }
  static std::uint64_t blocks_of(const fs::path& path) {
    struct stat status {};
    EXPECT_EQ(::lstat(path.c_str(), &status), 0);
    return static_cast<std::uint64_t>(status.st_blocks) * 512;
  }
  DiskKeeper::Count count(const std::string& without = {}) const {
    return count_disk_use(root_.get(), without).value();
  }

  fs::path base_;
  UniqueFd root_;
};

TEST_F(DiskCountTest, AddsBlocksOfFilesAndDirectories) {
  fs::create_directories(base_ / "a/b");
  put("a/b/small", 1);
  put("a/large", 100'000);
  const auto found = count();
  EXPECT_EQ(found.octets, blocks_of(base_) + blocks_of(base_ / "a") + blocks_of(base_ / "a/b") +
                              blocks_of(base_ / "a/b/small") + blocks_of(base_ / "a/large"));
  EXPECT_EQ(found.directory_octets, blocks_of(base_) + blocks_of(base_ / "a") + blocks_of(base_ / "a/b"));
  EXPECT_EQ(found.content_octets, 100'001u);
  EXPECT_EQ(found.entries, 4u);
  EXPECT_TRUE(found.is_exact);
}

TEST_F(DiskCountTest, AFileWithTwoNamesCountsOnce) {
  put("one", 10'000);
  const auto before = count().octets;
  fs::create_hard_link(base_ / "one", base_ / "two");
  EXPECT_EQ(count().octets, before);
  EXPECT_EQ(space_of_entry(root_.get(), "one"), 0u) << "removing one of its names frees nothing";
  fs::remove(base_ / "two");
  EXPECT_EQ(space_of_entry(root_.get(), "one"), blocks_of(base_ / "one"));
}

TEST_F(DiskCountTest, AHoleCountsNothing) {
  put("sparse", 1);
  fs::resize_file(base_ / "sparse", 1ULL << 40);
  EXPECT_LT(count().octets, 1ULL << 30);
}

TEST_F(DiskCountTest, LinksAreNotFollowed) {
  const auto before = count();
  fs::create_directory_symlink("/usr", base_ / "link");
  EXPECT_EQ(count().entries, before.entries + 1);
}

TEST_F(DiskCountTest, CountsHoweverDeepATreeIs) {
  // Deeper than a path may be long in one call, as scripts can make it.
  const std::string name(100, 'd');
  UniqueFd at(::dup(root_.get()));
  for (int depth = 0; depth < 100; ++depth) {
    ASSERT_EQ(::mkdirat(at.get(), name.c_str(), 0755), 0);
    at = UniqueFd(::openat(at.get(), name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    ASSERT_TRUE(at);
  }
  const auto found = count();
  EXPECT_EQ(found.entries, 100u);
  EXPECT_TRUE(found.is_exact);
}

TEST_F(DiskCountTest, LeavesOutWhatItIsTold) {
  fs::create_directories(base_ / "log");
  put("log/web.log", 50'000);
  EXPECT_EQ(count("log").entries, 0u);
  EXPECT_EQ(count("log").octets, blocks_of(base_));
}

TEST_F(DiskCountTest, WhatIsNotThereHasNoSpace) {
  EXPECT_EQ(space_of_entry(root_.get(), "absent"), 0u);
}

}  // namespace
}  // namespace refd
