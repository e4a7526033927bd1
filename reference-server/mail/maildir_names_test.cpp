#include "mail/maildir_names.h"

#include <set>

#include <gmock/gmock.h>

namespace refd {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(MaildirFolder, IsOneNameWhateverTheMailboxIsCalled) {
  EXPECT_EQ(maildir_folder("taro.yamada-1_x"), "taro.yamada-1_x");
  EXPECT_EQ(maildir_folder(".."), "%2E.");
  EXPECT_EQ(maildir_folder("."), "%2E");
  EXPECT_EQ(maildir_folder("../a/b"), "%2E.%2Fa%2Fb");
  EXPECT_EQ(maildir_folder(std::string_view("a\0b\n%", 5)), "a%00b%0A%25");
  EXPECT_EQ(maildir_folder("\xE5\xA4\xAA"), "%E5%A4%AA");
  EXPECT_EQ(maildir_folder(""), "");
  EXPECT_EQ(maildir_folder(std::string(256, 'x')), "") << "too long";
  EXPECT_EQ(maildir_folder(std::string(100, '/')), "") << "too long when written out";
}

TEST(MaildirFile, ReadsWhatItWrites) {
  const MaildirFile file{.unique_id = "1754000000.M000001R00", .octets = 12, .wire_octets = 13};
  EXPECT_EQ(file.name(), "1754000000.M000001R00,S=12,W=13");
  const auto read = MaildirFile::parse(file.name() + ":2,S");
  EXPECT_EQ(read.unique_id, file.unique_id);
  EXPECT_EQ(read.octets, 12U);
  EXPECT_EQ(read.wire_octets, 13U);
}

TEST(MaildirFile, ReadsWhatOthersWrite) {
  EXPECT_EQ(MaildirFile::parse("1.P2.host").unique_id, "1.P2.host");
  EXPECT_FALSE(MaildirFile::parse("1.P2.host").octets.has_value());
  EXPECT_FALSE(MaildirFile::parse("1,S=x,W=").octets.has_value());
  EXPECT_FALSE(MaildirFile::parse("1,S=99999999999999999999,,W=-1").wire_octets.has_value());
  const auto strange = MaildirFile::parse("a b\xFF,S=3");
  EXPECT_THAT(strange.unique_id, AllOf(StartsWith("h"), testing::SizeIs(17)));
  EXPECT_EQ(strange.octets, 3U);
  EXPECT_NE(MaildirFile::parse(std::string(71, 'x')).unique_id, std::string(71, 'x'));
  EXPECT_EQ(MaildirFile::parse("a b\xFF:2,S").unique_id, strange.unique_id) << "whatever its flags";
}

TEST(UniqueIds, NoTwoAreTheSameAndTheirOrderIsThatOfTime) {
  UniqueIds ids;
  UniqueIds of_another_life;
  std::set<std::string> seen;
  std::string last;
  for (int i = 0; i < 10'000; ++i) {
    const auto id = ids.next();
    EXPECT_LT(last, id);
    last = id;
    EXPECT_TRUE(seen.insert(id).second);
    EXPECT_TRUE(seen.insert(of_another_life.next()).second);
  }
  EXPECT_THAT(last, AllOf(testing::SizeIs(testing::Le(70U)), Not(HasSubstr(","))));
}

}  // namespace
}  // namespace refd
