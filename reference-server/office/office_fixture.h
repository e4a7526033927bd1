#pragma once

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "accounts/kept_mail_accounts.h"
#include "config/password_hash.h"
#include "office/office.h"

namespace refd::office {

/// Remembers what was discarded.
class NotedMailboxes final : public MailboxKeeper {
 public:
  Result<void> discard(const std::string& mailbox) override {
    discarded.push_back(mailbox);
    return {};
  }
  std::vector<std::string> discarded;
};

/// An office with one account, taro@example.jp, on a Tuesday at ten.
class OfficeFixture : public testing::Test {
 protected:
  OfficeFixture() : folder_(testing::TempDir() + "office-" + unique_name()) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    audit = std::make_unique<AuditLog>(folder_ + "/audit.log", clock, silent_log());
    office = std::make_unique<Office>(parts(), contract);
  }
  OfficeFixture(const OfficeFixture&) = delete;
  OfficeFixture& operator=(const OfficeFixture&) = delete;
  ~OfficeFixture() override { std::filesystem::remove_all(folder_); }

  static std::string unique_name() {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    return std::string(info->test_suite_name()) + "." + info->name();
  }
  static Clock::time_point moment(std::string_view day, int hour, int minute = 0) {
    return moment_of({*parse_day(day), std::chrono::hours(hour) + std::chrono::minutes(minute)});
  }
  void move_to(std::string_view day, int hour, int minute = 0) {
    clock.advance(moment(day, hour, minute) - clock.now());
  }
  Office::Parts parts() {
    return {book, accounts, accounts, mailboxes, letters, terms, *audit, clock, policies, silent_log()};
  }
  /// The application that was recorded; a failure of the test when none was.
  Application applied(const ApplyRequest& request) {
    const auto result = office->apply(request, "member m");
    if (const auto* application = std::get_if<Application>(&result)) return *application;
    ADD_FAILURE() << "it was not recorded";
    return {};
  }
  Application added(const std::string& string) {
    return applied({.kind = ApplicationKind::add, .address = "", .string = string});
  }
  std::string audit_text() const {
    std::ifstream in(folder_ + "/audit.log");
    return {std::istreambuf_iterator<char>(in), {}};
  }
  bool opens(const std::string& account, const std::string& password) const {
    return accounts.login(account, password, LoginRules()).has_value();
  }

  const std::string folder_;
  const Contract contract{"C-1", "例題商事", {"〒100-0001", "東京都"}, "example.jp"};
  ManualClock clock{moment("2027-06-08", 10)};
  ChangingOfficePolicy policies;
  KeptMailAccounts accounts{"",
                            "example.jp",
                            {{.account = {"taro", "taro@example.jp", 20 << 20},
                              .password = {.hash = hash_password("Secret"), .caseless_hash = ""}}},
                            silent_log()};
  ApplicationBook book{"", silent_log()};
  NotedMailboxes mailboxes;
  OutTray letters{folder_ + "/out-tray"};
  ContractTerms terms{"", "basic", silent_log()};
  std::unique_ptr<AuditLog> audit;
  std::unique_ptr<Office> office;
};

}  // namespace refd::office
