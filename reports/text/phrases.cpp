#include "reports/text/phrases.h"

namespace reports {

namespace {

constexpr Phrases english_phrases{
    .language = "en",
    .report_title = "Hosting conformance",
    .conforms = "Conforms",
    .does_not_conform = "Does not conform",
    .inconclusive = "Inconclusive",
    .nothing_ran = "Nothing was tested",
    .interrupted = "Interrupted",
    .stale_expectations = "Conforms, but the expectations are out of date",
    .harness_fault = "The suite itself failed",
    .conforms_why = "Every promise that was looked at is kept.",
    .inconclusive_why = "No promise was seen to be broken, but some could not be looked at.",
    .nothing_ran_why = "No scenario came to a judgement, so nothing is known about the target.",
    .interrupted_why = "The run ended before its last scenario. What is shown is what it had found.",
    .stale_expectations_why = "Known failures are listed that no longer occur, or whose date has passed.",
    .harness_fault_why = "Some results are missing or doubtful through no fault of the target.",
    .totals = "Totals",
    .what_broke = "What broke",
    .root_causes = "Root causes",
    .root_causes_advice = "hosting-cts doctor tells for each of them what to check.",
    .failures = "Failures",
    .harness_errors = "Faults of the suite",
    .inconclusive_scenarios = "Inconclusive",
    .expected_failures = "Known failures",
    .stale_lines = "Out of date in the expectations",
    .leftovers = "Left behind on the target",
    .clauses = "Clauses",
    .readings = "What the target chose",
    .not_run_and_why = "Not run, and why",
    .interconnection = "Basic interconnection",
    .scenarios_and_times = "Scenarios and times",
    .target_and_options = "Target and options",
    .contents = "Contents",
    .what_changed = "What changed",
    .clause_map = "All clauses at a glance",
    .requirement = "Requirement",
    .expected = "Expected",
    .actual = "Actual",
    .repeat = "Repeat",
    .run_again = "Run again",
    .taken_away =
        "What the run had put on the target is taken away again, so the line above may be answered otherwise "
        "by "
        "now. This one puts it there anew:",
    .transcript = "Transcript",
    .recorded = "Recorded",
    .clause = "Clause",
    .promise = "Promise",
    .section = "Section",
    .verdict = "Verdict",
    .scenario = "Scenario",
    .scenario_plural = "Scenarios",
    .scenarios_lower = "scenarios",
    .purpose = "Purpose",
    .reason = "Reason",
    .service = "Service",
    .value = "Value",
    .step = "Step",
    .duration = "Duration",
    .cause = "Cause",
    .affected = "Affected",
    .source = "Source",
    .tier = "Tier",
    .consent = "Consent",
    .not_covered = "not covered yet",
    .by_operator = "needs the operator",
    .nothing_to_observe = "nothing to observe",
    .kept_of = "kept",
    .not_judged = "not judged",
    .seen_here = "Seen on the wire",
    .clauses_seen = "clauses judged",
    .more = "more",
    .judged_here = "judged here",
    .not_tried = "not tried",
    .worker = "Worker",
    .ok = "ok",
    .failed = "failed",
    .justification = "Justification",
    .counted = "{0} {1}",
    .stop = ". ",
    .no_baseline = "Not compared: an earlier run given with --baseline shows what changed.",
    .new_failure = "new",
    .left_out = "entries left out",
    .target = "Target",
    .description = "Description",
    .profile = "Profile",
    .plan = "Plan",
    .address = "Address",
    .started = "Started",
    .ended = "Ended",
    .select = "Selected",
    .everything = "everything",
    .jobs = "Jobs",
    .shard = "Shard",
    .expectations = "Expectations",
    .baseline = "Baseline",
    .run_id = "Run",
    .tool = "Tool",
    .secrets = "Secrets",
    .secrets_checked = "searched for in every report: none found",
    .secrets_not_checked = "not searched for in the reports",
};

}  // namespace

const Phrases& english() {
  return english_phrases;
}

std::string_view headline(Conclusion conclusion, const Phrases& phrases) {
  switch (conclusion) {
    case Conclusion::conforms:
      return phrases.conforms;
    case Conclusion::does_not_conform:
      return phrases.does_not_conform;
    case Conclusion::inconclusive:
      return phrases.inconclusive;
    case Conclusion::nothing_ran:
      return phrases.nothing_ran;
    case Conclusion::interrupted:
      return phrases.interrupted;
    case Conclusion::stale_expectations:
      return phrases.stale_expectations;
    case Conclusion::harness_fault:
      break;
  }
  return phrases.harness_fault;
}

}  // namespace reports
