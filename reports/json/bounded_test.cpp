#include "reports/json/bounded.h"

#include <gmock/gmock.h>

#include "reports/json/json_record.h"
#include "reports/record/derive.h"

namespace reports {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

TranscriptEntry received(std::string text) {
  return {Seconds{1}, "http#1", Direction::received, std::move(text)};
}

ScenarioResult talkative(std::size_t entries, std::size_t octets, Verdict verdict) {
  ScenarioResult scenario;
  scenario.id = "web.index.talkative";
  scenario.verdict = verdict;
  for (std::size_t i = 0; i < entries; ++i)
    scenario.transcript.push_back(received(std::to_string(i) + std::string(octets, 'x')));
  return scenario;
}

ScenarioBounds roomy(std::size_t dialogue) {
  return {.dialogue = dialogue, .dialogue_of_a_pass = dialogue, .step = dialogue, .text = 8'000};
}

std::size_t size_of(const ScenarioResult& scenario) {
  std::size_t size = 0;
  for (const TranscriptEntry& entry : scenario.transcript) size += json_size(entry.text);
  return size;
}

TEST(Bounded, LeavesWhatIsSmallAsItIs) {
  ScenarioResult scenario = talkative(10, 10, Verdict::fail);
  scenario.findings.push_back({"WEB-1", "is said", "this", "that", false, 3, ""});
  EXPECT_EQ(bounded(scenario, roomy(10'000)), scenario);
}

TEST(Bounded, KeepsBothEndsAndTellsWhatIsLeftOut) {
  const ScenarioResult cut = bounded(talkative(1'000, 100, Verdict::fail), roomy(10'000));
  ASSERT_GT(cut.transcript.size(), 4U);
  EXPECT_THAT(cut.transcript.front().text, testing::StartsWith("0x"));
  EXPECT_THAT(cut.transcript.back().text, testing::StartsWith("999x"));
  const auto told =
      std::find_if(cut.transcript.begin(), cut.transcript.end(),
                   [](const TranscriptEntry& entry) { return entry.direction == Direction::note; });
  ASSERT_NE(told, cut.transcript.end());
  EXPECT_THAT(told->text, testing::MatchesRegex("… [0-9]+ entries of [0-9]+ octets left out …"));
  EXPECT_EQ(told->text, "… " + std::to_string(1'001 - cut.transcript.size()) + " entries of " +
                            std::to_string([&] {
                              std::size_t octets = 0;
                              for (const auto& entry : talkative(1'000, 100, Verdict::fail).transcript)
                                octets += entry.text.size();
                              for (const auto& entry : cut.transcript)
                                octets -= entry.direction == Direction::note ? 0 : entry.text.size();
                              return octets;
                            }()) +
                            " octets left out …");
}

TEST(Bounded, KeepsWhatWasJudgedAndFindsItAgain) {
  ScenarioResult scenario = talkative(1'000, 100, Verdict::fail);
  scenario.findings.push_back({"WEB-1", "", "", "", false, 500, ""});
  scenario.findings.push_back({"WEB-1", "", "", "", true, 400, ""});
  const ScenarioResult cut = bounded(scenario, roomy(10'000));
  ASSERT_TRUE(cut.findings[0].transcript_entry.has_value());
  EXPECT_THAT(cut.transcript.at(*cut.findings[0].transcript_entry).text, testing::StartsWith("500x"));
  EXPECT_EQ(cut.findings[1].transcript_entry, std::nullopt) << "left out, so nothing to point at";
}

TEST(Bounded, CutsWhatIsLongInItself) {
  const ScenarioResult cut = bounded(talkative(1, 100'000'000, Verdict::fail), roomy(10'000));
  ASSERT_THAT(cut.transcript, SizeIs(1));
  EXPECT_THAT(cut.transcript[0].text, HasSubstr("bytes left out"));
  EXPECT_LT(size_of(cut), 10'000U);
}

TEST(Bounded, CountsWhatJsonMakesOfIt) {
  EXPECT_EQ(json_size("a\"\\\n\x01"), 1U + 2 + 2 + 2 + 6);
  ScenarioResult scenario = talkative(0, 0, Verdict::fail);
  scenario.transcript.push_back(received(std::string(100'000, '\x01')));
  EXPECT_LT(size_of(bounded(scenario, roomy(10'000))), 10'000U);
}

TEST(Bounded, HoldsForTheWholeFileWhateverTheTargetSays) {
  RunRecord record;
  for (int i = 0; i < 150; ++i) {
    ScenarioResult scenario = talkative(100, 4'000, i % 2 == 0 ? Verdict::fail : Verdict::pass);
    scenario.id += std::to_string(i);
    scenario.message = std::string(50'000, '\x02');
    for (int n = 0; n < 10; ++n)
      scenario.findings.push_back({"WEB-1", "is short", std::string(20'000, '<'), std::string(20'000, '\xFF'),
                                   false, static_cast<std::size_t>(n), ""});
    record.scenarios.push_back(std::move(scenario));
  }
  complete_record(record);
  const std::string text = write_json(record);
  EXPECT_LT(text.size(), largest_result_file);
  EXPECT_TRUE(std::holds_alternative<RunRecord>(read_json(text)));
}

}  // namespace
}  // namespace reports
