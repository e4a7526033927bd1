#include "command/commands.h"
#include "command/common.h"
#include "runner/journal.h"
#include "runner/worker.h"

namespace cts {

ExitCode worker_command(const WorkerOptions& options) {
  const std::optional<Subject> subject = load_subject(options.target);
  if (!subject) return ExitCode::bad_input;
  Journal journal(options.journal);
  return static_cast<ExitCode>(worker_main(all_scenarios(), subject->target, subject->profile, journal));
}

}  // namespace cts
