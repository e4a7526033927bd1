#include "smtp/postmaster_accounts.h"

#include <gmock/gmock.h>

#include "smtp/bench_session.h"
#include "smtp/local_delivery.h"
#include "smtp/recipient_rules.h"

namespace refd::smtp {
namespace {

TEST(PostmasterAccounts, TheOperatorsAddressAtEveryDomainOfOurs) {
  const TwoMailAccounts accounts;
  const PostmasterAccounts all(accounts);
  EXPECT_EQ(all.at("Taro@example.jp")->name, "taro");
  EXPECT_EQ(all.at("PostMaster@example.jp")->name, PostmasterAccounts::mailbox);
  for (const auto* other :
       {"postmaster@b.example", "postmaster", "xpostmaster@example.jp", "jiro@example.jp"})
    EXPECT_FALSE(all.at(other)) << other;
  EXPECT_EQ(all.all().size(), 2U) << "it is none of the contract's";
}

TEST(PostmasterAccounts, HisMailIsTakenFromAnyoneAndKept) {
  Bench bench;
  const PostmasterAccounts accounts(bench.accounts);
  const SmtpPolicy policy;
  for (std::string_view to : {"<postmaster>", "<Postmaster@example.jp>"}) {
    const Path nobody;
    const auto judged = judge(*take_path(to), {false, nobody}, policy, accounts, "example.jp");
    ASSERT_EQ(judged.fate, Judgement::Fate::own);
    EXPECT_EQ(judged.account->name, PostmasterAccounts::mailbox);
  }
}

}  // namespace
}  // namespace refd::smtp
