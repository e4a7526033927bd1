#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "reports/record/verdict.h"

/// What one scenario found. In a header of its own, since every scenario includes it, and the rest of a run's
/// record changes more often.
/// Texts are UTF-8 or raw bytes of the wire: every writer makes them safe for its format. Secrets are masked
/// before they come here.
namespace reports {

/// Seconds, with fractions. Any std::chrono duration converts to it.
using Seconds = std::chrono::duration<double>;
/// A moment, UTC. Written with milliseconds.
using Moment = std::chrono::system_clock::time_point;

enum class Direction { sent, received, note };

/// One piece of the dialogue on the wire, or a remark about it.
struct TranscriptEntry {
  using Direction = reports::Direction;

  /// Since the scenario (or the interconnection step) began.
  Seconds at{};
  /// Which connection: "ftp#1", "http#2", "ftp-data#1".
  std::string channel;
  Direction direction = Direction::note;
  /// Already masked.
  std::string text;

  bool operator==(const TranscriptEntry&) const = default;
};

/// The judgement of one observation.
struct Finding {
  /// Clause id: "FTP-LOGIN-1".
  std::string clause;
  /// What is required, as one sentence.
  std::string requirement;
  std::string expected;
  std::string actual;
  bool passed = false;
  /// Index into the scenario's transcript of the entry that was judged.
  std::optional<std::size_t> transcript_entry;
  /// A command that a person can paste to see it again; may be empty.
  std::string repeat;

  bool operator==(const Finding&) const = default;
};

/// A choice of the target that no clause fixes, recorded for the reader: {"reply to a wrong password",
/// "530"}.
struct Reading {
  std::string name;
  std::string value;

  bool operator==(const Reading&) const = default;
};

/// One scenario of the run.
struct ScenarioResult {
  /// Stable id: "web.index.falls_back_in_order".
  std::string id;
  /// One sentence.
  std::string purpose;
  /// "host", "web", "log", "ftp", …: the reports group by it.
  std::string service;
  std::vector<std::string> clauses;
  /// "smoke", "standard", "slow".
  std::string tier;
  /// "observe", "reversible", "destructive".
  std::string consent;
  /// Where the scenario is written, from the root of the tree; line 0: unknown.
  std::string source_file;
  int source_line = 0;

  Verdict verdict = Verdict::none;
  /// One line: why this verdict. For not_run and not_applicable, the reason. Empty for a plain pass.
  std::string message;
  /// For inconclusive: id of the interconnection step or scenario that it depends on.
  std::string root_cause;
  /// For expected_failure and unexpected_pass: the justification, issue and date given in the expectations.
  std::string expectation;

  std::vector<Finding> findings;
  std::vector<Reading> readings;
  std::vector<TranscriptEntry> transcript;
  Moment started_at{};
  Seconds duration{};
  /// Number of the worker process, from 0; -1 when no worker ran it.
  int worker = -1;
  /// What it made on the target and could not remove: "ftp /web/cts-4f2a".
  std::vector<std::string> leftovers;
  /// Command that runs just this scenario again.
  std::string repeat;

  bool operator==(const ScenarioResult&) const = default;
};

}  // namespace reports
