#include <filesystem>

#include <fmt/format.h>

#include "command/commands.h"
#include "command/common.h"
#include "command/speech.h"
#include "runner/clean_up.h"
#include "runner/journal.h"

namespace cts {

ExitCode clean_command(const CleanOptions& options) {
  const std::optional<Subject> subject = load_subject(options.target);
  if (!subject) return ExitCode::bad_input;
  const std::string file = std::filesystem::path(options.out) / "journal.jsonl";
  const Checked<JournalContent> journal = read_journal(file);
  if (!journal) {
    complain(text_of(journal.errors));
    return ExitCode::bad_input;
  }
  if (journal->head.target != subject->target.name) {
    complain(words("{} is the journal of a run against '{}', not against '{}'", file, journal->head.target,
                   subject->target.name));
    return ExitCode::bad_input;
  }

  const auto lock = lock_folder(options.out, "hosting-cts clean against " + subject->target.name);
  if (!lock) return ExitCode::not_writable;
  Journal footprint(file);
  const CleanUpReport report = clean_up(subject->target, subject->profile, *journal, footprint);
  for (const std::string& path : report.removed) fmt::print("{}\n", words("removed {}", path));
  for (const std::string& path : report.left) complain(words("left behind on the target: {}", path));
  if (!report.problem.empty()) complain(report.problem);
  if (!report.clean()) return ExitCode::harness_fault;
  fmt::print("{}\n", words("nothing of run {} is left on {}", journal->head.run_id, subject->target.name));
  return ExitCode::conforms;
}

}  // namespace cts
