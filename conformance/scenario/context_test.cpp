#include "scenario/context.h"

#include <gmock/gmock.h>

#include "scenario/memory_footprint.h"
#include "scenario/memory_operator.h"

namespace cts {
namespace {

using reports::Verdict;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

void no_body(Context&) {}

Scenario refuses() {
  return {.id = "ftp.login.refuses",
          .clauses = {"FTP-LOGIN-1", "FTP-DIR-1"},
          .purpose = "Nobody else gets in.",
          .tier = Tier::smoke,
          .consent = Consent::observe,
          .run = no_body};
}

class ContextTest : public testing::Test {
 protected:
  ContextTest() {
    target_.ftp.login = "customer";
    target_.ftp.password = Secret("geheim");
    target_.vantage_points = {{.name = "here"}};
  }
  // What a body comes to.
  template <class Body>
  reports::ScenarioResult run(Body body) {
    Context context(scenario_, {target_, built_in_profile("dedicated"), footprint_, operator_, "run12345"});
    try {
      body(context);
    } catch (const ScenarioStopped&) {
    }
    context.clean_up();
    return context.outcome();
  }

  Target target_;
  MemoryFootprint footprint_;
  MemoryOperator operator_;
  Scenario scenario_ = refuses();
};

TEST_F(ContextTest, TellsWhatTheScenarioIs) {
  const auto outcome = run([](Context& t) { t.expect("one is one", 1, 1); });
  EXPECT_EQ(outcome.id, "ftp.login.refuses");
  EXPECT_EQ(outcome.service, "ftp");
  EXPECT_EQ(outcome.purpose, "Nobody else gets in.");
  EXPECT_EQ(outcome.tier, "smoke");
  EXPECT_EQ(outcome.consent, "observe");
  EXPECT_THAT(outcome.clauses, ElementsAre("FTP-LOGIN-1", "FTP-DIR-1"));
  EXPECT_EQ(outcome.source_file, "conformance/scenario/context_test.cpp");
  EXPECT_GT(outcome.source_line, 0);
}

TEST_F(ContextTest, ABodyThatAssertsNothingIsAnError) {
  const auto outcome = run([](Context&) {});
  EXPECT_EQ(outcome.verdict, Verdict::error);
  EXPECT_EQ(outcome.message, "the scenario asserted nothing");
}

TEST_F(ContextTest, APreconditionAloneAssertsNothing) {
  EXPECT_EQ(run([](Context& t) { t.need("one", 1, 1); }).verdict, Verdict::error);
}

TEST_F(ContextTest, AKeptPromiseIsAPassWithoutAMessage) {
  const auto outcome = run([](Context& t) { EXPECT_TRUE(t.expect("one is one", 1, 1)); });
  EXPECT_EQ(outcome.verdict, Verdict::pass);
  EXPECT_EQ(outcome.message, "");
  ASSERT_THAT(outcome.findings, SizeIs(1));
  EXPECT_TRUE(outcome.findings[0].passed);
  EXPECT_EQ(outcome.findings[0].clause, "FTP-LOGIN-1");
  EXPECT_EQ(outcome.findings[0].repeat, "");
}

TEST_F(ContextTest, ABrokenPromiseFailsAndTheBodyGoesOn) {
  const auto outcome = run([](Context& t) {
    t.transcript().note("x", "before");
    t.transcript().repeat_with("curl again");
    EXPECT_FALSE(t.expect("one is two", 1, 2));
    EXPECT_FALSE(t.expect_for("FTP-DIR-1", "one is three", 1, testing::Gt(3)));
    EXPECT_TRUE(t.expect("one is one", 1, 1));
  });
  EXPECT_EQ(outcome.verdict, Verdict::fail);
  EXPECT_EQ(outcome.message, "FTP-LOGIN-1: one is two: expected is equal to 2, got 1");
  ASSERT_THAT(outcome.findings, SizeIs(3));
  EXPECT_EQ(outcome.findings[0].transcript_entry, 0u);
  EXPECT_EQ(outcome.findings[0].repeat, "curl again");
  EXPECT_EQ(outcome.findings[1].clause, "FTP-DIR-1");
  EXPECT_EQ(outcome.findings[1].expected, "is > 3");
}

TEST_F(ContextTest, AnUnmetPreconditionLeavesTheBody) {
  const auto outcome = run([](Context& t) {
    t.need("the ground is solid", std::string("water"), "rock");
    ADD_FAILURE();
  });
  EXPECT_EQ(outcome.verdict, Verdict::inconclusive);
  EXPECT_EQ(outcome.message, "the ground is solid: expected is equal to \"rock\", got \"water\"");
}

TEST_F(ContextTest, AVerdictOnlyGetsWorse) {
  EXPECT_EQ(run([](Context& t) {
              t.expect("kept", 1, 1);
              t.stop_inconclusive("lost");
            }).verdict,
            Verdict::inconclusive);
  const auto failed = run([](Context& t) {
    t.expect("broken", 1, 2);
    t.stop_inconclusive("lost");
  });
  EXPECT_EQ(failed.verdict, Verdict::fail);
  EXPECT_THAT(failed.message, HasSubstr("broken"));
  const auto error = run([](Context& t) {
    t.expect("broken", 1, 2);
    t.record_error("our own fault");
    t.expect("kept", 1, 1);
  });
  EXPECT_EQ(error.verdict, Verdict::error);
  EXPECT_EQ(error.message, "our own fault");
  EXPECT_EQ(run([](Context& t) { t.not_applicable("no such plan"); }).verdict, Verdict::not_applicable);
  EXPECT_EQ(run([](Context& t) {
              t.expect("broken", 1, 2);
              t.not_applicable("no such plan");
            }).verdict,
            Verdict::fail);
}

TEST_F(ContextTest, JudgingAForeignClauseIsAnError) {
  const auto outcome = run([](Context& t) { t.expect_for("WEB-MAP-1", "one is one", 1, 1); });
  EXPECT_EQ(outcome.verdict, Verdict::error);
  EXPECT_THAT(outcome.message, HasSubstr("WEB-MAP-1, which is not one of its clauses"));
}

TEST_F(ContextTest, MasksSecretsWhereverTheyTurnUp) {
  const auto outcome = run([](Context& t) {
    t.record("said", "geheim");
    t.expect("geheim is not shown", std::string("a geheim b"), "geheim");
    t.record_error("geheim");
  });
  EXPECT_EQ(outcome.readings[0].value, "****");
  EXPECT_EQ(outcome.findings[0].requirement, "**** is not shown");
  EXPECT_EQ(outcome.findings[0].actual, "\"a **** b\"");
  EXPECT_EQ(outcome.findings[0].expected, "is equal to \"****\"");
  EXPECT_EQ(outcome.message, "****");
}

TEST_F(ContextTest, KeepsMessagesToOneShortLine) {
  const auto outcome = run([](Context& t) { t.expect("broken", std::string(100'000, 'x') + "\n", "y\nz"); });
  EXPECT_LT(outcome.message.size(), 2000u);
  EXPECT_THAT(outcome.message, Not(HasSubstr("\n")));
  EXPECT_LT(outcome.findings[0].actual.size(), 3000u);
}

TEST_F(ContextTest, NamesAreUniqueAndTellTheRun) {
  run([](Context& t) {
    const std::string first = t.unique();
    EXPECT_THAT(first, testing::MatchesRegex("run12345-[0-9a-z]+-1"));
    EXPECT_NE(first, t.unique());
    t.expect("done", 1, 1);
  });
}

TEST_F(ContextTest, AVantagePointThatIsNotThereIsInconclusive) {
  const auto outcome = run([](Context& t) { t.connect_ftp(1); });
  EXPECT_EQ(outcome.verdict, Verdict::inconclusive);
  EXPECT_THAT(outcome.message, HasSubstr("vantage point"));
}

TEST_F(ContextTest, WithoutCredentialsALoginIsInconclusive) {
  target_.ftp.login.clear();
  EXPECT_EQ(run([](Context& t) { t.ftp(); }).message, "the target gives no FTP credentials");
}

TEST_F(ContextTest, AsksTheOperatorWithTheValueInItsPlace) {
  scenario_.hooks = {"disable_access_file"};
  target_.hooks = {{"disable_access_file", {"ssh", "host", "free {directory}"}}};
  operator_.answer.output = "kept as old.txt\n";
  const auto outcome = run([](Context& t) {
    t.expect("it says so", t.ask_operator("disable_access_file", "/web/a b"), "kept as old.txt\n");
  });
  EXPECT_EQ(outcome.verdict, Verdict::pass);
  EXPECT_THAT(operator_.asked, ElementsAre(ElementsAre("ssh", "host", "free /web/a b")));
  ASSERT_THAT(outcome.transcript, SizeIs(2));
  EXPECT_THAT(outcome.transcript[0].text, HasSubstr("'free /web/a b'"));
}

TEST_F(ContextTest, AFailingOperatorIsInconclusive) {
  scenario_.hooks = {"delete_log"};
  target_.hooks = {{"delete_log", {"ssh"}}};
  operator_.answer = {.succeeded = false, .output = "", .problem = "exit code 255"};
  const auto outcome = run([](Context& t) { t.ask_operator("delete_log"); });
  EXPECT_EQ(outcome.verdict, Verdict::inconclusive);
  EXPECT_EQ(outcome.message, "the operator's command delete_log failed: exit code 255");
}

TEST_F(ContextTest, AHookThatTheRowDoesNotNameIsOurMistake) {
  target_.hooks = {{"delete_log", {"ssh"}}};
  EXPECT_THROW(run([](Context& t) { t.ask_operator("delete_log"); }), std::logic_error);
}

TEST_F(ContextTest, PutsTheClockBackWhateverTheBodyDoes) {
  scenario_.hooks = {"set_clock"};
  target_.hooks = {{"set_clock", {"set", "{time}"}}};
  const auto outcome = run([](Context& t) {
    t.move_clock(std::chrono::hours(24 * 365 * 100));
    t.stop_inconclusive("in the middle");
  });
  EXPECT_EQ(outcome.message, "in the middle");
  ASSERT_THAT(operator_.asked, SizeIs(2));
  EXPECT_THAT(operator_.asked[0], ElementsAre("set", testing::MatchesRegex("21..-..-..T..:..:..Z")));
  EXPECT_THAT(operator_.asked[1], ElementsAre("set", testing::MatchesRegex("20..-..-..T..:..:..Z")));
  EXPECT_THAT(outcome.leftovers, IsEmpty());
}

TEST_F(ContextTest, AClockThatCannotBePutBackIsALeftover) {
  scenario_.hooks = {"set_clock"};
  target_.hooks = {{"set_clock", {"set", "{time}"}}};
  const auto outcome = run([this](Context& t) {
    t.expect("one is one", 1, 1);
    t.move_clock(std::chrono::hours(1));
    operator_.answer = {.succeeded = false, .output = "", .problem = "exit code 1"};
  });
  EXPECT_THAT(outcome.leftovers, ElementsAre(testing::StartsWith("the server's clock (")));
}

TEST_F(ContextTest, TouchesNothingWhenTheBodyDoesNot) {
  const auto outcome = run([](Context& t) { t.expect("one is one", 1, 1); });
  EXPECT_THAT(footprint_.history, IsEmpty());
  EXPECT_THAT(outcome.transcript, IsEmpty());
  EXPECT_THAT(outcome.leftovers, IsEmpty());
}

}  // namespace
}  // namespace cts
