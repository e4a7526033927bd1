#include "reports/merge/merge.h"

#include <gmock/gmock.h>

#include "reports/approved/sample_record.h"
#include "reports/record/derive.h"

namespace reports {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// The scenarios of the mixed record, dealt out as a run deals them.
std::vector<Part> parts_of(unsigned count) {
  std::vector<Part> parts;
  for (unsigned number = 1; number <= count; ++number) {
    RunRecord record = mixed_record();
    record.errors.clear();
    record.options.shard = std::to_string(number) + "/" + std::to_string(count);
    record.run_id = "run" + std::to_string(number);
    std::vector<ScenarioResult> dealt;
    for (std::size_t i = number - 1; i < record.scenarios.size(); i += count)
      dealt.push_back(record.scenarios[i]);
    record.scenarios = std::move(dealt);
    complete_record(record);
    parts.push_back({"part" + std::to_string(number), std::move(record)});
  }
  return parts;
}

std::vector<std::string> reasons(const std::vector<Part>& parts) {
  const auto merged = merge(parts);
  const auto* failure = std::get_if<MergeFailure>(&merged);
  return failure == nullptr ? std::vector<std::string>() : failure->reasons;
}

TEST(Merge, MakesOfAllPartsWhatOneRunWouldHaveFound) {
  std::vector<Part> parts = parts_of(3);
  std::swap(parts[0], parts[2]);
  const auto merged = merge(parts);
  const auto* whole = std::get_if<RunRecord>(&merged);
  ASSERT_NE(whole, nullptr);
  const RunRecord expected = mixed_record();
  EXPECT_EQ(whole->scenarios, expected.scenarios);
  EXPECT_EQ(whole->clauses, expected.clauses);
  EXPECT_EQ(whole->totals, expected.totals);
  EXPECT_EQ(whole->root_causes, expected.root_causes);
  EXPECT_EQ(whole->options.shard, "");
  EXPECT_EQ(whole->options.others.at("parts"), "3");
  EXPECT_EQ(whole->run_id, "run3+run2+run1");
}

TEST(Merge, TakesTheWorstOfEach) {
  std::vector<Part> parts = parts_of(2);
  for (Part& part : parts) part.record.interconnection = {{.id = "ftp.login", .ok = true}};
  parts[1].record.interconnection[0].ok = false;
  parts[1].record.interrupted = true;
  parts[1].record.errors = {"a fault"};
  parts[1].record.secrets_check.checked = false;
  const auto merged = merge(parts);
  const auto& whole = std::get<RunRecord>(merged);
  EXPECT_FALSE(whole.interconnection.at(0).ok);
  EXPECT_TRUE(whole.interrupted);
  EXPECT_THAT(whole.errors, ElementsAre("a fault"));
  EXPECT_FALSE(whole.secrets_check.checked);
}

TEST(Merge, RefusesGaps) {
  std::vector<Part> parts = parts_of(3);
  parts.erase(parts.begin() + 1);
  EXPECT_THAT(reasons(parts), ElementsAre("part 2/3 is missing"));
}

TEST(Merge, RefusesDoubles) {
  std::vector<Part> parts = parts_of(2);
  parts.push_back(parts.front());
  parts.back().file = "again";
  EXPECT_THAT(reasons(parts),
              ElementsAre("again: part 1/2 is also in part1", HasSubstr(" is also in part1")));
}

TEST(Merge, RefusesScenariosThatAreInTwoParts) {
  std::vector<Part> parts = parts_of(2);
  parts[1].record.scenarios.push_back(parts[0].record.scenarios.front());
  EXPECT_THAT(reasons(parts),
              ElementsAre("part2: " + parts[0].record.scenarios.front().id + " is also in part1"));
}

TEST(Merge, RefusesPartsOfDifferentRuns) {
  for (const auto& [change, word] : std::vector<std::pair<void (*)(RunRecord&), std::string>>{
           {[](RunRecord& record) { record.target.name = "other"; }, "target 'other'"},
           {[](RunRecord& record) { record.tool.version = "9"; }, "version '9'"},
           {[](RunRecord& record) { record.target.profile = "p"; }, "profile 'p'"},
           {[](RunRecord& record) { record.options.tier = "t"; }, "tier 't'"},
           {[](RunRecord& record) { record.options.consent = "c"; }, "consent 'c'"},
           {[](RunRecord& record) { record.options.select = {"s"}; }, "selection 's'"},
           {[](RunRecord& record) { record.options.shard = "2/4"; }, "a part of 4"},
           {[](RunRecord& record) { record.options.shard = "3/2"; }, "no part of a whole"}}) {
    std::vector<Part> parts = parts_of(2);
    change(parts[1].record);
    EXPECT_THAT(reasons(parts), testing::Contains(HasSubstr(word)));
  }
}

TEST(Merge, TakesAWholeByItselfAndNotBesideAnother) {
  RunRecord whole = mixed_record();
  whole.options.shard.clear();
  EXPECT_THAT(reasons({{"a", whole}}), ElementsAre());
  EXPECT_THAT(reasons({{"a", whole}, {"b", whole}}), testing::Contains("b: part 1/1 is also in a"));
  EXPECT_THAT(reasons({}), ElementsAre("there is nothing to merge"));
}

TEST(Merge, TellsAFewOfAMillionMissingParts) {
  std::vector<Part> parts = parts_of(1);
  parts[0].record.options.shard = "7/4000000000";
  EXPECT_EQ(reasons(parts).size(), 10U);
}

}  // namespace
}  // namespace reports
