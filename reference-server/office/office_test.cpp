#include "office/office.h"

#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "office/office_fixture.h"

namespace refd::office {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

using OfficeTest = OfficeFixture;
using Which = Office::Which;

TEST_F(OfficeTest, SetsUpAnAdditionWhenItIsDue) {
  const auto application = added(" Info ");
  EXPECT_EQ(application.address, "info@example.jp");
  EXPECT_EQ(written(application.due), "2027-06-08");
  EXPECT_THAT(office->carry_out(Which::of_now, "office"), IsEmpty());
  EXPECT_FALSE(accounts.at("info@example.jp"));
  move_to("2027-06-08", 14);
  EXPECT_THAT(office->carry_out(Which::of_now, "office"), SizeIs(1));
  EXPECT_EQ(accounts.at("info@example.jp")->quota_octets, 20U << 20);
  const auto settings = office->posted_settings("info@example.jp");
  ASSERT_TRUE(settings);
  EXPECT_TRUE(opens(settings->account, settings->password));
  EXPECT_EQ(office->application(application.number)->state, ApplicationState::done);
  EXPECT_THAT(office->carry_out(Which::of_now, "office"), IsEmpty());
}

TEST_F(OfficeTest, LetsTheDeskSetUpTheDaysApplicationsBeforeTheCutOff) {
  added("info");
  EXPECT_THAT(office->carry_out(Which::of_the_day, "desk"), SizeIs(1));
}

TEST_F(OfficeTest, LeavesALateApplicationToTheNextBusinessDay) {
  move_to("2027-06-11", 14);
  EXPECT_EQ(written(added("info").due), "2027-06-14");
  move_to("2027-06-13", 23);
  EXPECT_THAT(office->carry_out(Which::of_the_day, "desk"), IsEmpty());
  move_to("2027-06-14", 9);
  EXPECT_THAT(office->carry_out(Which::of_now, "office"), IsEmpty());
  EXPECT_THAT(office->carry_out(Which::of_the_day, "desk"), SizeIs(1));
}

TEST_F(OfficeTest, ChangesAddressAndPassword) {
  const auto change = applied({ApplicationKind::change, "Taro@example.jp", "t.suzuki", true});
  EXPECT_EQ(change.account, "taro");
  office->carry_out(Which::of_the_day, "desk");
  EXPECT_FALSE(accounts.at("taro@example.jp"));
  EXPECT_EQ(accounts.at("t.suzuki@example.jp")->name, "taro");
  EXPECT_FALSE(opens("taro", "Secret"));
  EXPECT_TRUE(opens("taro", office->posted_settings("t.suzuki@example.jp")->password));
}

TEST_F(OfficeTest, ChangesTheAddressAlone) {
  applied({ApplicationKind::change, "taro@example.jp", "t.suzuki", false});
  office->carry_out(Which::of_the_day, "desk");
  EXPECT_TRUE(opens("taro", "Secret"));
  EXPECT_EQ(office->posted_settings("t.suzuki@example.jp")->password, "");
}

TEST_F(OfficeTest, DeletesWithoutALetter) {
  applied({ApplicationKind::remove, "taro@example.jp", "", false});
  office->carry_out(Which::of_the_day, "desk");
  EXPECT_FALSE(accounts.at("taro@example.jp"));
  EXPECT_FALSE(opens("taro", "Secret"));
  EXPECT_THAT(letters.waiting(), IsEmpty());
  EXPECT_THAT(mailboxes.discarded, ElementsAre("taro"));
  // Whoever gets the address now does not get the mailbox.
  added("taro");
  office->carry_out(Which::of_the_day, "desk");
  EXPECT_EQ(accounts.at("taro@example.jp")->name, "taro-2");
}

TEST_F(OfficeTest, RefusesWhatCannotBe) {
  const auto mistake = [&](const ApplyRequest& request) {
    const auto result = office->apply(request, "member m");
    const auto* found = std::get_if<ApplyMistake>(&result);
    return found == nullptr ? std::nullopt : std::optional(*found);
  };
  EXPECT_EQ(mistake({ApplicationKind::add, "", "TARO"}), ApplyMistake::address_exists);
  EXPECT_EQ(mistake({ApplicationKind::remove, "nobody@example.jp"}), ApplyMistake::no_such_account);
  EXPECT_EQ(mistake({ApplicationKind::change, "taro@example.jp"}), ApplyMistake::nothing_to_change);
  added("info");
  EXPECT_EQ(mistake({ApplicationKind::add, "", "info"}), ApplyMistake::spoken_for);
  applied({ApplicationKind::remove, "taro@example.jp"});
  EXPECT_EQ(mistake({ApplicationKind::change, "taro@example.jp", "x", true}), ApplyMistake::spoken_for);
  const auto string = office->apply({ApplicationKind::add, "", "<script>"}, "member m");
  EXPECT_EQ(std::get<StringMistake>(string), StringMistake::characters);
}

TEST_F(OfficeTest, RefusesAnAdditionWhoseAddressSomebodyHasBecome) {
  const auto application = added("info");
  ASSERT_TRUE(
      accounts.add({"other", "info@example.jp", 1}, {.hash = hash_password("x"), .caseless_hash = ""}));
  EXPECT_THAT(office->carry_out(Which::of_the_day, "desk"), SizeIs(1));
  EXPECT_EQ(office->application(application.number)->state, ApplicationState::refused);
  EXPECT_EQ(accounts.at("info@example.jp")->name, "other");
}

TEST_F(OfficeTest, FinishesAnAdditionThatWasInterrupted) {
  const auto application = added("info");
  // As if the server had been killed between the account and the book.
  ASSERT_TRUE(book.assign(application.number, "info"));
  ASSERT_TRUE(
      accounts.add({"info", "info@example.jp", 1}, {.hash = hash_password("x"), .caseless_hash = ""}));
  EXPECT_THAT(office->carry_out(Which::of_the_day, "desk"), SizeIs(1));
  EXPECT_EQ(office->application(application.number)->state, ApplicationState::done);
  const auto settings = office->posted_settings("info@example.jp");
  EXPECT_EQ(settings->account, "info");
  EXPECT_TRUE(opens("info", settings->password));
}

TEST_F(OfficeTest, LeavesAWithdrawnApplicationUndone) {
  const auto application = added("info");
  ASSERT_TRUE(office->withdraw(application.number, "member m"));
  EXPECT_EQ(office->withdraw(application.number, "member m").error().value(), ENOENT);
  EXPECT_THAT(office->carry_out(Which::of_the_day, "desk"), IsEmpty());
  EXPECT_FALSE(accounts.at("info@example.jp"));
}

TEST_F(OfficeTest, CarriesEachApplicationOutOnceWhoeverAsks) {
  for (const auto* string : {"a1", "b1", "c1"}) added(string);
  std::vector<std::thread> desks;
  std::atomic<std::size_t> settled = 0;
  for (int i = 0; i < 4; ++i)
    desks.emplace_back([&] { settled += office->carry_out(Which::of_the_day, "desk").size(); });
  for (auto& desk : desks) desk.join();
  EXPECT_EQ(settled, 3U);
  EXPECT_THAT(letters.waiting(), SizeIs(3));
}

TEST_F(OfficeTest, ChangesThePlanAndTheOption) {
  EXPECT_EQ(office->set_plan("gold", "desk").error().value(), EINVAL);
  ASSERT_TRUE(office->set_more_space("taro", true, "desk"));
  EXPECT_EQ(accounts.at("taro@example.jp")->quota_octets, 50U << 20);
  ASSERT_TRUE(office->set_more_space("taro", false, "desk"));
  EXPECT_EQ(accounts.at("taro@example.jp")->quota_octets, 20U << 20);
  EXPECT_EQ(office->set_more_space("nobody", true, "desk").error().value(), ENOENT);
  ASSERT_TRUE(office->set_plan("secure", "desk"));
  EXPECT_EQ(accounts.at("taro@example.jp")->quota_octets, 50U << 20);
  EXPECT_EQ(office->set_more_space("taro", true, "desk").error().value(), EINVAL);
}

TEST_F(OfficeTest, NotesWhatIsDoneAndNoPassword) {
  added("info");
  office->carry_out(Which::of_the_day, "desk");
  const auto text = audit_text();
  EXPECT_THAT(text, HasSubstr("application.recorded"));
  EXPECT_THAT(text, HasSubstr("application.done"));
  EXPECT_THAT(text, HasSubstr("member m"));
  EXPECT_THAT(text, Not(HasSubstr(office->posted_settings("info@example.jp")->password)));
}

TEST_F(OfficeTest, FollowsThePolicy) {
  policies.policy.additions_are_posted = false;
  added("quiet");
  office->carry_out(Which::of_the_day, "desk");
  EXPECT_THAT(letters.waiting(), IsEmpty());
  policies.policy.deletions_are_posted = true;
  applied({ApplicationKind::remove, "quiet@example.jp"});
  office->carry_out(Which::of_the_day, "desk");
  EXPECT_THAT(letters.waiting(), SizeIs(1));
  policies.policy.additions_take_effect = false;
  added("nothing");
  EXPECT_THAT(office->carry_out(Which::of_the_day, "desk"), SizeIs(1));
  EXPECT_FALSE(accounts.at("nothing@example.jp"));
}

TEST(IssuedPassword, IsLongAndNotTwiceTheSame) {
  EXPECT_THAT(issued_password(), SizeIs(12));
  EXPECT_NE(issued_password(), issued_password());
}

}  // namespace
}  // namespace refd::office
