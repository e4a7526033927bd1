#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mail/memory_mail_store.h"
#include "office/office_fixture.h"
#include "office/support_desk.h"
#include "operator/desk_fixture.h"
#include "policy/policies.h"

namespace refd {
namespace {

using testing::HasSubstr;
using testing::Not;

class OfficeCommandsTest : public office::OfficeFixture {
 protected:
  OfficeCommandsTest() {
    desk_services().office = office.get();
    desk_services().letters = &letters;
    desk_services().support = &support;
    desk_services().audit = audit.get();
  }
  DeskServices& desk_services() { return services_; }
  Desk::Answer ask(const std::vector<std::string>& words) { return Desk(services_).answer(words); }
  std::string text(const std::vector<std::string>& words) { return ask(words).text; }

  AdjustableClock adjustable;
  OneDeviation deviations;
  CountingLogKeeper log;
  OneAccessFile access_files;
  OneScript scripts;
  SomeDisk disk;
  OneCounter counters;
  FixedPolicies mail_policies;
  MemoryMailStore store{mail_policies};
  office::SupportDesk support{
      "", {store, {".requests", 1 << 20}, access_files, *audit, clock, policies, silent_log()}, contract};

 private:
  DeskServices services_{adjustable, deviations, log, access_files, scripts, disk, counters, [] {
                           return nlohmann::json();
                         }};
};

TEST_F(OfficeCommandsTest, TellOfAccountsAndPlan) {
  EXPECT_THAT(text({"account", "list"}), HasSubstr("taro@example.jp"));
  EXPECT_EQ(ask({"plan", "show"}).data["plan"], "basic");
  EXPECT_EQ(ask({"account", "space", "taro", "more"}).data[0]["quota"], 50 << 20);
  EXPECT_FALSE(ask({"account", "space", "taro", "huge"}).ok);
  EXPECT_FALSE(ask({"account", "space", "taro"}).ok);
  EXPECT_FALSE(ask({"account", "space", "nobody", "more"}).ok);
  EXPECT_THAT(text({"plan", "set", "premium"}), HasSubstr("at the next start"));
  EXPECT_THAT(text({"account", "space", "taro", "more"}), HasSubstr("no option"));
  EXPECT_FALSE(ask({"plan", "set", "gold"}).ok);
  EXPECT_THAT(audit_text(), HasSubstr("plan set"));
}

TEST_F(OfficeCommandsTest, SetUpWhatIsDueAndKeepTheLetter) {
  EXPECT_THAT(text({"application", "carry-out"}), HasSubstr("nothing is due"));
  added("info");
  EXPECT_EQ(ask({"application", "list"}).data[0]["state"], "waiting");
  EXPECT_EQ(ask({"application", "carry-out"}).data[0]["state"], "done");
  EXPECT_EQ(ask({"letter", "list"}).data[0], "letter-000001.html");
  const auto settings = ask({"letter", "settings", "info@example.jp"});
  EXPECT_TRUE(opens(settings.data["account"], settings.data["password"]));
  EXPECT_EQ(settings.text, settings.data["account"].get<std::string>() + "\n" +
                               settings.data["password"].get<std::string>() + "\n");
  EXPECT_EQ(text({"letter", "settings", "nobody@example.jp"}), "");
  EXPECT_TRUE(ask({"letter", "posted", "1"}).ok);
  EXPECT_FALSE(ask({"letter", "posted", "1"}).ok);
  EXPECT_FALSE(ask({"letter", "posted", "one"}).ok);
  EXPECT_THAT(audit_text(), Not(HasSubstr(settings.data["password"].get<std::string>())));
}

TEST_F(OfficeCommandsTest, WithdrawAndHandle) {
  added("info");
  EXPECT_TRUE(ask({"application", "withdraw", "1"}).ok);
  EXPECT_FALSE(ask({"application", "withdraw", "1"}).ok);
  EXPECT_THAT(text({"request", "list"}), HasSubstr("nobody has asked"));
  const std::string mail = "\r\n\r\n番号：C-1\r\nドメイン名：example.jp\r\nディレクトリ：/web/sub\r\n";
  const auto delivery = store.begin_delivery({".requests", 1 << 20}, 0);
  ASSERT_TRUE((*delivery)->write({mail.data(), mail.size()}));
  ASSERT_TRUE((*delivery)->commit());
  EXPECT_EQ(ask({"request", "list"}).data[0]["directory"], "/web/sub");
  EXPECT_FALSE(ask({"request", "handle", "7"}).ok);
  EXPECT_EQ(ask({"request", "handle", "all"}).data[0]["state"], "done");
  EXPECT_THAT(text({"request", "handle", "all"}), HasSubstr("no request is open"));
}

TEST_F(OfficeCommandsTest, AreRefusedWhereThereIsNoOffice) {
  desk_services().office = nullptr;
  desk_services().support = nullptr;
  EXPECT_FALSE(ask({"account", "list"}).ok);
  EXPECT_FALSE(ask({"request", "list"}).ok);
}

}  // namespace
}  // namespace refd
