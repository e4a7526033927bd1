#include "database/data_directory.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <gtest/gtest.h>

namespace refd::db {
namespace {

namespace fs = std::filesystem;

// A server that is a script.
class DataDirectoryTest : public testing::Test {
 protected:
  DataDirectoryTest() {
    std::string pattern = (fs::temp_directory_path() / "data-directory-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
    folder_ = pattern;
    settings_.program = (folder_ / "server").string();
    settings_.share = folder_.string();
    settings_.data = (folder_ / "data").string();
    settings_.sync = false;
    for (const auto& name : bootstrap_files()) std::ofstream(folder_ / name) << "SELECT 1;\n";
  }
  ~DataDirectoryTest() override { fs::remove_all(folder_); }

  Result<void> provide(const std::string& script) {
    std::ofstream(settings_.program) << "#!/bin/sh\necho run >>" << (folder_ / "runs").string() << "\n"
                                     << script;
    fs::permissions(settings_.program, fs::perms::owner_all);
    DataDirectoryOptions options{.settings = settings_};
    options.folder = folder_;
    return provide_data_directory(options);
  }
  std::size_t runs() const {
    std::ifstream in(folder_ / "runs");
    return static_cast<std::size_t>(std::count(std::istreambuf_iterator<char>(in), {}, '\n'));
  }

  fs::path folder_;
  ServerSettings settings_;
};

TEST_F(DataDirectoryTest, IsMadeOnce) {
  EXPECT_TRUE(provide("exit 0"));
  EXPECT_TRUE(provide("exit 0"));
  EXPECT_EQ(runs(), 1U);
  EXPECT_TRUE(fs::is_directory(settings_.data));
}

TEST_F(DataDirectoryTest, IsMadeWholeOrNotAtAll) {
  EXPECT_EQ(provide("exit 1").error(), system_error(EPROTO));
  EXPECT_FALSE(fs::exists(settings_.data));
  EXPECT_EQ(provide("kill -SEGV $$").error(), system_error(EPROTO));
  EXPECT_FALSE(fs::exists(settings_.data));
  EXPECT_TRUE(provide("exit 0"));
}

}  // namespace
}  // namespace refd::db
