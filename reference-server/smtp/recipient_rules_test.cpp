#include "smtp/recipient_rules.h"

#include <gmock/gmock.h>

#include "smtp/bench_session.h"

namespace refd::smtp {
namespace {

using Fate = Judgement::Fate;

Path path(std::string_view text) {
  return take_path(text).value();
}

class RecipientRulesTest : public testing::Test {
 protected:
  Judgement judged(std::string_view recipient, bool may_send = false,
                   std::string_view sender = "<a@elsewhere.example>") const {
    return judge(path(recipient), {may_send, path(sender)}, policy_, accounts_, "example.jp");
  }
  Fate fate(std::string_view recipient, bool may_send = false,
            std::string_view sender = "<a@elsewhere.example>") const {
    return judged(recipient, may_send, sender).fate;
  }

  SmtpPolicy policy_;
  TwoMailAccounts accounts_;
};

// SMTP-4: every one of them is foreign, or nobody's address here.
constexpr std::string_view disguises[] = {"<user@elsewhere.example>",
                                          "<user%elsewhere.example@example.jp>",
                                          "<@example.jp:user@elsewhere.example>",
                                          "<\"user@elsewhere.example\"@example.jp>",
                                          "<\"user%elsewhere.example\"@example.jp>",
                                          "<elsewhere.example!user@example.jp>",
                                          "<@example.jp:user%elsewhere.example@example.jp>",
                                          "<taro%example.jp@elsewhere.example>",
                                          "<user@[192.0.2.1]>",
                                          "<user@sub.example.jp>"};

TEST_F(RecipientRulesTest, StrangersReachNobodyElsewhere) {
  for (const auto disguise : disguises) {
    for (const auto* const sender : {"<a@elsewhere.example>", "<>", "<taro@example.jp>"}) {
      const auto judgement = judged(disguise, false, sender);
      EXPECT_EQ(judgement.fate, Fate::refused) << disguise << " from " << sender;
      EXPECT_THAT(judgement.refusal.code, testing::AnyOf(550, 554)) << disguise;
    }
  }
}

TEST_F(RecipientRulesTest, WhoMaySendReachesEverybody) {
  EXPECT_EQ(fate("<user@elsewhere.example>", true), Fate::elsewhere);
  EXPECT_EQ(judged("<@example.jp:user@elsewhere.example>", true).address.text(), "user@elsewhere.example");
  EXPECT_EQ(judged("<user@[192.0.2.1]>", true).refusal.status, "5.1.2");
  EXPECT_EQ(judged("<user%elsewhere.example@example.jp>", true).refusal.status, "5.1.1");
}

TEST_F(RecipientRulesTest, OwnAddressesAreReachedByAnyone) {
  const auto judgement = judged("<Taro@Example.JP>");
  EXPECT_EQ(judgement.fate, Fate::own);
  EXPECT_EQ(judgement.account->name, "taro");
  EXPECT_EQ(fate("<\"taro\"@example.jp>"), Fate::own);
  EXPECT_EQ(fate("<@elsewhere.example:taro@example.jp>"), Fate::own);
  EXPECT_EQ(judged("<jiro@example.jp>").refusal.code, 550);
  EXPECT_EQ(judged("<jiro@example.jp>").refusal.status, "5.1.1");
  EXPECT_EQ(judged("<postmaster>").refusal.status, "5.1.1") << "here nobody has that address";
}

TEST_F(RecipientRulesTest, EachDisguiseHasADeviation) {
  const auto lets = [this](bool SmtpPolicy::*flag, std::string_view recipient, std::string_view sender) {
    policy_ = SmtpPolicy();
    policy_.*flag = true;
    const auto judgement = judged(recipient, false, sender);
    EXPECT_EQ(judgement.fate, Fate::elsewhere) << recipient << " from " << sender;
    EXPECT_EQ(judgement.address.text(), "user@elsewhere.example");
  };
  lets(&SmtpPolicy::anyone_may_relay, disguises[0], "<a@b.example>");
  lets(&SmtpPolicy::percent_hack_relays, disguises[1], "<a@b.example>");
  lets(&SmtpPolicy::source_route_relays, disguises[2], "<a@b.example>");
  lets(&SmtpPolicy::quoted_address_relays, disguises[3], "<a@b.example>");
  lets(&SmtpPolicy::null_sender_relays, disguises[0], "<>");
  lets(&SmtpPolicy::local_sender_relays, disguises[0], "<taro@example.jp>");
}

TEST_F(RecipientRulesTest, DeviationsOfOwnAddresses) {
  policy_.address_case_matters = true;
  EXPECT_EQ(fate("<Taro@example.jp>"), Fate::refused);
  EXPECT_EQ(fate("<taro@EXAMPLE.jp>"), Fate::own);
  policy_.unknown_addresses_are_refused = false;
  EXPECT_EQ(fate("<jiro@example.jp>"), Fate::dropped);
  policy_.own_addresses_are_taken_from_anyone = false;
  EXPECT_EQ(fate("<taro@example.jp>"), Fate::refused);
  EXPECT_EQ(fate("<taro@example.jp>", true), Fate::own);
}

}  // namespace
}  // namespace refd::smtp
