#include "mail/maildir_store.h"

#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <boost/system/system_error.hpp>

#include "policy/changing_policies.h"

namespace refd {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const Mailbox taro{.name = "taro", .quota_octets = 100};
const Mailbox hanako{.name = "hanako", .quota_octets = 1'000'000'000};

class MaildirStoreTest : public testing::Test {
 protected:
  MaildirStoreTest() {
    std::string name = (fs::temp_directory_path() / "maildir-store-XXXXXX").string();
    base_ = ::mkdtemp(name.data());
    start();
  }
  ~MaildirStoreTest() override {
    store_.reset();
    fs::remove_all(base_);
  }

  void start() {
    store_.reset();
    store_ = std::make_unique<MaildirStore>((base_ / "mail").string(), policies_, silent_log());
  }
  MailPolicy& policy() { return policies_.policies.mail; }
  fs::path in_mailbox(const std::string& path) const { return base_ / "mail" / path; }
  void put(const std::string& path, const std::string& text) const {
    std::ofstream(in_mailbox(path)) << text;
  }
  static std::ptrdiff_t entries_in(const fs::path& folder) {
    return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
  }

  Result<std::string> deliver(const Mailbox& mailbox, std::string_view text, std::uint64_t expected = 0) {
    const auto delivery = store_->begin_delivery(mailbox, expected);
    if (!delivery) return delivery.error();
    if (const auto written = (*delivery)->write(text); !written) return written.error();
    return (*delivery)->commit();
  }
  static std::string text_of(const Maildrop& drop, std::size_t index) {
    const auto source = drop.read(index);
    if (!source) return "error " + source.error().message();
    std::string text;
    for (;;) {
      const auto piece = (*source)->next();
      if (!piece) return "error " + piece.error().message();
      if (piece->empty()) return text;
      text += *piece;
    }
  }
  std::vector<std::string> texts(const Mailbox& mailbox) {
    const auto drop = *store_->open(mailbox);
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < drop->messages().size(); ++i) texts.push_back(text_of(*drop, i));
    return texts;
  }
  std::vector<std::string> ids(const Mailbox& mailbox) {
    const auto drop = *store_->open(mailbox);
    std::vector<std::string> ids;
    for (const auto& message : drop->messages()) ids.push_back(message.unique_id);
    return ids;
  }

  fs::path base_;
  ChangingPolicies policies_;
  std::unique_ptr<MaildirStore> store_;
};

TEST_F(MaildirStoreTest, WhatIsCommittedIsThereAndNothingElse) {
  const auto id = deliver(taro, "Subject: a\r\n\r\nb\n");
  ASSERT_TRUE(id.has_value());
  ASSERT_TRUE((*store_->begin_delivery(taro, 0))->write(std::string_view("abandoned")).has_value());
  EXPECT_EQ(entries_in(in_mailbox("taro/tmp")), 0);
  const auto drop = *store_->open(taro);
  ASSERT_THAT(drop->messages(), SizeIs(1));
  EXPECT_EQ(drop->messages()[0].octets, 17U);
  EXPECT_EQ(drop->messages()[0].unique_id, *id);
  EXPECT_EQ(text_of(*drop, 0), "Subject: a\r\n\r\nb\r\n");
  EXPECT_EQ(store_->use(taro)->octets, 16U);
}

TEST_F(MaildirStoreTest, ANewAccountsMailboxIsEmpty) {
  EXPECT_THAT((*store_->open(hanako))->messages(), IsEmpty());
  EXPECT_EQ(store_->use(hanako)->messages, 0U);
}

TEST_F(MaildirStoreTest, LargeMessagesComeBackOctetByOctet) {
  std::string text;
  for (int i = 0; text.size() < 3'000'000; ++i) text += std::string(i % 997, static_cast<char>(i)) + "\r\n";
  const auto delivery = *store_->begin_delivery(hanako, text.size());
  for (std::size_t at = 0; at < text.size(); at += 4099)
    ASSERT_TRUE(delivery->write(std::string_view(text).substr(at, 4099)).has_value());
  ASSERT_TRUE(delivery->commit().has_value());
  const auto drop = *store_->open(hanako);
  const auto fetched = text_of(*drop, 0);
  EXPECT_EQ(fetched.size(), drop->messages()[0].octets);
  std::string expected;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) expected += '\r';
    expected += text[i];
  }
  EXPECT_TRUE(fetched == expected);
}

TEST_F(MaildirStoreTest, OrderAndUniqueIdsOutliveTheServer) {
  for (const auto* text : {"1\r\n", "2\r\n", "3\r\n"}) ASSERT_TRUE(deliver(taro, text).has_value());
  const auto before = ids(taro);
  start();
  ASSERT_TRUE(deliver(taro, "4\r\n").has_value());
  EXPECT_THAT(texts(taro), ElementsAre("1\r\n", "2\r\n", "3\r\n", "4\r\n"));
  auto after = ids(taro);
  after.pop_back();
  EXPECT_EQ(before, after);
  EXPECT_EQ(store_->use(taro)->octets, 12U);
}

TEST_F(MaildirStoreTest, MessagesAreInTheOrderOfTheirArrival) {
  const auto slow = *store_->begin_delivery(taro, 0);
  ASSERT_TRUE(deliver(taro, "fast\r\n").has_value());
  ASSERT_TRUE(slow->write(std::string_view("slow\r\n")).has_value());
  ASSERT_TRUE(slow->commit().has_value());
  EXPECT_THAT(texts(taro), ElementsAre("fast\r\n", "slow\r\n"));
}

TEST_F(MaildirStoreTest, OneSessionAMailboxWhichSeesWhatWasThereWhenItBegan) {
  ASSERT_TRUE(deliver(taro, "1\r\n").has_value());
  auto first = *store_->open(taro);
  EXPECT_EQ(store_->open(taro).error(), system_error(EBUSY));
  ASSERT_TRUE(deliver(taro, "2\r\n").has_value());
  EXPECT_THAT(first->messages(), SizeIs(1));
  EXPECT_TRUE(first->remove({0}).has_value());
  first.reset();
  EXPECT_THAT(texts(taro), ElementsAre("2\r\n"));
}

TEST_F(MaildirStoreTest, AFullMailboxTakesNothingUntilSomethingIsRemoved) {
  ASSERT_TRUE(deliver(taro, std::string(90, 'x')).has_value());
  ASSERT_TRUE(deliver(taro, std::string(30, 'y')).has_value()) << "it crosses the limit";
  EXPECT_EQ(deliver(taro, "z").error(), system_error(EDQUOT));
  EXPECT_EQ(store_->room(taro, 1).error(), system_error(EDQUOT));
  EXPECT_TRUE(store_->room(hanako, 1).has_value());
  start();
  EXPECT_EQ(store_->room(taro, 1).error(), system_error(EDQUOT));
  EXPECT_TRUE((*store_->open(taro))->remove({1}).has_value());
  EXPECT_TRUE(deliver(taro, "z").has_value());
  EXPECT_EQ(store_->use(taro)->octets, 91U);
}

TEST_F(MaildirStoreTest, SpaceIsAskedForAgainAtTheEnd) {
  const auto early = *store_->begin_delivery(taro, 1);
  ASSERT_TRUE(deliver(taro, std::string(120, 'x')).has_value());
  ASSERT_TRUE(early->write(std::string_view("y")).has_value());
  EXPECT_EQ(early->commit().error(), system_error(EDQUOT));
  EXPECT_THAT(texts(taro), SizeIs(1));
}

TEST_F(MaildirStoreTest, ManyDeliveriesAtOnceDoNotFillItTwice) {
  policy().mailbox.crossing_message_is_stored = false;
  std::atomic<int> stored = 0;
  std::vector<std::thread> senders;
  for (int sender = 0; sender < 8; ++sender) {
    senders.emplace_back([&] {
      for (int i = 0; i < 5; ++i) stored += deliver(taro, std::string(10, 'x'), 10).has_value() ? 1 : 0;
    });
  }
  for (auto& sender : senders) sender.join();
  EXPECT_EQ(stored, 10);
  EXPECT_EQ(store_->use(taro)->octets, 100U);
  EXPECT_EQ(entries_in(in_mailbox("taro/new")), 10);
  EXPECT_EQ(entries_in(in_mailbox("taro/tmp")), 0);
}

TEST_F(MaildirStoreTest, DeletingFreesNothingWhereThePolicySaysSo) {
  ASSERT_TRUE(deliver(taro, std::string(60, 'x')).has_value());
  ASSERT_TRUE(deliver(taro, std::string(40, 'x')).has_value());
  policy().mailbox.deleting_frees_space = false;
  EXPECT_TRUE((*store_->open(taro))->remove({0}).has_value());
  EXPECT_EQ(deliver(taro, "y").error(), system_error(EDQUOT));
  policy().mailbox.deleting_frees_space = true;
  EXPECT_TRUE(deliver(taro, "y").has_value());
  policy().mailbox.deleting_frees_space = false;
  EXPECT_TRUE((*store_->open(taro))->remove({0, 1}).has_value());
  EXPECT_TRUE(deliver(taro, std::string(100, 'x')).has_value()) << "nothing was left";
}

TEST_F(MaildirStoreTest, HostileNamesStayInside) {
  for (const std::string name : {"../../escaped", "/etc/x", ".", "..", "a/../../b", "taro/new"}) {
    ASSERT_TRUE(deliver({.name = name, .quota_octets = 100}, "x\r\n").has_value()) << name;
    EXPECT_THAT(texts({.name = name, .quota_octets = 100}), SizeIs(1)) << name;
  }
  EXPECT_EQ(entries_in(base_), 1);
  EXPECT_EQ(entries_in(base_ / "mail"), 6);
  EXPECT_EQ(deliver({.name = "", .quota_octets = 100}, "x").error(), system_error(EINVAL));
  EXPECT_EQ(store_->open({.name = std::string(300, 'x')}).error(), system_error(EINVAL));
}

TEST_F(MaildirStoreTest, TheNextStartRemovesWhatAKilledOneLeft) {
  ASSERT_TRUE(deliver(taro, "1\r\n").has_value());
  put("taro/tmp/1.M1R1", "half");
  start();
  EXPECT_EQ(entries_in(in_mailbox("taro/tmp")), 0);
  EXPECT_THAT(texts(taro), ElementsAre("1\r\n"));
}

TEST_F(MaildirStoreTest, WhatOthersPutThereIsMailToo) {
  ASSERT_TRUE(deliver(taro, "ours\r\n").has_value());
  put("taro/new/1000000001.P1.host", "theirs\n");
  put("taro/cur/1000000002.P1.host,S=4:2,S", "read");
  fs::create_symlink("/etc/passwd", in_mailbox("taro/new/0.link"));
  fs::create_directory(in_mailbox("taro/new/0.folder"));
  put("taro/new/.hidden", "x");
  EXPECT_THAT(texts(taro), ElementsAre("theirs\r\n", "read\r\n", "ours\r\n"));
  EXPECT_EQ(store_->use(taro)->octets, 17U);
  EXPECT_TRUE((*store_->open(taro))->remove({0, 1, 2}).has_value());
  EXPECT_EQ(store_->use(taro)->messages, 0U);
}

TEST_F(MaildirStoreTest, AFileThatDoesNotHoldWhatItsNameSaysIsTold) {
  ASSERT_TRUE(deliver(taro, "").has_value());
  put("taro/new/1000000001.short,S=9,W=9", "short");
  put("taro/new/1000000002.long,S=2,W=2", "long");
  EXPECT_THAT(texts(taro), ElementsAre("error Input/output error", "error Input/output error", ""));
}

TEST_F(MaildirStoreTest, RemovingWhatSomebodyElseRemovedIsNoError) {
  ASSERT_TRUE(deliver(taro, "1\r\n").has_value());
  const auto drop = *store_->open(taro);
  for (const auto& entry : fs::directory_iterator(in_mailbox("taro/new"))) fs::remove(entry);
  EXPECT_THAT(text_of(*drop, 0), testing::StartsWith("error"));
  EXPECT_TRUE(drop->remove({0}).has_value());
}

TEST_F(MaildirStoreTest, AFolderThatCannotBeUsedIsNamed) {
  put("file", "");
  EXPECT_THROW(MaildirStore(in_mailbox("file").string(), policies_, silent_log()),
               boost::system::system_error);
}

// A server that is killed in the middle of deliveries, again and again, keeps what it acknowledged.
TEST_F(MaildirStoreTest, NothingAcknowledgedIsLostWhenTheProcessIsKilled) {
  std::vector<std::string> acknowledged;
  for (int round = 0; round < 5; ++round) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    store_.reset();
    const auto child = ::fork();
    if (child == 0) {
      start();
      for (;;) {
        const auto id = deliver(hanako, std::string(5000, 'x'));
        if (!id || ::write(ends[1], (*id + "\n").c_str(), id->size() + 1) < 0) ::_exit(1);
      }
    }
    ::close(ends[1]);
    const std::unique_ptr<FILE, int (*)(FILE*)> told(::fdopen(ends[0], "r"), ::fclose);
    std::array<char, 200> line{};
    for (int i = 0; i < 20 && std::fgets(line.data(), line.size(), told.get()) != nullptr; ++i) {
      acknowledged.emplace_back(line.data());
      acknowledged.back().pop_back();
    }
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
  }
  start();
  const auto kept = ids(hanako);
  EXPECT_THAT(acknowledged, SizeIs(100));
  for (const auto& id : acknowledged) EXPECT_THAT(kept, testing::Contains(id));
  for (const auto& text : texts(hanako)) EXPECT_EQ(text.size(), 5002U);
}

TEST_F(MaildirStoreTest, DiscardsAMailboxThatNobodyReads) {
  ASSERT_TRUE(deliver(hanako, "Subject: x\r\n\r\n"));
  {
    const auto open = store_->open(hanako);
    EXPECT_EQ(store_->discard("hanako").error().value(), EBUSY);
  }
  ASSERT_TRUE(store_->discard("hanako"));
  EXPECT_FALSE(fs::exists(in_mailbox("hanako")));
  EXPECT_TRUE(store_->discard("hanako"));
  EXPECT_THAT(texts(hanako), IsEmpty());
  ASSERT_TRUE(deliver(hanako, "Subject: y\r\n\r\n"));
  EXPECT_THAT(texts(hanako), SizeIs(1));
}

}  // namespace
}  // namespace refd
