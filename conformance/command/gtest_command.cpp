#include <filesystem>
#include <random>

#include <fmt/format.h>

#include "command/commands.h"
#include "command/common.h"
#include "runner/clean_up.h"
#include "runner/gtest_adapter.h"
#include "runner/hook_program.h"
#include "runner/journal.h"
#include "runner/run.h"

namespace cts {

ExitCode gtest_command(const GtestOptions& options) {
  const std::optional<Subject> subject = load_subject(options.target);
  if (!subject || !check_claims(*subject)) return ExitCode::bad_input;
  const std::string run_id = run_id_of(std::random_device()());
  const std::string file =
      std::filesystem::temp_directory_path() / ("hosting-cts-" + run_id + ".journal.jsonl");
  Journal::begin(file, {run_id, subject->target.name, subject->target.place_prefix});
  Journal journal(file);
  HookProgram operator_hand;
  const int failed =
      run_with_gtest(all_scenarios(), {subject->target, subject->profile, journal, operator_hand, run_id},
                     options.arguments);
  const Checked<JournalContent> written = read_journal(file);
  const CleanUpReport cleaned = clean_up(subject->target, subject->profile, *written, journal);
  for (const std::string& path : cleaned.left) complain("left behind on the target: " + path);
  std::filesystem::remove(file);
  if (!cleaned.clean()) return ExitCode::harness_fault;
  return failed == 0 ? ExitCode::conforms : ExitCode::does_not_conform;
}

}  // namespace cts
