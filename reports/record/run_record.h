#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reports/record/comparison.h"
#include "reports/record/fingerprint.h"
#include "reports/record/scenario_result.h"
#include "reports/record/verdict.h"

/// What a run found, as plain values. The suite fills it, the writers in the sibling folders read it.
namespace reports {

/// Version of the record's shape, written into result.json. Grows by one whenever a reader of the version
/// before would misunderstand.
inline constexpr int schema_version = 1;

/// One step of the basic interconnection stage: reach, greet, log in.
struct InterconnectionStep {
  /// "ftp.login".
  std::string id;
  std::string purpose;
  bool ok = false;
  /// False when it was left out because a step that it depends on is not ok.
  bool tried = true;
  std::string message;
  Seconds duration{};
  std::vector<TranscriptEntry> transcript;
  /// Ids of earlier steps.
  std::vector<std::string> depends_on;

  bool operator==(const InterconnectionStep&) const = default;
};

/// One clause of the manuals, and what the run says about it.
struct ClauseResult {
  /// "WEB-INDEX-1".
  std::string id;
  std::string service;
  /// The promise, one sentence.
  std::string promise_en;
  std::string promise_ja;
  /// Manual and section: "D, No file name".
  std::string section;
  /// "auto", "op", "doc", with "slow" or "destr" after it.
  std::string observability;
  /// The suite has at least one scenario for it, whether selected in this run or not.
  bool covered = false;
  /// The worst of its scenarios' verdicts; not_run when the run had none.
  Verdict verdict = Verdict::not_run;
  /// Ids of the run's scenarios that name it, sorted.
  std::vector<std::string> scenarios;

  bool operator==(const ClauseResult&) const = default;
};

/// One cause of several inconclusive scenarios.
struct RootCause {
  /// Id of the interconnection step or the scenario.
  std::string id;
  std::string message;
  std::size_t scenarios_affected = 0;

  bool operator==(const RootCause&) const = default;
};

struct Tool {
  std::string name = "hosting-cts";
  std::string version;

  bool operator==(const Tool&) const = default;
};

/// Whom the run was about.
struct TargetInfo {
  std::string name;
  std::string description;
  std::string profile;
  std::string plan;
  /// Service to address: {"ftp", "www.example.test:21"}.
  std::map<std::string, std::string> addresses;

  bool operator==(const TargetInfo&) const = default;
};

/// How the run was asked for.
struct RunOptions {
  /// Patterns as given; empty: everything.
  std::vector<std::string> select;
  std::string tier;
  std::string consent;
  unsigned jobs = 1;
  /// "2/3", or empty for the whole.
  std::string shard;
  /// File names as given; may be empty.
  std::string expectations;
  std::string baseline;
  /// Whatever else was asked for: {"allow-inconclusive", "true"}.
  std::map<std::string, std::string> others;

  bool operator==(const RunOptions&) const = default;
};

/// A secret that was found in a report. Never holds the secret.
struct SecretLeak {
  /// Name of the secret: "ftp.password".
  std::string secret;
  /// Where: a file name.
  std::string file;
  /// In which form: "raw", "base64", "percent-encoded", …
  std::string form;

  bool operator==(const SecretLeak&) const = default;
};

struct SecretsCheck {
  /// False: the files were not searched.
  bool checked = false;
  std::vector<SecretLeak> leaks;

  bool operator==(const SecretsCheck&) const = default;
};

/// With which codes a command of a scenario was answered: {"ftp.login.x", "ftp", "PASS", {"230", "530"}}.
/// Kept beside the dialogues, of which result.json holds a part.
struct ScenarioReplies {
  std::string scenario;
  std::string service;
  std::string command;
  /// Sorted, none twice.
  std::vector<std::string> codes;

  bool operator==(const ScenarioReplies&) const = default;
};

/// Everything a run found. Made complete by complete_record() before it is written.
struct RunRecord {
  int version = schema_version;
  Tool tool;
  std::string run_id;
  TargetInfo target;
  RunOptions options;
  Moment started_at{};
  Moment ended_at{};
  /// A signal or a time limit ended the run before its last scenario.
  bool interrupted = false;
  /// In the order in which they were tried.
  std::vector<InterconnectionStep> interconnection;
  /// Sorted by id.
  std::vector<ScenarioResult> scenarios;
  /// Sorted by service, then in the order of the catalogue.
  std::vector<ClauseResult> clauses;
  /// Most affected first.
  std::vector<RootCause> root_causes;
  /// One entry for every verdict, zeros included.
  std::map<Verdict, std::size_t> totals;
  /// Lines of the expectations file that matched nothing or are past their date.
  std::vector<std::string> stale_expectations;
  SecretsCheck secrets_check;
  Fingerprint fingerprint;
  /// With the run that was given as baseline.
  std::optional<Comparison> comparison;
  /// Sorted by scenario. Empty in a record of before there were any: then the dialogues tell.
  std::vector<ScenarioReplies> replies;
  /// Faults of the suite that belong to no scenario.
  std::vector<std::string> errors;

  bool operator==(const RunRecord&) const = default;
};

}  // namespace reports
