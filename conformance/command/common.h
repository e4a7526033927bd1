#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "command/commands.h"
#include "reports/files/folder_lock.h"
#include "reports/files/report_files.h"
#include "reports/fleet/fleet_record.h"
#include "reports/record/run_record.h"
#include "scenario/scenario.h"
#include "target/profile.h"
#include "target/target.h"

namespace cts {

/// A target with the profile that it is judged by.
struct Subject {
  Target target;
  Profile profile;
  std::string profile_file;  ///< or a built-in profile's name
};
/// Reads both, or says what is wrong, with file and line.
Checked<Subject> read_subject(const TargetOptions& options);
/// The same; tells what is wrong with file and line on standard error.
std::optional<Subject> load_subject(const TargetOptions& options);

/// Whether target and profile do not contradict each other or themselves. Tells contradictions, and what is
/// odd, all of it, each with file and line, on standard error.
bool check_claims(const Subject& subject);

/// The record of an earlier run: result.json, or a folder that holds one. Tells what is wrong with it, and
/// where, on standard error.
std::optional<reports::RunRecord> load_record(const std::string& file);

/// The argv of a worker that runs scenarios of `options`' target.
std::vector<std::string> worker_command_line(const WorkerOptions& options);

/// This program's file.
std::string own_program();

/// What was probably meant, to stand behind a mistake; empty: where to look.
std::string hint(const std::string& meant);

/// Whether every pattern matches something; tells those that do not, with what was probably meant.
bool check_selection(const std::vector<std::string>& patterns, const std::vector<const Scenario*>& scenarios);

/// Whether the scenario tables are sound; tells what is not.
bool check_tables(const std::vector<const Scenario*>& scenarios);

/// What --shard says, or the environment; also what Bazel wants to see of whoever heeds its variables.
std::string asked_shard(const std::string& given);

/// Keeps `directory` for this process alone; tells who has it when somebody else does.
std::unique_ptr<reports::FolderLock> lock_folder(const std::string& directory, const std::string& who);

/// Makes `directory` and proves that files can be made in it; tells why not.
bool make_writable(const std::string& directory);

/// "rich" or "strict", as --junit takes them.
reports::JunitDialect junit_dialect(std::string_view name);

/// Prints what a run came to, and where its reports are; to standard error which could not be written, and
/// why.
/// `quiet`: no more than what the run came to.
void tell_reports(const reports::RunRecord& record, const std::string& directory,
                  const std::vector<reports::FileFailure>& failures, bool quiet = false);

/// Takes the worst of the hosts' exit codes as the fleet's, writes its reports into `out`, and tells what it
/// came to.
ExitCode deliver_fleet(reports::FleetRecord& fleet, const std::string& out, const std::string& junit,
                       bool quiet);

/// One line to standard error, after the program's name.
void complain(const std::string& text);

}  // namespace cts
