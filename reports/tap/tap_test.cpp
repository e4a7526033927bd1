#include <gmock/gmock.h>

#include "reports/approved/approval.h"
#include "reports/approved/sample_record.h"
#include "reports/record/derive.h"
#include "reports/tap/tap_writer.h"

namespace reports {
namespace {

using testing::HasSubstr;
using testing::Not;

RunRecord record_of(Verdict verdict, const std::string& message = "why") {
  RunRecord record = passing_record();
  record.scenarios.resize(1);
  record.scenarios[0].id = "web.a.b";
  record.scenarios[0].clauses = {"WEB-1"};
  record.scenarios[0].verdict = verdict;
  record.scenarios[0].message = message;
  complete_record(record);
  return record;
}

TEST(Tap, IsAsApproved) {
  expect_approved("mixed.approved.tap", write_tap(mixed_record()));
  expect_approved("passing.approved.tap", write_tap(passing_record()));
}

TEST(Tap, SaysOkOnlyWhereNothingSpeaksAgainstTheTarget) {
  EXPECT_THAT(write_tap(record_of(Verdict::pass)), HasSubstr("\nok 1 - web.a.b (WEB-1)\n"));
  EXPECT_THAT(write_tap(record_of(Verdict::not_run)), HasSubstr("\nok 1 - web.a.b (WEB-1) # skip why\n"));
  EXPECT_THAT(write_tap(record_of(Verdict::not_applicable)),
              HasSubstr("\nok 1 - web.a.b (WEB-1) # skip why\n"));
  EXPECT_THAT(write_tap(record_of(Verdict::expected_failure)),
              HasSubstr("\nnot ok 1 - web.a.b (WEB-1) # todo why\n"));
  for (const Verdict verdict :
       {Verdict::fail, Verdict::unexpected_pass, Verdict::inconclusive, Verdict::error, Verdict::none})
    EXPECT_THAT(write_tap(record_of(verdict)), HasSubstr("\nnot ok 1 - web.a.b (WEB-1)\n"))
        << to_key(verdict);
}

TEST(Tap, CountsFaultsOfTheSuiteAsTests) {
  RunRecord record = record_of(Verdict::pass);
  record.errors = {"something broke"};
  EXPECT_THAT(write_tap(record), HasSubstr("\n1..2\n"));
  EXPECT_THAT(write_tap(record), HasSubstr("\nnot ok 2 - harness.fault_1\n"));
}

TEST(Tap, KeepsWhatATargetSaidFromBecomingADirective) {
  const std::string text = write_tap(record_of(Verdict::not_run, "a # todo\nnot ok 2 \x1b[0m"));
  EXPECT_THAT(text, HasSubstr("# skip a \\# todo\\\\nnot ok 2 \\\\x1b[0m\n"));
  EXPECT_THAT(text, Not(HasSubstr("\nnot ok 2")));
  const std::string failing = write_tap(record_of(Verdict::fail, "\"\n  ...\nok 2"));
  EXPECT_THAT(failing, HasSubstr("message: \"\\\"\\\\n  ...\\\\nok 2\"\n"));
}

TEST(Tap, CutsDownWhatAHostileTargetSays) {
  RunRecord record = record_of(Verdict::fail, std::string(1'000'000, 'm'));
  record.scenarios[0].findings = {{.expected = "x", .actual = std::string(1'000'000, '\\')}};
  EXPECT_LT(write_tap(record).size(), 100'000U);
}

}  // namespace
}  // namespace reports
