#include "command/common.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "clause/clause_catalogue.h"
#include "command/speech.h"
#include "reports/console/console_summary.h"
#include "reports/files/record_file.h"
#include "reports/text/safe_text.h"
#include "runner/run_plan.h"
#include "runner/selection.h"
#include "target/review.h"

namespace cts {

Checked<Subject> read_subject(const TargetOptions& options) {
  Checked<Target> target = load_target(options.target);
  if (!target) return {std::nullopt, std::move(target.errors)};
  const std::string named = options.profile.empty() ? target->profile : options.profile;
  Checked<Profile> profile = load_profile(named);
  if (!profile) return {std::nullopt, std::move(profile.errors)};
  return {Subject{*std::move(target.value), *std::move(profile.value), named}, {}};
}

std::optional<Subject> load_subject(const TargetOptions& options) {
  Checked<Subject> subject = read_subject(options);
  if (!subject) complain(text_of(subject.errors));
  return std::move(subject.value);
}

bool check_claims(const Subject& subject) {
  using Weight = Remark::Weight;
  const std::vector<Remark> remarks = review(subject.profile, subject.target);
  const SourcePlaces in_profile = places_in(subject.profile_file);
  const SourcePlaces in_target = places_in(subject.target.file);
  bool consistent = true;
  for (const Remark& remark : remarks) {
    if (remark.weight == Weight::note) continue;
    const bool contradicts = remark.weight == Weight::contradiction;
    consistent = consistent && !contradicts;
    complain(fmt::format("{}: {}{}; {}: {}", place_of(remark.where, in_profile, in_target).text(),
                         contradicts ? "" : finding("warning") + ": ", finding(remark.what),
                         finding(remark.why), finding(remark.remedy)));
  }
  return consistent;
}

std::optional<reports::RunRecord> load_record(const std::string& file) {
  auto read = reports::read_record_file(file);
  if (const auto* failure = std::get_if<reports::ReadFailure>(&read)) {
    complain(reports::printable(failure->reason, reports::Lines::join));
    return std::nullopt;
  }
  return std::get<reports::RunRecord>(std::move(read));
}

std::vector<std::string> worker_command_line(const WorkerOptions& options) {
  std::vector<std::string> words{own_program(),         "worker",    "--target",
                                 options.target.target, "--journal", options.journal};
  if (!options.target.profile.empty()) words.insert(words.end(), {"--profile", options.target.profile});
  return words;
}

std::string own_program() {
  return std::filesystem::read_symlink("/proc/self/exe");
}

std::string hint(const std::string& meant) {
  return meant.empty() ? std::string(in_words("; see `hosting-cts list`"))
                       : words("; did you mean '{}'?", meant);
}

bool check_selection(const std::vector<std::string>& patterns,
                     const std::vector<const Scenario*>& scenarios) {
  const std::vector<std::string> unmatched = Selection(patterns).unmatched(scenarios);
  for (const std::string& pattern : unmatched) {
    const std::string meant = suggestion_for(pattern, scenarios);
    complain(words("--select '{}' matches no scenario and no clause of one{}", pattern, hint(meant)));
  }
  return unmatched.empty();
}

bool check_tables(const std::vector<const Scenario*>& scenarios) {
  const std::vector<std::string> mistakes = table_mistakes(scenarios, built_in_catalogue());
  for (const std::string& mistake : mistakes) complain(mistake);
  return mistakes.empty();
}

std::string asked_shard(const std::string& given) {
  const auto variable = [](const char* name) -> std::string {
    const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets it
    return value == nullptr ? "" : value;
  };
  if (const std::string file = variable("TEST_SHARD_STATUS_FILE"); !file.empty())
    std::ofstream(file, std::ios::app).flush();
  return given.empty() ? shard_of_environment(variable) : given;
}

std::unique_ptr<reports::FolderLock> lock_folder(const std::string& directory, const std::string& who) {
  auto lock = std::make_unique<reports::FolderLock>(directory, who);
  if (!lock->holder()) return lock;
  complain(words("{} is in use: {}", directory, *lock->holder()));
  return nullptr;
}

bool make_writable(const std::string& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  const std::filesystem::path probe = std::filesystem::path(directory) / ".hosting-cts-probe";
  const std::string problem = error ? error.message() : reports::write_whole_file(probe, "probe");
  std::filesystem::remove(probe, error);
  if (!problem.empty()) complain(words("reports cannot be written into {}: {}", directory, problem));
  return problem.empty();
}

reports::JunitDialect junit_dialect(std::string_view name) {
  return name == "strict" ? reports::JunitDialect::strict : reports::JunitDialect::rich;
}

void tell_reports(const reports::RunRecord& record, const std::string& directory,
                  const std::vector<reports::FileFailure>& failures, bool quiet) {
  fmt::print("{}", quiet ? reports::console_conclusion(record, phrases())
                         : reports::console_summary(record, phrases()));
  for (const std::string_view name : reports::report_file_names) {
    const std::string file = (std::filesystem::path(directory) / name).string();
    const bool is_there = std::none_of(failures.begin(), failures.end(),
                                       [&file](const auto& failure) { return failure.file == file; });
    if (!quiet && is_there) fmt::print("{}\n", file);
  }
  for (const reports::FileFailure& failure : failures)
    complain(fmt::format("{}: {}", failure.file, failure.reason));
}

void complain(const std::string& text) {
  fmt::print(stderr, "hosting-cts: {}\n", text.ends_with('\n') ? text.substr(0, text.size() - 1) : text);
}

}  // namespace cts
