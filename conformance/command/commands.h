#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "draft/draft.h"
#include "verdict/exit_code.h"

/// What each command of hosting-cts does with its options, one file each. They print to standard output, what
/// is wrong to standard error, and answer the process's exit code.
namespace cts {

/// Which target, and by which profile it is judged.
struct TargetOptions {
  std::string target;   ///< file
  std::string profile;  ///< built-in name or file; empty: the target's own
};

struct RunOptions {
  TargetOptions target;
  std::vector<std::string> select;
  std::string tier = "standard";
  std::string consent = "reversible";
  unsigned jobs = 4;
  std::string shard;  ///< "I/N"; empty: all
  std::string out = "reports/out";
  bool allow_inconclusive = false;
  std::string junit = "rich";
  std::optional<std::uint64_t> seed;
  std::string expect;                ///< expectations file; empty: none
  bool update_expectations = false;  ///< rewrite it by what the run found
  std::string baseline;              ///< result.json of an earlier run, or its folder; empty: none
  bool quiet = false;                ///< nothing but the conclusion
  /// Several targets, or a folder of their files: a fleet. `target.target` is then not used, `shard` divides
  /// hosts, `expect` and `baseline` may be folders with a part for each host, and each host has a folder of
  /// reports below `out`.
  std::vector<std::string> targets;
  std::string targets_folder;
  unsigned hosts_at_once = 4;
};
/// Of one target.
ExitCode run_command(const RunOptions& options);
ExitCode fleet_command(const RunOptions& options);

struct DiffOptions {
  std::string before;  ///< result.json, or a folder that holds one
  std::string after;
  std::string format = "text";  ///< text, markdown, html or json
  std::string out;              ///< file; empty: standard output
  bool allow_inconclusive = false;
};
ExitCode diff_command(const DiffOptions& options);

struct MergeOptions {
  std::vector<std::string> parts;  ///< result.json of each --shard, or folders that hold one
  std::string out = "reports/out";
  std::string junit = "rich";
  bool allow_inconclusive = false;
  bool fleet = false;          ///< parts are folders of hosts, or of fleets
  std::string targets_folder;  ///< each host that has a target file there must be among them
};
ExitCode merge_command(const MergeOptions& options);

struct ListOptions {
  bool json = false;
  std::vector<std::string> select;
};
ExitCode list_command(const ListOptions& options);

/// `id`: of a scenario or a clause.
ExitCode show_command(const std::string& id);

/// Drafts target and profile for a host that nobody has described yet.
struct InitOptions {
  std::string host;    ///< a name or an address
  std::string domain;  ///< empty: the host's name, without "www."
  std::string name;    ///< the target's; empty: the domain
  std::string out;     ///< folder; empty: called as the domain
  bool force = false;
  bool no_questions = false;
  unsigned wait = 30;  ///< seconds for all looks together
  HostPorts ports;
  std::string ftp_login;
  std::string ftp_password_env;  ///< empty: the usual variable
  std::string ftp_password_file;
  std::vector<std::string> mail_logins;
};
ExitCode init_command(const InitOptions& options);

struct DoctorOptions {
  TargetOptions target;
  std::string format = "text";  ///< text or json
};
ExitCode doctor_command(const DoctorOptions& options);

struct CleanOptions {
  TargetOptions target;
  std::string out = "reports/out";  ///< where the killed run wrote its journal
};
ExitCode clean_command(const CleanOptions& options);

struct KillMatrixOptions {
  std::string server;  ///< empty: hosting-refd beside this program
  std::string site;    ///< empty: the fixture
  std::vector<std::string> select;
  std::string deviation = "*";
  bool thorough = false;
  unsigned jobs = 3;
  std::string out = "reports/out";
};
ExitCode kill_matrix_command(const KillMatrixOptions& options);

struct GtestOptions {
  TargetOptions target;
  std::vector<std::string> arguments;  ///< for GoogleTest
};
ExitCode gtest_command(const GtestOptions& options);

/// A worker process: spoken to by the runner, not by people.
struct WorkerOptions {
  TargetOptions target;
  std::string journal;
};
ExitCode worker_command(const WorkerOptions& options);

}  // namespace cts
