#include "office/letter.h"

#include <unistd.h>

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "office/out_tray.h"

namespace refd::office {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Letter letter() {
  return {.application = 12,
          .kind = ApplicationKind::add,
          .contract = {"C-1", "例題 & <Co>", {"〒100-0001", "東京都千代田区 1-1"}, "example.jp"},
          .date = *parse_day("2027-06-08"),
          .address = "taro@example.jp",
          .account = "taro-2",
          .password = "Abc23<&\"'",
          .quota_octets = 50 << 20};
}

TEST(LetterPage, SaysWhatAMailClientNeeds) {
  const auto page = letter_page(letter());
  for (const auto* text : {"〒100-0001", "例題 &amp; &lt;Co&gt; 様", "2027年6月8日", "taro@example.jp",
                           "taro-2", "pop3.example.jp", "smtp.example.jp", "587", "50 MB"})
    EXPECT_THAT(page, HasSubstr(text));
  EXPECT_THAT(page, Not(HasSubstr("995")));
  EXPECT_EQ(settings_in(page)->account, "taro-2");
  EXPECT_EQ(settings_in(page)->password, "Abc23<&\"'");
}

TEST(LetterPage, TellsOfTlsWhereThePlanHasIt) {
  auto secure = letter();
  secure.has_pops = true;
  EXPECT_THAT(letter_page(secure), HasSubstr("995"));
}

TEST(LetterPage, KeepsSilentAboutAPasswordThatStays) {
  auto same = letter();
  same.kind = ApplicationKind::change;
  same.password.reset();
  EXPECT_THAT(letter_page(same), HasSubstr("変更ありません"));
  EXPECT_EQ(settings_in(letter_page(same))->password, "");
}

TEST(OutTrayTest, KeepsLettersUntilTheyArePosted) {
  const auto folder = testing::TempDir() + "out-tray-" + std::to_string(::getpid());
  std::filesystem::remove_all(folder);
  OutTray tray(folder);
  EXPECT_THAT(tray.waiting(), ElementsAre());
  auto other = letter();
  other.application = 3;
  ASSERT_TRUE(tray.put(letter()));
  ASSERT_TRUE(tray.put(other));
  ASSERT_TRUE(tray.put(letter()));
  EXPECT_THAT(tray.waiting(), ElementsAre("letter-000003.html", "letter-000012.html"));
  EXPECT_EQ(tray.settings(12)->account, "taro-2");
  EXPECT_EQ(std::filesystem::status(tray.file_of(12)).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  ASSERT_TRUE(tray.posted(12));
  EXPECT_EQ(tray.posted(12).error().value(), ENOENT);
  EXPECT_FALSE(tray.settings(12));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace refd::office
