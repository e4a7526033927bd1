#include "files/quota_ledger.h"

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include <gmock/gmock.h>

#include "files/jailed_tree.h"
#include "policy/changing_policies.h"

namespace refd {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t block = QuotaLedger::block;

/// A site on disk whose every change goes through the ledger. `room()` sets how much may be added.
class QuotaLedgerTest : public ::testing::Test {
 protected:
  QuotaLedgerTest() {
    std::string name = (fs::temp_directory_path() / "quota-ledger-XXXXXX").string();
    base_ = ::mkdtemp(name.data());
    create_initial_layout((base_ / "site").string(), {"ab-cdftp"});
    start();
  }
  ~QuotaLedgerTest() override {
    tree_.reset();
    ledger_.reset();
    fs::remove_all(base_);
  }

  void start() {
    tree_.reset();
    ledger_.reset();
    ledger_ = std::make_unique<QuotaLedger>(QuotaLedger::Places{(base_ / "site").string(), "log"}, policies_,
                                            silent_log());
    tree_ = std::make_unique<JailedTree>(
        JailedTree::Options{.root = (base_ / "site").string(),
                            .staging = (base_ / "staging").string(),
                            .protected_directories = layout_directories({"ab-cdftp"}),
                            .read_only_directories = {at("/log")},
                            .ledger = ledger_.get()});
  }
  static TreePath at(std::string_view text) { return TreePath::resolve({}, text).value(); }
  fs::path host(std::string_view path) const { return base_ / "site" / std::string(path.substr(1)); }
  void room(std::uint64_t octets) { policies_.policies.quota.limit_octets = used() + octets; }
  std::uint64_t used() { return ledger_->use().octets; }
  /// What a walk through the tree finds.
  std::uint64_t really_used() { return ledger_->recount()->octets; }

  static std::string outcome(const Result<void>& result) {
    return result ? "done" : ::strerrorname_np(result.error().value());
  }
  std::string upload(std::string_view path, std::size_t octets, UploadMode mode = UploadMode::replace) {
    auto upload = tree_->begin_upload(at(path), mode);
    if (!upload) return outcome(upload.error());
    return finish(**upload, octets);
  }
  static std::string finish(Upload& upload, std::size_t octets) {
    const std::string piece(std::min<std::size_t>(octets, 16'384), 'x');
    for (std::size_t sent = 0; sent < octets; sent += piece.size()) {
      const auto written =
          upload.write(std::string_view(piece).substr(0, std::min(piece.size(), octets - sent)));
      if (!written) return outcome(written);
    }
    return outcome(upload.commit());
  }
  std::uint64_t size_of(std::string_view path) const { return fs::file_size(host(path)); }
  std::ptrdiff_t staged_files() const {
    return std::distance(fs::directory_iterator(base_ / "staging"), fs::directory_iterator());
  }

  fs::path base_;
  ChangingPolicies policies_;
  std::unique_ptr<QuotaLedger> ledger_;
  std::unique_ptr<JailedTree> tree_;
};

TEST_F(QuotaLedgerTest, BooksWhatTheTreeDoesAsAWalkWouldFindIt) {
  ASSERT_EQ(upload("/web/a", 100'000), "done");
  EXPECT_GE(used(), 100'000u);
  ASSERT_EQ(upload("/web/a", 10, UploadMode::append), "done");
  ASSERT_EQ(upload("/web/b", 1), "done");
  ASSERT_TRUE(tree_->make_directory(at("/web/d")));
  ASSERT_TRUE(tree_->make_directory(at("/web/e")));
  ASSERT_TRUE(tree_->rename(at("/web/b"), at("/web/d/b")));
  ASSERT_TRUE(tree_->rename(at("/web/e"), at("/web/d/e")));
  ASSERT_EQ(upload("/web/d/e/c", 70'000), "done");
  EXPECT_EQ(used(), really_used());
  ASSERT_TRUE(tree_->rename(at("/web/d/e/c"), at("/web/a"))) << "a file replaces another";
  ASSERT_TRUE(tree_->remove_directory(at("/web/d/e")));
  ASSERT_TRUE(tree_->remove_file(at("/web/d/b")));
  const auto booked = used();
  EXPECT_EQ(booked, really_used());
}

TEST_F(QuotaLedgerTest, RefusesWhatDoesNotFitAndLeavesNothing) {
  room(10 * block);
  EXPECT_EQ(upload("/web/large", 11 * block), "EDQUOT");
  EXPECT_FALSE(fs::exists(host("/web/large")));
  EXPECT_EQ(staged_files(), 0);
  EXPECT_EQ(upload("/web/fits", 9 * block), "done") << "nothing of the refused one may be booked";
}

TEST_F(QuotaLedgerTest, WhenFullNothingNewIsBegun) {
  room(4 * block);
  ASSERT_EQ(upload("/web/a", 4 * block), "done");
  EXPECT_EQ(upload("/web/empty", 0), "EDQUOT");
  EXPECT_EQ(outcome(tree_->make_directory(at("/web/d"))), "EDQUOT");
  EXPECT_EQ(upload("/web/a", 1, UploadMode::append), "EDQUOT");
  EXPECT_EQ(size_of("/web/a"), 4 * block);
  EXPECT_EQ(outcome(tree_->rename(at("/web/a"), at("/web/b"))), "done") << "renaming takes no space";
  ASSERT_TRUE(tree_->remove_file(at("/web/b")));
  EXPECT_EQ(outcome(tree_->make_directory(at("/web/d"))), "done");
}

TEST_F(QuotaLedgerTest, AFileMayBeReplacedInItsOwnSpace) {
  room(10 * block);
  ASSERT_EQ(upload("/web/a", 10 * block), "done");
  EXPECT_EQ(upload("/web/a", 10 * block), "done") << "as large";
  EXPECT_EQ(upload("/web/a", 11 * block), "EDQUOT") << "larger";
  EXPECT_EQ(size_of("/web/a"), 10 * block) << "the old content stays";
  EXPECT_EQ(upload("/web/a", 1), "done") << "smaller";
  EXPECT_EQ(upload("/web/b", 9 * block), "done") << "and the rest is free again";
  EXPECT_EQ(used(), really_used());
}

TEST_F(QuotaLedgerTest, OfTwoUploadsThatFitOnlyAloneOneIsRefused) {
  room(10 * block);
  auto first = tree_->begin_upload(at("/web/first"), UploadMode::replace);
  auto second = tree_->begin_upload(at("/web/second"), UploadMode::replace);
  ASSERT_TRUE(first && second);
  const std::string six(6 * block, 'x');
  EXPECT_TRUE((*first)->write(six));
  EXPECT_EQ(outcome((*second)->write(six)), "EDQUOT") << "what is under way counts";
  first->reset();
  EXPECT_TRUE((*second)->write(six)) << "an upload that was dropped gives its space back";
}

TEST_F(QuotaLedgerTest, TwoUploadsCannotBothUseTheSpaceOfTheFileTheyReplace) {
  room(10 * block);
  ASSERT_EQ(upload("/web/a", 10 * block), "done");
  auto first = tree_->begin_upload(at("/web/a"), UploadMode::replace);
  auto second = tree_->begin_upload(at("/web/a"), UploadMode::replace);
  ASSERT_TRUE(first && second);
  ASSERT_EQ(finish(**first, 1), "done");
  ASSERT_EQ(upload("/web/b", 8 * block), "done");
  EXPECT_EQ(finish(**second, 10 * block), "EDQUOT");
  EXPECT_EQ(size_of("/web/a"), 1u);
}

TEST_F(QuotaLedgerTest, ALinkedFilesSpaceGoesWithItsLastName) {
  ASSERT_EQ(upload("/web/a", 50'000), "done");
  fs::create_hard_link(host("/web/a"), host("/web/b"));
  const auto before = used();
  ASSERT_TRUE(tree_->remove_file(at("/web/a")));
  EXPECT_EQ(used(), before);
  ASSERT_TRUE(tree_->remove_file(at("/web/b")));
  EXPECT_LE(used(), before - 50'000);
}

TEST_F(QuotaLedgerTest, AppendingToAHoleKeepsTheHole) {
  std::ofstream(host("/web/sparse")) << "x";
  fs::resize_file(host("/web/sparse"), 1ULL << 32);
  ASSERT_TRUE(ledger_->recount());
  room(10 * block);
  ASSERT_EQ(upload("/web/sparse", 5, UploadMode::append), "done");
  EXPECT_EQ(size_of("/web/sparse"), (1ULL << 32) + 5);
  EXPECT_EQ(used(), really_used());
}

TEST_F(QuotaLedgerTest, CountsAtItsStartWhatACrashLeft) {
  ASSERT_EQ(upload("/web/a", 50'000), "done");
  const auto before = used();
  std::ofstream(base_ / "staging" / "upload-0") << std::string(100'000, 'x');
  start();
  EXPECT_EQ(used(), before);
  EXPECT_EQ(staged_files(), 0);
}

TEST_F(QuotaLedgerTest, SeesTheLogGrowWithoutBeingTold) {
  const auto before = used();
  std::ofstream(host("/log/web.log")) << std::string(100'000, 'x');
  EXPECT_GE(used(), before + 100'000);
  room(0);
  std::ofstream(host("/log/web.log")) << "rotated";
  EXPECT_TRUE(ledger_->has_room());
}

TEST_F(QuotaLedgerTest, LooksAtTheLogNowAndThenForThoseWhoAskOften) {
  room(3 * block);
  const auto now = std::chrono::steady_clock::now();
  EXPECT_TRUE(ledger_->had_room_lately(now));
  std::ofstream(host("/log/web.log")) << std::string(100'000, 'x');
  EXPECT_TRUE(ledger_->had_room_lately(now + std::chrono::milliseconds(19)));
  EXPECT_FALSE(ledger_->had_room_lately(now + std::chrono::milliseconds(20)));
  std::ofstream(host("/log/web.log")) << "rotated";
  EXPECT_FALSE(ledger_->had_room_lately(now + std::chrono::milliseconds(39)));
  EXPECT_TRUE(ledger_->had_room_lately(now + std::chrono::milliseconds(40)));
}

TEST_F(QuotaLedgerTest, CountsAnewAfterAWriterItDidNotSee) {
  room(20 * block);
  std::ofstream(host("/web/by-script")) << std::string(30 * block, 'x');
  EXPECT_TRUE(ledger_->has_room());
  ledger_->note_unseen_writer();
  // The count runs by itself; has_room() is what tells that it has.
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (ledger_->has_room() && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
  EXPECT_FALSE(ledger_->has_room());
  EXPECT_EQ(upload("/web/a", 1), "EDQUOT");
}

TEST_F(QuotaLedgerTest, StaysRightUnderManyWritersAndCountsMeanwhile) {
  std::atomic<bool> counting{true};
  std::thread counter([&] {
    while (counting) EXPECT_TRUE(ledger_->recount());
  });
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 4; ++writer) {
    writers.emplace_back([&, writer] {
      const auto directory = "/web/" + std::to_string(writer);
      EXPECT_TRUE(tree_->make_directory(at(directory)));
      for (int round = 0; round < 50; ++round) {
        const auto name = directory + "/" + std::to_string(round % 7);
        EXPECT_EQ(upload(name, static_cast<std::size_t>(round) * 1000), "done");
        if (round % 3 != 0) continue;
        EXPECT_TRUE(tree_->remove_file(at(name)));
      }
    });
  }
  for (auto& writer : writers) writer.join();
  counting = false;
  counter.join();
  const auto count = ledger_->recount();
  EXPECT_TRUE(count->is_exact);
  EXPECT_EQ(used(), count->octets);
}

TEST_F(QuotaLedgerTest, NeverTellsTooLittleWhenTheTreeChangedDuringACount) {
  // Whatever moment the walk saw, what was added through the ledger is in the account.
  std::atomic<bool> writing{true};
  std::thread writer([&] {
    for (int i = 0; writing; ++i) EXPECT_EQ(upload("/web/f" + std::to_string(i % 100), 20'000), "done");
  });
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(ledger_->recount());
  writing = false;
  writer.join();
  const auto told = used();
  EXPECT_GE(told, really_used());
}

TEST_F(QuotaLedgerTest, ALaxPolicyTakesEverythingAndStillBooksIt) {
  room(0);
  policies_.policies.quota.is_enforced = false;
  EXPECT_EQ(upload("/web/a", 100'000), "done");
  policies_.policies.quota.is_enforced = true;
  EXPECT_EQ(upload("/web/b", 1), "EDQUOT");
  EXPECT_EQ(used(), really_used());
}

}  // namespace
}  // namespace refd
