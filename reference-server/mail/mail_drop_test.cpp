#include "mail/mail_drop.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refd {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view good_file =
    "hosting mail drop 1\nfrom a@b.example\nto c@d.example\n\nSubject: x\n\nbody\n";

class MailDropTest : public testing::Test {
 protected:
  MailDropTest() {
    std::string pattern = (fs::temp_directory_path() / "mail-drop-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
    folder_ = pattern;
  }
  ~MailDropTest() override { fs::remove_all(folder_); }

  void put(const std::string& name, std::string_view text) const { std::ofstream(folder_ / name) << text; }

  std::vector<std::string> names() const { return drop().names(100).value(); }
  MailDrop drop() const { return MailDrop(folder_.string()); }
  static std::string text_of(const MailDrop::Dropped& dropped) {
    std::string text(dropped.octets, '\0');
    EXPECT_EQ(::pread(dropped.file.get(), text.data(), text.size(), static_cast<off_t>(dropped.start)),
              static_cast<ssize_t>(text.size()));
    return text;
  }

  fs::path folder_;
};

TEST_F(MailDropTest, AMessageIsThereOnlyWhenItIsWhole) {
  auto incoming = drop().begin({"from@example.jp", {"one@example.jp", "\"two \\\" words\"@example.jp"}});
  ASSERT_TRUE(incoming);
  ASSERT_TRUE((*incoming)->write(std::string_view("Subject: x\n\n")));
  const std::string body(200'000, 'b');
  ASSERT_TRUE((*incoming)->write(body));
  EXPECT_THAT(names(), IsEmpty());
  const auto name = (*incoming)->commit();
  ASSERT_TRUE(name);
  EXPECT_THAT(names(), ElementsAre(*name));

  const auto dropped = drop().open(*name);
  ASSERT_TRUE(dropped);
  EXPECT_EQ(dropped->envelope.sender, "from@example.jp");
  EXPECT_THAT(dropped->envelope.recipients, ElementsAre("one@example.jp", "\"two \\\" words\"@example.jp"));
  EXPECT_EQ(text_of(*dropped), "Subject: x\n\n" + body);
  EXPECT_EQ(dropped->owner, ::geteuid());
  ASSERT_TRUE(drop().remove(*name));
  EXPECT_THAT(names(), IsEmpty());
  EXPECT_TRUE(drop().remove(*name));
}

TEST_F(MailDropTest, AMessageThatWasGivenUpLeavesNothing) {
  { ASSERT_TRUE((*drop().begin({"", {"a@b"}}))->write(std::string_view("x"))); }
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(MailDropTest, TheOldestComeFirst) {
  std::vector<std::string> made;
  for (int i = 0; i < 5; ++i) made.push_back((*drop().begin({"", {"a@b"}}))->commit().value());
  EXPECT_EQ(names(), made);
  EXPECT_THAT(drop().names(2).value(), ElementsAre(made[0], made[1]));
}

TEST_F(MailDropTest, ThereIsNoMailWhereThereIsNoDirectory) {
  const MailDrop nowhere((folder_ / "nowhere").string());
  EXPECT_THAT(nowhere.names(10).value(), IsEmpty());
  EXPECT_EQ(nowhere.begin({"", {"a@b"}}).error(), system_error(ENOENT));
}

TEST_F(MailDropTest, AnEnvelopeThatWouldBreakTheFileIsRefused) {
  for (const char* address : {"", "a b@c", "a@b\nto x@y", "a\x01@b", "<a@b>", "\"a@b", "\"a\\"}) {
    EXPECT_EQ(drop().begin({"", {address}}).error(), system_error(EINVAL)) << address;
    if (*address != '\0') {
      EXPECT_EQ(drop().begin({address, {"a@b"}}).error(), system_error(EINVAL)) << address;
    }
  }
  EXPECT_EQ(drop().begin({"a@b", {}}).error(), system_error(EINVAL));
  EXPECT_EQ(drop().begin({"a@b", {std::string(321, 'a')}}).error(), system_error(EINVAL));
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(MailDropTest, WhatTheCustomerMadeHimselfIsNotBelieved) {
  put("1", good_file);
  EXPECT_TRUE(drop().open("1"));
  const std::pair<const char*, std::string> cases[] = {
      {"nothing", ""},
      {"another format", "hosting mail drop 2\nfrom \nto a@b\n\n"},
      {"no recipient", "hosting mail drop 1\nfrom a@b\n\nbody"},
      {"no sender line", "hosting mail drop 1\nto a@b\n\nbody"},
      {"two senders", "hosting mail drop 1\nfrom a@b\nfrom c@d\nto a@b\n\nbody"},
      {"no end", "hosting mail drop 1\nfrom a@b\nto a@b\n"},
      {"a bad address", "hosting mail drop 1\nfrom a@b\nto a@b\r\n\nbody"},
      {"an endless envelope", "hosting mail drop 1\nfrom a@b\nto " + std::string(2U << 20U, 'x')},
  };
  for (const auto& [what, text] : cases) {
    put("2", text);
    EXPECT_EQ(drop().open("2").error(), system_error(EBADMSG)) << what;
  }
  fs::create_symlink(folder_ / "1", folder_ / "3");
  EXPECT_EQ(drop().open("3").error(), system_error(EBADMSG));
  ASSERT_EQ(::mkfifo((folder_ / "4").c_str(), 0600), 0);
  EXPECT_EQ(drop().open("4").error(), system_error(EBADMSG));
  fs::create_directory(folder_ / "5");
  EXPECT_EQ(drop().open("5").error(), system_error(EBADMSG));
  EXPECT_TRUE(drop().remove("5"));
  fs::create_hard_link(folder_ / "1", folder_ / "6");
  EXPECT_EQ(drop().open("6").error(), system_error(EBADMSG));
  EXPECT_EQ(drop().open("../1").error(), system_error(EINVAL));
  EXPECT_EQ(drop().remove("../1").error(), system_error(EINVAL));
}

TEST_F(MailDropTest, NamesOfOthersAreNoMail) {
  put(".new-0a", good_file);
  put("README", good_file);
  EXPECT_THAT(names(), IsEmpty());
}

}  // namespace
}  // namespace refd
