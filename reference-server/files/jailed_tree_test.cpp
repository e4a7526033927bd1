#include "files/jailed_tree.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include <gmock/gmock.h>

namespace refd {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;

TreePath at(std::string_view text) {
  return TreePath::resolve({}, text).value();
}

class JailedTreeTest : public ::testing::Test {
 protected:
  JailedTreeTest() {
    std::string name = (fs::temp_directory_path() / "jailed-tree-XXXXXX").string();
    base_ = ::mkdtemp(name.data());
    create_initial_layout((base_ / "site").string(), {"ab-cdftp"});
    put_outside("secret", "secret");
    tree_ = std::make_unique<JailedTree>(options());
  }
  ~JailedTreeTest() override {
    tree_.reset();
    fs::remove_all(base_);
  }

  JailedTree::Options options() const {
    return {.root = (base_ / "site").string(),
            .staging = (base_ / "staging").string(),
            .protected_directories = layout_directories({"ab-cdftp"}),
            .read_only_directories = {at("/log")}};
  }
  fs::path host(std::string_view path) const { return base_ / "site" / std::string(path.substr(1)); }
  void put_outside(const std::string& name, const std::string& text) const {
    std::ofstream(base_ / name) << text;
  }
  void put(std::string_view path, const std::string& text, unsigned mode = 0644) const {
    std::ofstream(host(path)) << text;
    fs::permissions(host(path), static_cast<fs::perms>(mode));
  }
  void link(const std::string& target, std::string_view path) const {
    fs::create_symlink(target, host(path));
  }

  std::string content(std::string_view path, Reader reader = Reader::owner) const {
    const auto file = tree_->open_for_reading(at(path), reader);
    if (!file) return std::string("error ") + ::strerrorname_np(file.error().value());
    std::string text(1000, '\0');
    text.resize(static_cast<std::size_t>(::read(file->get(), text.data(), text.size())));
    return text;
  }
  std::string upload(std::string_view path, std::string_view text, UploadMode mode = UploadMode::replace,
                     std::uint64_t offset = 0) const {
    auto started = tree_->begin_upload(at(path), mode, offset);
    if (!started) return ::strerrorname_np(started.error().value());
    if (const auto written = (*started)->write(text); !written)
      return ::strerrorname_np(written.error().value());
    return outcome((*started)->commit());
  }
  template <class T>
  static std::string outcome(const Result<T>& result) {
    return result ? "done" : ::strerrorname_np(result.error().value());
  }
  unsigned mode_of(std::string_view path) const { return tree_->facts(at(path), Reader::owner)->mode; }
  std::ptrdiff_t staged_files() const {
    return std::distance(fs::directory_iterator(base_ / "staging"), fs::directory_iterator());
  }

  fs::path base_;
  std::unique_ptr<JailedTree> tree_;
};

TEST_F(JailedTreeTest, InitialLayoutExists) {
  for (const auto* path : {"/", "/web", "/log", "/users", "/users/ab-cdftp"}) {
    const auto facts = tree_->facts(at(path), Reader::owner);
    ASSERT_TRUE(facts) << path;
    EXPECT_EQ(facts->kind, FileKind::directory);
    EXPECT_EQ(facts->mode, 0755U);
  }
}

TEST_F(JailedTreeTest, SymbolicLinksCannotLeave) {
  link("../../secret", "/web/up");
  link((base_ / "secret").string(), "/web/absolute");
  link("../..", "/web/above");
  link("/", "/web/top");
  EXPECT_EQ(content("/web/up"), "error ENOENT");
  EXPECT_EQ(content("/web/absolute"), "error ENOENT");
  EXPECT_EQ(content("/web/above/secret"), "error ENOENT");
  EXPECT_EQ(content("/web/top/etc/passwd"), "error ENOENT");
  EXPECT_EQ(content("/web/../../secret"), "error ENOENT");
  EXPECT_EQ(outcome(tree_->facts(at("/web/up"), Reader::visitor)), "ENOENT");
  EXPECT_EQ(upload("/web/above/escaped", "x"), "done") << "the link leads to the tree's own root";
  EXPECT_FALSE(fs::exists(base_ / "escaped"));
  EXPECT_TRUE(fs::exists(host("/escaped")));
}

TEST_F(JailedTreeTest, MagicLinksAreNotFollowed) {
  link("/proc/self/root/etc/passwd", "/web/magic");
  EXPECT_EQ(content("/web/magic"), "error ENOENT");
}

TEST_F(JailedTreeTest, LinksInsideAreFollowedInEveryForm) {
  put("/web/page", "page");
  link("page", "/web/relative");
  link("/web/page", "/web/from_root");
  link(host("/web/page").string(), "/web/as_scripts_write_it");
  link("../web", "/users/web");
  EXPECT_EQ(content("/web/relative"), "page");
  EXPECT_EQ(content("/web/from_root"), "page");
  EXPECT_EQ(content("/web/as_scripts_write_it"), "page");
  EXPECT_EQ(content("/users/web/page"), "page");
  EXPECT_EQ(content("/web/relative", Reader::visitor), "page");
}

TEST_F(JailedTreeTest, TellsWhereAPathReallyIs) {
  put("/web/page", "page");
  link("../web", "/users/web");
  link("nothing", "/web/dangling");
  EXPECT_EQ(tree_->real_place(at("/web/page")).value(), at("/web/page"));
  EXPECT_EQ(tree_->real_place(at("/users/web/page")).value(), at("/web/page"));
  EXPECT_EQ(tree_->real_place(at("/web/dangling")).value(), at("/web/nothing"));
  EXPECT_EQ(outcome(tree_->real_place(at("/web/absent"))), "ENOENT");
  EXPECT_EQ(tree_->real_place(TreePath()).value(), TreePath());
}

TEST_F(JailedTreeTest, LoopsOfLinksEnd) {
  link("b", "/web/a");
  link("a", "/web/b");
  EXPECT_EQ(content("/web/a"), "error ELOOP");
  EXPECT_EQ(outcome(tree_->change_mode(at("/web/a"), 0644)), "ELOOP");
}

TEST_F(JailedTreeTest, LinksThatChangeMeanwhileNeverLeadOut) {
  fs::create_directory(host("/web/inside"));
  put("/web/inside/secret", "public");
  std::atomic<bool> done = false;
  std::thread swapper([&] {
    while (!done) {
      fs::create_directory_symlink(base_, host("/web/new"));
      fs::rename(host("/web/new"), host("/web/turn"));
      fs::create_directory_symlink("inside", host("/web/new"));
      fs::rename(host("/web/new"), host("/web/turn"));
    }
  });
  int reached = 0;
  // On a busy machine the other thread may rest with the link leading out: go on until it has led in once.
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  for (int round = 0; round < 2000 || (reached == 0 && std::chrono::steady_clock::now() < deadline);
       ++round) {
    const auto text = content("/web/turn/secret");
    EXPECT_NE(text, "secret");
    if (text == "public") ++reached;
  }
  done = true;
  swapper.join();
  EXPECT_GT(reached, 0);
}

TEST_F(JailedTreeTest, VisitorsAreBoundByTheBitsOfOthers) {
  put("/web/open", "open", 0604);
  put("/web/closed", "closed", 0640);
  fs::create_directory(host("/web/shut"));
  put("/web/shut/page", "page");
  fs::permissions(host("/web/shut"), static_cast<fs::perms>(0754));
  fs::create_directory(host("/web/unlisted"));
  put("/web/unlisted/page", "page");
  fs::permissions(host("/web/unlisted"), static_cast<fs::perms>(0711));

  EXPECT_EQ(content("/web/open", Reader::visitor), "open");
  EXPECT_EQ(content("/web/closed", Reader::visitor), "error EACCES");
  EXPECT_EQ(content("/web/shut/page", Reader::visitor), "error EACCES");
  EXPECT_EQ(content("/web/shut/absent", Reader::visitor), "error EACCES");
  EXPECT_EQ(outcome(tree_->facts(at("/web/shut/page"), Reader::visitor)), "EACCES");
  EXPECT_EQ(content("/web/shut/page", Reader::owner), "page");
  EXPECT_EQ(content("/web/unlisted/page", Reader::visitor), "page");
  EXPECT_EQ(outcome(tree_->list(at("/web/unlisted"), Reader::visitor)), "EACCES");
  EXPECT_EQ(outcome(tree_->list(at("/web/unlisted"), Reader::owner)), "done");
}

TEST_F(JailedTreeTest, LinksDoNotLeadVisitorsAroundAClosedDirectory) {
  fs::create_directory(host("/web/shut"));
  put("/web/shut/page", "page");
  fs::permissions(host("/web/shut"), static_cast<fs::perms>(0700));
  link("shut/page", "/web/link");
  EXPECT_EQ(content("/web/link", Reader::visitor), "error EACCES");
  EXPECT_EQ(content("/web/link", Reader::owner), "page");
}

TEST_F(JailedTreeTest, TheDocumentRootItselfMustBeSearchable) {
  put("/web/page", "page");
  fs::permissions(host("/web"), static_cast<fs::perms>(0750));
  EXPECT_EQ(content("/web/page", Reader::visitor), "error EACCES");
}

TEST_F(JailedTreeTest, TheOwnerIsBoundByTheOwnersBits) {
  put("/web/none", "none", 0);
  put("/web/write_only", "w", 0200);
  put("/web/read_only", "r", 0444);
  EXPECT_EQ(content("/web/none"), "error EACCES");
  EXPECT_EQ(content("/web/write_only"), "error EACCES");
  EXPECT_EQ(upload("/web/read_only", "new"), "EACCES");
  fs::create_directory(host("/web/d"));
  put("/web/d/f", "f");
  fs::permissions(host("/web/d"), static_cast<fs::perms>(0500));
  EXPECT_EQ(upload("/web/d/g", "g"), "EACCES");
  EXPECT_EQ(outcome(tree_->remove_file(at("/web/d/f"))), "EACCES");
  fs::permissions(host("/web/d"), static_cast<fs::perms>(0600));
  EXPECT_EQ(content("/web/d/f"), "error EACCES");
  EXPECT_EQ(outcome(tree_->change_mode(at("/web/d"), 0755)), "done") << "the way back";
}

TEST_F(JailedTreeTest, FifosAndDirectoriesAreNotRead) {
  ASSERT_EQ(::mkfifo(host("/web/fifo").c_str(), 0644), 0);
  EXPECT_EQ(content("/web/fifo"), "error EACCES");
  EXPECT_EQ(upload("/web/fifo", "x"), "EACCES");
  EXPECT_EQ(upload("/web/fifo", "x", UploadMode::append), "EACCES");
  EXPECT_EQ(content("/web"), "error EISDIR");
  EXPECT_EQ(content("/web/absent"), "error ENOENT");
  put("/web/f", "f");
  EXPECT_EQ(content("/web/f/g"), "error ENOTDIR");
}

TEST_F(JailedTreeTest, TheServiceOpensWhatStandsThereAndNothingElse) {
  const auto opens = [this](std::string_view path) {
    return outcome(tree_->open_in_place(at(path)));
  };
  put("/web/plain", "x");
  put("/web/unreadable", "x", 0200);
  link("plain", "/web/link");
  link("nothing", "/web/dangling");
  link("/web", "/users/to-web");
  ASSERT_TRUE(tree_->make_directory(at("/web/closed")));
  put("/web/closed/plain", "x");
  fs::permissions(host("/web/closed"), static_cast<fs::perms>(0));
  ASSERT_EQ(::mkfifo(host("/web/pipe").c_str(), 0644), 0);
  EXPECT_EQ(opens("/web/plain"), "done");
  EXPECT_EQ(opens("/web/absent"), "ENOENT");
  EXPECT_EQ(opens("/web/link"), "ELOOP");
  EXPECT_EQ(opens("/web/dangling"), "ELOOP");
  EXPECT_EQ(opens("/users/to-web/plain"), "ELOOP");
  EXPECT_EQ(opens("/web"), "EISDIR");
  EXPECT_EQ(opens("/web/pipe"), "EACCES");
  EXPECT_EQ(opens("/web/unreadable"), "EACCES");
  EXPECT_EQ(opens("/web/closed/plain"), ::geteuid() == 0 ? "done" : "EACCES");
}

TEST_F(JailedTreeTest, UploadsAppearWhole) {
  put("/web/f", "old", 0755);
  auto started = tree_->begin_upload(at("/web/f"), UploadMode::replace);
  ASSERT_TRUE(started);
  ASSERT_TRUE((*started)->write(std::string_view("new")));
  EXPECT_EQ(content("/web/f"), "old");
  EXPECT_EQ(tree_->list(at("/web"), Reader::owner)->size(), 1U);
  ASSERT_TRUE((*started)->commit());
  EXPECT_EQ(content("/web/f"), "new");
  EXPECT_EQ(mode_of("/web/f"), 0755U);
  EXPECT_EQ(staged_files(), 0);
}

TEST_F(JailedTreeTest, AbandonedUploadsLeaveWhatWasThere) {
  put("/web/f", "old");
  {
    auto started = tree_->begin_upload(at("/web/f"), UploadMode::replace);
    ASSERT_TRUE((*started)->write(std::string_view("new")));
    EXPECT_EQ(staged_files(), 1);
  }
  EXPECT_EQ(content("/web/f"), "old");
  EXPECT_EQ(staged_files(), 0);
}

TEST_F(JailedTreeTest, NewFilesAreReadableByVisitorsWhateverTheUmask) {
  const auto before = ::umask(077);
  EXPECT_EQ(upload("/web/f", "text"), "done");
  EXPECT_EQ(outcome(tree_->make_directory(at("/web/d"))), "done");
  ::umask(before);
  EXPECT_EQ(mode_of("/web/f"), 0644U);
  EXPECT_EQ(mode_of("/web/d"), 0755U);
  EXPECT_EQ(content("/web/f", Reader::visitor), "text");
}

TEST_F(JailedTreeTest, AppendsAndResumes) {
  EXPECT_EQ(upload("/web/f", "one", UploadMode::append), "done");
  EXPECT_EQ(upload("/web/f", "two", UploadMode::append), "done");
  EXPECT_EQ(content("/web/f"), "onetwo");
  EXPECT_EQ(upload("/web/f", "!!", UploadMode::replace, 4), "done");
  EXPECT_EQ(content("/web/f"), "onet!!");
  EXPECT_EQ(upload("/web/f", "!!", UploadMode::replace, 7), "EINVAL");
  EXPECT_EQ(upload("/web/absent", "!!", UploadMode::replace, 7), "EINVAL");
  EXPECT_EQ(content("/web/f"), "onet!!");
  EXPECT_EQ(staged_files(), 0);
}

TEST_F(JailedTreeTest, UploadThroughALinkChangesItsTarget) {
  put("/web/f", "old");
  link("f", "/web/link");
  EXPECT_EQ(upload("/web/link", "new"), "done");
  EXPECT_EQ(content("/web/f"), "new");
  EXPECT_TRUE(fs::is_symlink(host("/web/link")));
}

TEST_F(JailedTreeTest, LayoutCanBeNeitherRemovedNorRenamed) {
  for (const auto* path : {"/web", "/log", "/users", "/users/ab-cdftp", "/"}) {
    EXPECT_EQ(outcome(tree_->remove_directory(at(path))), "EPERM") << path;
    EXPECT_EQ(outcome(tree_->rename(at(path), at("/other"))), "EPERM") << path;
  }
  fs::create_directory(host("/d"));
  EXPECT_EQ(outcome(tree_->rename(at("/d"), at("/web"))), "EPERM");
  EXPECT_EQ(outcome(tree_->remove_directory(at("/d"))), "done");
}

TEST_F(JailedTreeTest, ReadOnlyDirectoriesStayAsTheyAre) {
  put("/log/web.log", "line");
  link("/log", "/web/l");
  link("/log/web.log", "/web/w");
  EXPECT_EQ(content("/log/web.log"), "line");
  EXPECT_EQ(content("/web/l/web.log"), "line");
  for (const auto* path : {"/log/web.log", "/web/l/web.log", "/web/w"})
    EXPECT_EQ(upload(path, "x"), "EPERM") << path;
  for (const auto* path : {"/log/web.log", "/web/l/web.log"}) {
    EXPECT_EQ(outcome(tree_->remove_file(at(path))), "EPERM") << path;
    EXPECT_EQ(outcome(tree_->rename(at(path), at("/web/x"))), "EPERM") << path;
    EXPECT_EQ(outcome(tree_->change_mode(at(path), 0777)), "EPERM") << path;
    EXPECT_EQ(outcome(tree_->set_modified(at(path), {})), "EPERM") << path;
  }
  EXPECT_EQ(outcome(tree_->change_mode(at("/web/w"), 0777)), "EPERM");
  EXPECT_EQ(outcome(tree_->make_directory(at("/log/d"))), "EPERM");
  EXPECT_EQ(outcome(tree_->change_mode(at("/log"), 0)), "EPERM");
  put("/web/f", "f");
  EXPECT_EQ(outcome(tree_->rename(at("/web/f"), at("/log/f"))), "EPERM");
  EXPECT_EQ(upload("/top", "the root itself is the customer's"), "done");
}

TEST_F(JailedTreeTest, RemovingALinkLeavesItsTarget) {
  put("/web/f", "f");
  link("f", "/web/link");
  EXPECT_EQ(outcome(tree_->remove_file(at("/web/link"))), "done");
  EXPECT_EQ(content("/web/f"), "f");
}

TEST_F(JailedTreeTest, DirectoriesAndNames) {
  EXPECT_EQ(outcome(tree_->make_directory(at("/web/d"))), "done");
  EXPECT_EQ(outcome(tree_->make_directory(at("/web/d"))), "EEXIST");
  put("/web/d/f", "f");
  EXPECT_EQ(outcome(tree_->remove_directory(at("/web/d"))), "ENOTEMPTY");
  EXPECT_EQ(outcome(tree_->remove_file(at("/web/d"))), "EISDIR");
  EXPECT_EQ(outcome(tree_->rename(at("/web/d"), at("/web/e"))), "done");
  EXPECT_EQ(content("/web/e/f"), "f");
  EXPECT_EQ(content("/web/E/f"), "error ENOENT");
  EXPECT_EQ(upload("/web/e", "x"), "EISDIR");
}

TEST_F(JailedTreeTest, ListsInByteOrder) {
  put("/web/b", "12345");
  put("/web/A", "");
  put("/web/.hidden", "");
  put("/web/\xE6\x97\xA5\xE6\x9C\xAC", "");
  link("b", "/web/link");
  const auto entries = tree_->list(at("/web"), Reader::owner);
  ASSERT_TRUE(entries);
  std::vector<std::string> names;
  for (const auto& entry : *entries) names.push_back(entry.name);
  EXPECT_THAT(names, ElementsAre(".hidden", "A", "b", "link", "\xE6\x97\xA5\xE6\x9C\xAC"));
  EXPECT_EQ((*entries)[2].facts.size, 5U);
  EXPECT_EQ((*entries)[3].facts.kind, FileKind::symlink);
  EXPECT_EQ(outcome(tree_->list(at("/web/b"), Reader::owner)), "ENOTDIR");
}

TEST_F(JailedTreeTest, ModesAndTimes) {
  put("/web/f", "f");
  EXPECT_EQ(outcome(tree_->change_mode(at("/web/f"), 06755)), "done");
  EXPECT_EQ(mode_of("/web/f"), 0755U) << "set-user-id is dropped";
  const auto moment = std::chrono::system_clock::from_time_t(1'000'000'000);
  EXPECT_EQ(outcome(tree_->set_modified(at("/web/f"), moment)), "done");
  EXPECT_EQ(tree_->facts(at("/web/f"), Reader::owner)->modified, moment);
  EXPECT_EQ(outcome(tree_->change_mode(at("/web/absent"), 0644)), "ENOENT");
}

TEST_F(JailedTreeTest, LeftoversOfAnEarlierRunAreRemoved) {
  put_outside("staging/upload-0", "half");
  tree_ = std::make_unique<JailedTree>(options());
  EXPECT_EQ(staged_files(), 0);
  EXPECT_EQ(upload("/web/f", "f"), "done");
}

TEST_F(JailedTreeTest, RefusesAStagingDirectoryInsideTheTree) {
  auto wrong = options();
  wrong.staging = (base_ / "site/web/staging").string();
  EXPECT_THROW(JailedTree{wrong}, std::invalid_argument);
}

}  // namespace
}  // namespace refd
