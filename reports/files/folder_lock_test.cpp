#include "reports/files/folder_lock.h"

#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <optional>

#include <gmock/gmock.h>

namespace reports {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class LockedFolder : public testing::Test {
 protected:
  LockedFolder() {
    std::string name = testing::TempDir() + "lock-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
    folder_ = name;
  }
  ~LockedFolder() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  LockedFolder(const LockedFolder&) = delete;
  LockedFolder& operator=(const LockedFolder&) = delete;
  LockedFolder(LockedFolder&&) = delete;
  LockedFolder& operator=(LockedFolder&&) = delete;

  fs::path folder_;
};

TEST_F(LockedFolder, IsOnesAloneWhoeverAsks) {
  std::optional<FolderLock> first;
  first.emplace(folder_, "a run against shop");
  EXPECT_EQ(first->holder(), std::nullopt);
  EXPECT_EQ(FolderLock(folder_, "another").holder(),
            "process " + std::to_string(::getpid()) + ", a run against shop");
  EXPECT_EQ(FolderLock(folder_, "a third").holder(), FolderLock(folder_, "a fourth").holder());
  first.reset();
  EXPECT_TRUE(fs::is_empty(folder_));
  EXPECT_EQ(FolderLock(folder_, "the next").holder(), std::nullopt);
}

TEST_F(LockedFolder, IsFreeWhenItsHolderWasKilled) {
  const pid_t child = ::fork();
  if (child == 0) {
    const FolderLock held(folder_, "killed");
    ::_exit(held.holder() ? 1 : 0);  // without its destructor
  }
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_TRUE(fs::exists(folder_ / lock_file_name));
  EXPECT_EQ(FolderLock(folder_, "the next").holder(), std::nullopt);
}

TEST_F(LockedFolder, ShowsNothingThatWouldSteerTheReader) {
  const FolderLock held(folder_, "run\x1b[2J against\n shop");
  EXPECT_THAT(*FolderLock(folder_, "").holder(), HasSubstr("run\\x1b[2J against\\n shop"));
}

TEST_F(LockedFolder, ThatIsNotThereKeepsNobodyOut) {
  EXPECT_EQ(FolderLock(folder_ / "none", "a run").holder(), std::nullopt);
}

}  // namespace
}  // namespace reports
