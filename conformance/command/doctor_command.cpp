#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "clause/clause_catalogue.h"
#include "command/commands.h"
#include "command/common.h"
#include "command/speech.h"
#include "config/source_places.h"
#include "doctor/examine.h"

namespace cts {
namespace {

/// Files that cannot be read, as a diagnosis: for programs, which read no standard error.
Examination unreadable(const ConfigErrors& errors, const TargetOptions& options) {
  Examination examination{.target = options.target, .profile = options.profile};
  for (const ConfigError& error : errors) {
    const SourcePlace place{error.file, error.line, error.column};
    examination.found.push_back({Diagnosis::State::file_is_wrong, "unreadable", place.text(), error.message,
                                 "nothing can be judged by it", "correct the file"});
  }
  return examination;
}

}  // namespace

ExitCode doctor_command(const DoctorOptions& options) {
  const bool for_programs = options.format == "json";
  const Checked<Subject> subject = read_subject(options.target);
  if (!subject && !for_programs) {
    complain(text_of(subject.errors));
    return ExitCode::bad_input;
  }
  const Examination examination = subject ? examine({.profile = subject->profile,
                                                     .profile_file = subject->profile_file,
                                                     .target = subject->target,
                                                     .scenarios = all_scenarios(),
                                                     .catalogue = built_in_catalogue()})
                                          : unreadable(subject.errors, options.target);
  fmt::print("{}", for_programs ? json_of(examination).dump(2) + "\n" : text_of(examination, finding));
  return static_cast<ExitCode>(examination.exit_code());
}

}  // namespace cts
