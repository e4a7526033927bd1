#include "phpmyadmin/admin_files.h"

#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace refd::phpmyadmin {
namespace {

namespace fs = std::filesystem;

class AdminFiles : public testing::Test {
 protected:
  AdminFiles() {
    std::string pattern = testing::TempDir() + "phpmyadmin-XXXXXX";
    directory_ = ::mkdtemp(pattern.data());
    fs::create_directories(directory_ / "js/vendor");
    fs::create_directories(directory_ / "libraries");
    for (const auto* name : {"index.php", "js/a.js", "js/hidden.php", "libraries/secret.js", "favicon.ico"})
      std::ofstream(directory_ / name) << "x";
    std::ofstream(directory_.string() + ".js") << "outside";
    fs::create_symlink(directory_.string() + ".js", directory_ / "js/escape.js");
  }
  ~AdminFiles() override {
    fs::remove_all(directory_);
    fs::remove(directory_.string() + ".js");
  }

  AdminFile::Kind kind(std::string_view path) const {
    return find_admin_file(directory_.string(), path).kind;
  }

  fs::path directory_;
};

TEST_F(AdminFiles, TheFirstPageIsRun) {
  const auto page = find_admin_file(directory_.string(), "/");
  EXPECT_EQ(page.kind, AdminFile::Kind::page);
  EXPECT_EQ(page.place, directory_.string() + "/index.php");
  EXPECT_EQ(page.script, "/index.php");
  EXPECT_EQ(kind("/index.php"), AdminFile::Kind::page);
  EXPECT_EQ(kind(""), AdminFile::Kind::needs_slash);
}

TEST_F(AdminFiles, WhatBrowsersFetchIsSent) {
  EXPECT_EQ(kind("/js/a.js"), AdminFile::Kind::file);
  EXPECT_EQ(kind("/favicon.ico"), AdminFile::Kind::file);
}

TEST_F(AdminFiles, NothingElseIsThere) {
  for (const auto* path : {"/libraries/secret.js", "/js/hidden.php", "/js/none.js", "/js", "/js/", "/setup/",
                           "/js/../libraries/secret.js", "/js/./a.js", "/js/escape.js", "/index.php/x", "x"})
    EXPECT_EQ(kind(path), AdminFile::Kind::absent) << path;
}

}  // namespace
}  // namespace refd::phpmyadmin
