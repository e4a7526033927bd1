#include "ftpaccess/access_store.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include <gmock/gmock.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include "files/jailed_tree.h"

namespace refd {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr auto deny_all = "<Limit ALL>\nDenyAll\n</Limit>\n";
constexpr auto deny_cwd = "<Limit CWD>\nDenyAll\n</Limit>\n";  // as long as the other

// A real tree, and how often its files are opened.
class CountingTree final : public FileTree {
 public:
  explicit CountingTree(JailedTree& kept) : kept_(kept) {}
  Result<UniqueFd> open_for_reading(const TreePath& path, Reader reader) override {
    return kept_.open_for_reading(path, reader);
  }
  Result<UniqueFd> open_in_place(const TreePath& path) override {
    ++opened;
    return kept_.open_in_place(path);
  }
  Result<FileFacts> facts(const TreePath& path, Reader reader) override { return kept_.facts(path, reader); }
  Result<TreePath> real_place(const TreePath& path) override { return kept_.real_place(path); }
  std::vector<Result<FileStamp>> stamps_upwards(const TreePath& directory, std::string_view name) override {
    return kept_.stamps_upwards(directory, name);
  }
  Result<std::vector<DirectoryEntry>> list(const TreePath& directory, Reader reader) override {
    return kept_.list(directory, reader);
  }
  Result<std::unique_ptr<Upload>> begin_upload(const TreePath&, UploadMode, std::uint64_t) override {
    return system_error(EROFS);
  }
  Result<void> make_directory(const TreePath&) override { return system_error(EROFS); }
  Result<void> remove_directory(const TreePath&) override { return system_error(EROFS); }
  Result<void> remove_file(const TreePath&) override { return system_error(EROFS); }
  Result<void> rename(const TreePath&, const TreePath&) override { return system_error(EROFS); }
  Result<void> change_mode(const TreePath&, unsigned) override { return system_error(EROFS); }
  Result<void> set_modified(const TreePath&, std::chrono::system_clock::time_point) override {
    return system_error(EROFS);
  }

  int opened = 0;

 private:
  JailedTree& kept_;
};

class AccessStoreTest : public ::testing::Test {
 protected:
  AccessStoreTest() {
    std::string name = (fs::temp_directory_path() / "access-store-XXXXXX").string();
    base_ = ::mkdtemp(name.data());
    create_initial_layout((base_ / "site").string(), {"ab-cdftp"});
    fs::create_directories(base_ / "site/web/a/b");
    kept_ = std::make_unique<JailedTree>(
        JailedTree::Options{.root = (base_ / "site").string(), .staging = (base_ / "staging").string()});
    tree_ = std::make_unique<CountingTree>(*kept_);
    store_ = std::make_unique<AccessStore>(*tree_, log_);
  }
  ~AccessStoreTest() override {
    store_.reset();
    tree_.reset();
    kept_.reset();
    fs::remove_all(base_);
  }

  fs::path host(std::string_view directory) const {
    return base_ / "site" / std::string(directory.substr(1)) / ".ftpaccess";
  }
  void put(std::string_view directory, std::string_view text) const {
    std::ofstream(host(directory)) << text << std::flush;
  }
  /// Until the kernel's clock has gone on, so that a later change is told by its stamp.
  static void let_the_clock_tick() {
    timespec start{};
    ::clock_gettime(CLOCK_REALTIME_COARSE, &start);
    for (timespec now = start;
         (now.tv_sec - start.tv_sec) * 1000 + (now.tv_nsec - start.tv_nsec) / 1'000'000 < 50;)
      ::clock_gettime(CLOCK_REALTIME_COARSE, &now);
  }
  /// What the sections limit, nearest file first.
  std::vector<std::string> limited(std::string_view directory = "/web/a/b") const {
    std::vector<std::string> commands;
    for (const auto& file : store_->read_upwards(TreePath::resolve({}, directory).value(), ".ftpaccess")) {
      commands.push_back(file->is_unusable ? "unusable" : "");
      for (const auto& section : file->sections) commands.back() += section.commands.front();
    }
    return commands;
  }

  fs::path base_;
  std::unique_ptr<JailedTree> kept_;
  std::unique_ptr<CountingTree> tree_;
  std::ostringstream logged_;
  Log log_ = std::make_shared<spdlog::logger>(
      "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(logged_, true));
  std::unique_ptr<AccessStore> store_;
};

TEST_F(AccessStoreTest, FindsTheFilesUpToTheTopNearestFirst) {
  EXPECT_THAT(limited(), IsEmpty());
  put("/", deny_all);
  put("/web/a/b", deny_cwd);
  EXPECT_THAT(limited(), ElementsAre("CWD", "ALL"));
  EXPECT_THAT(limited("/"), ElementsAre("ALL"));
}

TEST_F(AccessStoreTest, OpensAFileAgainOnlyWhenItMayHaveChanged) {
  put("/web/a", deny_all);
  let_the_clock_tick();
  EXPECT_THAT(limited(), ElementsAre("ALL"));
  const int before = tree_->opened;
  EXPECT_THAT(limited(), ElementsAre("ALL"));
  EXPECT_EQ(tree_->opened, before);
  put("/web/a", deny_cwd);
  EXPECT_THAT(limited(), ElementsAre("CWD"));
}

// Within one tick of the kernel's clock two texts of one length have one stamp.
TEST_F(AccessStoreTest, SeesAChangeThatNoStampTells) {
  for (int i = 0; i < 50; ++i) {
    put("/web/a", deny_all);
    ASSERT_THAT(limited(), ElementsAre("ALL")) << i;
    put("/web/a", deny_cwd);
    ASSERT_THAT(limited(), ElementsAre("CWD")) << i;
  }
}

TEST_F(AccessStoreTest, SeesAnOldTimeSetOnANewText) {
  put("/web/a", deny_all);
  const auto time = fs::last_write_time(host("/web/a"));
  let_the_clock_tick();
  EXPECT_THAT(limited(), ElementsAre("ALL"));
  put("/web/a", deny_cwd);
  fs::last_write_time(host("/web/a"), time);
  EXPECT_THAT(limited(), ElementsAre("CWD"));
}

TEST_F(AccessStoreTest, SeesThatAFileHasGoneOrMayNotBeRead) {
  put("/web/a", deny_all);
  let_the_clock_tick();
  EXPECT_THAT(limited(), ElementsAre("ALL"));
  fs::permissions(host("/web/a"), fs::perms::none);
  EXPECT_THAT(limited(), ElementsAre("unusable"));
  fs::remove(host("/web/a"));
  EXPECT_THAT(limited(), IsEmpty());
  fs::create_directory(host("/web/a"));
  EXPECT_THAT(limited(), ElementsAre("unusable"));
}

TEST_F(AccessStoreTest, RemarksAreLoggedOnceForEachChange) {
  put("/web/a", "nonsense\n");
  limited();
  limited();
  let_the_clock_tick();
  limited();
  limited();
  const auto log = logged_.str();
  EXPECT_THAT(log, HasSubstr("line 1"));
  EXPECT_EQ(log.find("line 1"), log.rfind("line 1"));
}

}  // namespace
}  // namespace refd
