#include "ftpaccess/access_guard.h"

#include <sstream>

#include <gmock/gmock.h>
#include <spdlog/sinks/ostream_sink.h>

#include "files/memory_tree.h"
#include "policy/changing_policies.h"

namespace refd {
namespace {

using testing::HasSubstr;

const std::string deny_all = "<Limit ALL>\nDenyAll\n</Limit>\n";
const std::string allow_all = "<Limit ALL>\nAllowAll\n</Limit>\n";

TreePath at(std::string_view text) {
  return TreePath::resolve({}, text).value();
}

// A tree in memory some of whose names are links, or cannot be read.
class LinkedTree final : public FileTree {
 public:
  MemoryTree kept;
  std::map<std::string, std::string> links;
  std::map<std::string, int> unreadable;

  Result<TreePath> real_place(const TreePath& path) override {
    if (path.is_root()) return path;
    const auto above = real_place(path.parent());
    if (!above) return above.error();
    const auto here = above->child(path.name());
    const auto link = links.find(here.text());
    if (link != links.end()) return at(link->second);
    if (const auto found = kept.facts(here, Reader::owner); !found) return found.error();
    return here;
  }
  Result<UniqueFd> open_for_reading(const TreePath& path, Reader reader) override {
    const auto real = real_place(path);
    if (!real) return real.error();
    if (unreadable.contains(real->text())) return system_error(unreadable[real->text()]);
    return kept.open_for_reading(*real, reader);
  }
  Result<FileFacts> facts(const TreePath& path, Reader reader) override {
    const auto real = real_place(path);
    if (!real) return real.error();
    return kept.facts(*real, reader);
  }
  Result<std::vector<DirectoryEntry>> list(const TreePath& directory, Reader reader) override {
    return kept.list(directory, reader);
  }
  Result<std::unique_ptr<Upload>> begin_upload(const TreePath& path, UploadMode mode,
                                               std::uint64_t offset) override {
    return kept.begin_upload(path, mode, offset);
  }
  Result<void> make_directory(const TreePath& path) override { return kept.make_directory(path); }
  Result<void> remove_directory(const TreePath& path) override { return kept.remove_directory(path); }
  Result<void> remove_file(const TreePath& path) override { return kept.remove_file(path); }
  Result<void> rename(const TreePath& from, const TreePath& to) override { return kept.rename(from, to); }
  Result<void> change_mode(const TreePath& path, unsigned mode) override {
    return kept.change_mode(path, mode);
  }
  Result<void> set_modified(const TreePath& path, std::chrono::system_clock::time_point time) override {
    return kept.set_modified(path, time);
  }
};

class AccessGuardTest : public testing::Test {
 protected:
  AccessGuardTest() {
    tree_.kept.put("/web/sub/deep/f", "x");
    tree_.kept.put("/web/other/f", "x");
    tree_.kept.put_directory("/users/ab-cdftp");
  }

  bool allows(std::string_view path, std::string_view verb = "RETR") {
    return guard_.allows(at(path), verb, "ab-cdftp");
  }
  void put(std::string_view path, std::string text) { tree_.kept.put(path, std::move(text)); }
  FtpPolicy& policy() { return policies_.policies.ftp; }

  LinkedTree tree_;
  ChangingPolicies policies_;
  std::ostringstream logged_;
  Log log_ = std::make_shared<spdlog::logger>(
      "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(logged_, true));
  std::shared_ptr<AccessStore> store_ = std::make_shared<AccessStore>(tree_, log_);
  AccessGuard guard_{tree_, store_, policies_, {"127.0.0.2", {"h1.tokyo.isp.example.xjp"}}};
};

TEST_F(AccessGuardTest, WithoutAFileEverythingIsAllowed) {
  EXPECT_TRUE(allows("/web/sub/deep/f"));
  EXPECT_TRUE(allows("/nowhere/at/all", "STOR"));
  EXPECT_TRUE(allows("/", "PWD"));
}

TEST_F(AccessGuardTest, CoversItsDirectoryAndEverythingBelowOnly) {
  put("/web/sub/.ftpaccess", deny_all);
  for (const auto* path : {"/web/sub", "/web/sub/deep", "/web/sub/deep/f", "/web/sub/.ftpaccess",
                           "/web/sub/new", "/web/sub/new/newer"}) {
    EXPECT_FALSE(allows(path)) << path;
  }
  for (const auto* path : {"/", "/web", "/web/other/f", "/web/subway", "/users/ab-cdftp"}) {
    EXPECT_TRUE(allows(path)) << path;
  }
  put("/.ftpaccess", deny_all);
  EXPECT_FALSE(allows("/users/ab-cdftp", "CWD"));
  put("/users/.ftpaccess", allow_all);
  EXPECT_TRUE(allows("/users/ab-cdftp", "CWD"));
}

TEST_F(AccessGuardTest, AChangeBitesAtOnceEvenWithTheSameTimeAndSize) {
  put("/web/sub/.ftpaccess", "<Limit ALL>\nDenyAll\n</Limit>\n");
  EXPECT_FALSE(allows("/web/sub"));
  put("/web/sub/.ftpaccess", "<Limit ALL>\n#enyAll\n</Limit>\n");
  EXPECT_TRUE(allows("/web/sub"));
  put("/web/sub/ftppass.txt", deny_all);
  EXPECT_TRUE(allows("/web/sub"));
  ASSERT_TRUE(tree_.rename(at("/web/sub/ftppass.txt"), at("/web/sub/.ftpaccess")));
  EXPECT_FALSE(allows("/web/sub"));
  ASSERT_TRUE(tree_.remove_file(at("/web/sub/.ftpaccess")));
  EXPECT_TRUE(allows("/web/sub"));
}

TEST_F(AccessGuardTest, OnlyTheExactNameCounts) {
  for (const auto* name : {".ftpassess", ".ftppass", ".FTPACCESS", "ftpaccess", ".ftpaccess.disabled"}) {
    put("/web/sub/" + std::string(name), deny_all);
  }
  EXPECT_TRUE(allows("/web/sub"));
}

TEST_F(AccessGuardTest, WhatCannotBeUnderstoodDeniesAndIsToldOnce) {
  put("/web/sub/.ftpaccess", "<Limit ALL>\nAlow from all\n</Limit>\n<Limit FOO>\n");
  EXPECT_FALSE(allows("/web/sub"));
  const auto once = logged_.str();
  EXPECT_THAT(once, HasSubstr("/web/sub/.ftpaccess line 2"));
  EXPECT_THAT(once, HasSubstr("/web/sub/.ftpaccess cannot be obeyed"));
  EXPECT_FALSE(allows("/web/sub"));
  EXPECT_EQ(logged_.str(), once);
}

TEST_F(AccessGuardTest, DirectoriesLinksUnreadableAndLargeOnesDeny) {
  tree_.kept.put_directory("/web/sub/.ftpaccess");
  put("/web/other/.ftpaccess", allow_all);
  EXPECT_FALSE(allows("/web/sub/deep/f"));
  EXPECT_TRUE(allows("/web/other/f"));
  tree_.unreadable["/web/other/.ftpaccess"] = EACCES;
  EXPECT_FALSE(allows("/web/other/f"));
  tree_.unreadable.clear();
  EXPECT_TRUE(allows("/web/other/f"));
  put("/web/other/.ftpaccess", std::string(largest_access_file + 1, ' '));
  EXPECT_FALSE(allows("/web/other/f"));
  EXPECT_THAT(logged_.str(), HasSubstr("line 1: the file goes on beyond 64 KiB"));
  put("/elsewhere", allow_all);
  tree_.links["/users/.ftpaccess"] = "/elsewhere";
  EXPECT_FALSE(allows("/users/ab-cdftp"));
}

TEST_F(AccessGuardTest, LinksAreJudgedWhereTheyLead) {
  put("/web/sub/.ftpaccess", deny_all);
  tree_.links["/users/to-sub"] = "/web/sub";
  tree_.links["/users/to-f"] = "/web/sub/deep/f";
  EXPECT_FALSE(allows("/users/to-sub", "CWD"));
  EXPECT_FALSE(allows("/users/to-sub/new", "STOR"));
  EXPECT_FALSE(allows("/users/to-sub/deep/f", "DELE"));
  EXPECT_FALSE(allows("/users/to-f", "RETR"));
  EXPECT_TRUE(allows("/users/to-f", "DELE"));
  EXPECT_FALSE(guard_.shows(at("/users/to-f"), FileKind::symlink, "LIST", "ab-cdftp"));
}

TEST_F(AccessGuardTest, ListingsOmitDirectoriesThatRefuse) {
  put("/web/sub/.ftpaccess", deny_all);
  EXPECT_FALSE(guard_.shows(at("/web/sub"), FileKind::directory, "LIST", "ab-cdftp"));
  EXPECT_TRUE(guard_.shows(at("/web/other"), FileKind::directory, "LIST", "ab-cdftp"));
}

TEST_F(AccessGuardTest, TheSourceDecides) {
  put("/web/sub/.ftpaccess", "<Limit ALL>\nAllow from 127.0.0.2\nDeny from all\n</Limit>\n");
  EXPECT_TRUE(allows("/web/sub"));
  policy().access_by_address_works = false;
  EXPECT_FALSE(allows("/web/sub"));
  put("/web/sub/.ftpaccess", "<Limit ALL>\nAllow from .isp.example.xjp\nDeny from all\n</Limit>\n");
  EXPECT_TRUE(allows("/web/sub"));
  policy().access_by_name_works = false;
  EXPECT_FALSE(allows("/web/sub"));
}

TEST_F(AccessGuardTest, NamesAreWantedWhenAFileWithANameHasASay) {
  AccessGuard guard(tree_, store_, policies_, {"127.0.0.2", {}, AccessSource::Names::not_asked_yet});
  put("/web/sub/.ftpaccess", "<Limit ALL>\nAllow from 127.0.0.2\nDeny from all\n</Limit>\n");
  EXPECT_TRUE(guard.allows(at("/web/sub/f"), "RETR", "ab-cdftp"));
  put("/web/other/.ftpaccess", "<Limit ALL>\nAllow from .jp\nDeny from all\n</Limit>\n");
  EXPECT_TRUE(guard.allows(at("/web/sub/f"), "RETR", "ab-cdftp"));
  EXPECT_FALSE(guard.wants_names()) << "a file that has no say";
  EXPECT_FALSE(guard.allows(at("/web/other/f"), "RETR", "ab-cdftp"));
  EXPECT_TRUE(guard.wants_names());
  guard.take_names({"h1.isp.example.jp"}, AccessSource::Names::all_known);
  EXPECT_FALSE(guard.wants_names());
  EXPECT_TRUE(guard.allows(at("/web/other/f"), "RETR", "ab-cdftp"));
  guard.take_names({}, AccessSource::Names::not_all_known);
  EXPECT_FALSE(guard.allows(at("/web/other/f"), "RETR", "ab-cdftp"));
  EXPECT_FALSE(guard.wants_names()) << "asked once";
}

TEST_F(AccessGuardTest, PolicyIsReadAtEachDecision) {
  put("/web/sub/.ftpaccess",
      "<Limit ALL>\nOrder Allow,Deny\nAllow from 127.0.0.2\nDeny from all\n</Limit>\n");
  EXPECT_TRUE(allows("/web/sub"));
  policy().access_allow_wins = false;
  EXPECT_FALSE(allows("/web/sub"));
  policy().access_files_are_honoured = false;
  EXPECT_TRUE(allows("/web/sub"));
  policy() = {};
  put("/web/sub/.ftpaccess", "<Limit ALL>\nAllow from .jp\nDeny from all\n</Limit>\n");
  EXPECT_FALSE(allows("/web/sub"));
  policy().access_suffix_matches_without_dot = true;
  EXPECT_TRUE(allows("/web/sub"));
  policy() = {};
  EXPECT_FALSE(allows("/web/sub/deep/f"));
  policy().access_covers_subdirectories = false;
  EXPECT_TRUE(allows("/web/sub/deep/f"));
  EXPECT_FALSE(allows("/web/sub/new", "STOR"));
  policy() = {};
  put("/web/other/.ftpassess", deny_all);
  EXPECT_TRUE(allows("/web/other/f"));
  policy().access_misprints_have_effect = true;
  EXPECT_FALSE(allows("/web/other/f"));
}

TEST_F(AccessGuardTest, ADeviantSessionGoesOnAsItBegan) {
  policy().access_read_once_per_session = true;
  EXPECT_TRUE(allows("/web/sub"));
  put("/web/sub/.ftpaccess", deny_all);
  EXPECT_TRUE(allows("/web/sub"));
  AccessGuard later(tree_, store_, policies_, {"127.0.0.2", {}});
  EXPECT_FALSE(later.allows(at("/web/sub"), "CWD", "ab-cdftp"));
  policy().access_read_once_per_session = false;
  EXPECT_FALSE(allows("/web/sub"));
}

TEST_F(AccessGuardTest, WhoIsLockedOutCannotTouchTheFile) {
  put("/web/sub/.ftpaccess", deny_all);
  const auto touches = [this](bool expected) {
    for (const auto* verb : {"STOR", "APPE", "DELE", "RNFR"}) {
      EXPECT_EQ(allows("/web/sub/.ftpaccess", verb), expected) << verb;
    }
    EXPECT_EQ(guard_.allows_rename(at("/web/sub/.ftpaccess"), at("/web/sub/x"), "ab-cdftp"), expected);
    EXPECT_EQ(guard_.allows_rename(at("/web/f"), at("/web/sub/.ftpaccess"), "ab-cdftp"), expected);
  };
  touches(false);
  policy().locked_out_may_change_the_file = true;
  touches(true);
  EXPECT_FALSE(allows("/web/sub/deep/f"));
}

}  // namespace
}  // namespace refd
