// hosting-cts: judges a deployment of the hosting service from outside. This file is the command line; what
// each command does stands in command/.

#include <csignal>
#include <cstdlib>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "command/command_line.h"
#include "command/commands.h"
#include "command/common.h"
#include "command/speech.h"
#include "embedded/version.h"

namespace cts {
namespace {

constexpr const char* exit_codes =
    "Exit: 0 conforms; 1 a failure or unexpected pass; 2 nothing failed, something inconclusive; 3 only "
    "stale\n"
    "expectations; 64 wrong usage; 70 our own fault, or cut short; 73 reports not writable; 78 unusable "
    "target,\n"
    "profile, expectations or result of an earlier run.";

constexpr const char* run_examples =
    "Examples:\n"
    "  hosting-cts run --target my-server.toml --out today\n"
    "  hosting-cts run --target my-server.toml --select 'WEB-*' --select 'ftp.login.*'\n"
    "  hosting-cts run --target my-server.toml --expect known.toml\n"
    "  hosting-cts run --target my-server.toml --baseline before-upgrade/result.json --out after-upgrade\n"
    "  hosting-cts run --targets hosts/ --hosts-at-once 8 --out fleet\n"
    "With --baseline only what is new counts: 1 a new failure; 2 nothing failed anew, something is no "
    "longer\n"
    "judged; else 0. Of a fleet the worst of its hosts', in this order: 70, 73, 78, 1, 2, 3, 0.";

constexpr const char* diff_examples =
    "Examples:\n"
    "  hosting-cts diff before-upgrade after-upgrade\n"
    "  hosting-cts diff old/result.json new/result.json --format markdown --out changes.md\n"
    "  hosting-cts diff monday tuesday --format json | jq .totals\n"
    "Exit: 0 no new failure; 1 a new failure; 2 nothing failed anew, but something is no longer judged, or "
    "the\n"
    "runs have nothing in common; 64 wrong usage; 73 FILE not writable; 78 a file that is no result, or of\n"
    "another version.";

constexpr const char* merge_examples =
    "Examples:\n"
    "  hosting-cts run --target my-server.toml --shard 1/2 --out part-1\n"
    "  hosting-cts run --target my-server.toml --shard 2/2 --out part-2\n"
    "  hosting-cts merge part-1 part-2 --out whole\n"
    "  hosting-cts merge --fleet machine-1 machine-2 --targets hosts/ --out fleet\n"
    "Refused with 78 when a part is missing or there twice, or is of another target, version or selection;\n"
    "else as run ends.";

constexpr const char* init_examples =
    "Examples:\n"
    "  hosting-cts init example.co.jp\n"
    "  hosting-cts init 192.0.2.1 --domain example.co.jp --ftp-login ab-cdftp --out my-server\n"
    "  hosting-cts init sv1.example.net --domain example.co.jp --mail-login test1 --mail-login test2\n"
    "Exit: 0 both files are written; 2 nothing of the host answers; 64 wrong usage; 73 a file is there "
    "already, "
    "or\n"
    "cannot be written.";

constexpr const char* doctor_examples =
    "Examples:\n"
    "  hosting-cts doctor --target my-server.toml\n"
    "  hosting-cts doctor --target my-server.toml --format json | jq '.checks[] | select(.state != \"ok\")'\n"
    "Exit: 0 it can be judged; 2 it does not answer; 64 wrong usage; 78 target and profile cannot be used.";

void add_target(CLI::App& command, TargetOptions& options) {
  command.add_option("--target", options.target, "Target file (TOML)")->required();
  command.add_option("--profile", options.profile,
                     "Profile file, or a plan's name (default: the target's own)");
}

/// Of each command that writes reports.
void add_reports(CLI::App& command, const char* folder, std::string& out, std::string& junit,
                 bool& allow_inconclusive) {
  command.add_option("--out", out, folder)->capture_default_str();
  command.add_flag("--allow-inconclusive", allow_inconclusive, "Exit 0 although something is inconclusive");
  command.add_option("--junit", junit, "Dialect of junit.xml: rich, or strict for Jenkins' xunit plugin")
      ->check(CLI::IsMember({"rich", "strict"}))
      ->capture_default_str();
}

CLI::App* add_run(CLI::App& app, RunOptions& options) {
  CLI::App* run = app.add_subcommand("run", "Judge a target and write the reports");
  run->add_option("--target", options.targets, "Target file (TOML); several are judged as a fleet")
      ->type_name("FILE")
      ->allow_extra_args(false);
  run->add_option("--targets", options.targets_folder,
                  "Folder of target files (*.target.toml, or else *.toml)")
      ->type_name("FOLDER");
  run->add_option("--profile", options.target.profile,
                  "Profile file, or a plan's name (default: the target's own)");
  run->add_option("--select", options.select,
                  "Only scenarios whose id or clause matches, e.g. 'WEB-*', 'web.index.*'")
      ->type_name("GLOB")
      ->allow_extra_args(false);
  run->add_option("--tier", options.tier, "smoke, standard or slow: this and the quicker ones")
      ->check(CLI::IsMember({"smoke", "standard", "slow"}))
      ->capture_default_str();
  run->add_option("--consent", options.consent,
                  "observe, reversible or destructive; the target may allow less")
      ->check(CLI::IsMember({"observe", "reversible", "destructive"}))
      ->capture_default_str();
  run->add_option("--hosts-at-once", options.hosts_at_once, "Hosts of a fleet at a time")
      ->check(CLI::Range(1U, 256U))
      ->capture_default_str();
  run->add_option("--jobs", options.jobs,
                  "Scenarios at a time, against each host; its target file may allow less")
      ->check(CLI::Range(1U, 64U))
      ->capture_default_str();
  run->add_option("--shard", options.shard,
                  "One of N equal parts, of the scenarios or of a fleet's hosts, e.g. 1/3")
      ->type_name("I/N");
  add_reports(*run, "Folder for the reports and the journal", options.out, options.junit,
              options.allow_inconclusive);
  CLI::Option* expect = run->add_option("--expect", options.expect,
                                        "File of known failures (TOML): others, and what is known but "
                                        "does not fail, count");
  run->add_flag("--update-expectations", options.update_expectations,
                "Rewrite that file by what the run found, keeping its comments")
      ->needs(expect);
  run->add_option("--baseline", options.baseline,
                  "result.json of an earlier run, or its folder: tells what changed since, and only new "
                  "failures count");
  run->add_flag("--quiet", options.quiet, "Print what it came to, and nothing else");
  run->footer(run_examples);
  run->add_option("--seed", options.seed, "Makes the run's id, and so every name it creates, the same again");
  return run;
}

/// What is typed in the place of a variable's name may be a password: it is not shown again.
std::string names_a_variable(const std::string& text) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_";
  const bool is_name = !text.empty() && letters.find(text.front()) != std::string_view::npos &&
                       text.find_first_not_of(std::string(letters) + "0123456789") == std::string::npos;
  return is_name ? ""
                 : "it is the name of a variable, of letters, digits and \"_\"; never the password itself";
}

CLI::App* add_init(CLI::App& app, InitOptions& options) {
  CLI::App* init = app.add_subcommand(
      "init", "Draft target and profile for a host, from what it shows without credentials");
  init->add_option("host", options.host, "Its name or address")->required()->type_name("HOST");
  init->add_option("--domain", options.domain, "The customer's domain (default: HOST without \"www.\")");
  init->add_option("--out", options.out, "Folder for target.toml and profile.toml (default: the domain)");
  init->add_flag("--force", options.force, "Replace files that are there");
  init->add_option("--name", options.name, "Of the target (default: the domain)");
  init->add_option("--wait", options.wait, "Seconds for all looks together")
      ->check(CLI::Range(1U, 600U))
      ->capture_default_str();
  init->add_option("--ftp-login", options.ftp_login, "Login of the contract's FTP account");
  CLI::Option* variable = init->add_option("--ftp-password-env", options.ftp_password_env,
                                           "Name of the variable that will hold its password");
  variable->type_name("NAME")->check(names_a_variable);
  init->add_option("--ftp-password-file", options.ftp_password_file,
                   "File that will hold it, from the target file's folder")
      ->excludes(variable);
  init->add_option("--mail-login", options.mail_logins, "Login of a mail account that nobody else uses")
      ->allow_extra_args(false);
  init->add_flag("--no-questions", options.no_questions, "Ask for no login, also on a terminal");
  const auto port = [init](const char* name, std::uint16_t& value, const char* of) {
    init->add_option(name, value, of)->check(CLI::Range(1U, 65'535U))->capture_default_str();
  };
  port("--http-port", options.ports.http, "Of HTTP");
  port("--https-port", options.ports.https, "Of HTTPS");
  port("--ftp-port", options.ports.ftp, "Of FTP");
  port("--smtp-port", options.ports.smtp, "Of SMTP");
  port("--submission-port", options.ports.submission, "Of SMTP for customers");
  port("--smtps-port", options.ports.smtps, "Of SMTP over TLS");
  port("--pop-port", options.ports.pop, "Of POP3");
  port("--pops-port", options.ports.pops, "Of POP3 over TLS");
  port("--database-port", options.ports.database, "Of MySQL");
  init->footer(init_examples);
  return init;
}

CLI::App* add_doctor(CLI::App& app, DoctorOptions& options) {
  CLI::App* doctor =
      app.add_subcommand("doctor", "Find out whether a target can be judged, and what to mend");
  add_target(*doctor, options.target);
  doctor->add_option("--format", options.format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  doctor->footer(doctor_examples);
  return doctor;
}

CLI::App* add_merge(CLI::App& app, MergeOptions& options) {
  CLI::App* merge = app.add_subcommand("merge", "Make one report of the parts of a run (run --shard)");
  merge->add_option("parts", options.parts, "result.json of each part, or its folder")->required();
  add_reports(*merge, "Folder for the reports", options.out, options.junit, options.allow_inconclusive);
  CLI::Option* fleet = merge->add_flag(
      "--fleet", options.fleet, "Parts are folders of hosts, or of fleets: make one report of all hosts");
  merge
      ->add_option("--targets", options.targets_folder,
                   "Folder of target files: refuse when a host of it is missing")
      ->type_name("FOLDER")
      ->needs(fleet);
  merge->footer(merge_examples);
  return merge;
}

CLI::App* add_diff(CLI::App& app, DiffOptions& options) {
  CLI::App* diff = app.add_subcommand(
      "diff", "Tell what changed between two runs: verdicts, readings, and the target's software");
  diff->add_option("before", options.before, "result.json of the earlier run, or its folder")->required();
  diff->add_option("after", options.after, "The same of the later run")->required();
  diff->add_option("--format", options.format, "text, markdown, html or json")
      ->check(CLI::IsMember({"text", "markdown", "html", "json"}))
      ->capture_default_str();
  diff->add_option("--out", options.out, "File to write instead of standard output")->type_name("FILE");
  diff->add_flag("--allow-inconclusive", options.allow_inconclusive,
                 "Exit 0 although something is no longer judged");
  diff->footer(diff_examples);
  return diff;
}

CLI::App* add_kill_matrix(CLI::App& app, KillMatrixOptions& options) {
  CLI::App* matrix = app.add_subcommand(
      "kill-matrix",
      "Break the reference server in every way it knows, and see each noticed by its own scenarios");
  matrix->add_option("--server", options.server, "hosting-refd (default: the one beside this program)");
  matrix->add_option("--site", options.site, "Site file (default: the fixture's)");
  matrix->add_option("--select", options.select, "Only these scenarios")
      ->type_name("GLOB")
      ->allow_extra_args(false);
  matrix->add_option("--deviation", options.deviation, "Only these deviations")
      ->type_name("GLOB")
      ->capture_default_str();
  matrix->add_flag("--thorough", options.thorough,
                   "Every scenario against every deviation, also slow ones and all of other chapters");
  matrix->add_option("--jobs", options.jobs, "Servers at a time")
      ->check(CLI::Range(1U, 16U))
      ->capture_default_str();
  matrix->add_option("--out", options.out, "Folder for kill-matrix.json and kill-matrix.md")
      ->capture_default_str();
  return matrix;
}

CLI::App* add_worker(CLI::App& app, WorkerOptions& options) {
  CLI::App* worker = app.add_subcommand("worker", "");
  worker->group("");  // for the runner, not for people
  add_target(*worker, options.target);
  worker->add_option("--journal", options.journal)->required();
  return worker;
}

/// Before anything is said.
void choose_language(int argc, char** argv) {
  speak(language_for(asked_language(argc, argv), [](const char* name) -> std::string {
    const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets it
    return value == nullptr ? "" : value;
  }));
}

/// One target, or a fleet of them.
ExitCode run_any(RunOptions& options) {
  if (options.targets.empty() && options.targets_folder.empty()) {
    complain(words("run needs --target FILE, or --targets FOLDER; `hosting-cts init HOST` drafts a file"));
    return ExitCode::usage;
  }
  if (options.targets.size() > 1 || !options.targets_folder.empty()) return fleet_command(options);
  options.target.target = options.targets.front();
  return run_command(options);
}

CLI::App* add_list(CLI::App& app, ListOptions& options) {
  CLI::App* list = app.add_subcommand("list", "List scenarios, and clauses with their coverage");
  list->add_flag("--json", options.json, "For a program");
  list->add_option("--select", options.select, "Only these")->type_name("GLOB")->allow_extra_args(false);
  return list;
}

CLI::App* add_show(CLI::App& app, std::string& id) {
  CLI::App* show = app.add_subcommand("show", "Tell everything about one clause or scenario");
  show->add_option("id", id, "Of a clause or a scenario")->required();
  return show;
}

CLI::App* add_clean(CLI::App& app, CleanOptions& options) {
  CLI::App* clean = app.add_subcommand("clean", "Remove what a killed run left on the target");
  add_target(*clean, options.target);
  clean->add_option("--out", options.out, "Where that run wrote its journal")->capture_default_str();
  return clean;
}

CLI::App* add_gtest(CLI::App& app, GtestOptions& options) {
  CLI::App* gtest = app.add_subcommand("gtest", "Run the scenarios as GoogleTest tests, in this process");
  add_target(*gtest, options.target);
  gtest->add_option("arguments", options.arguments, "For GoogleTest, after --, e.g. -- --gtest_list_tests");
  return gtest;
}

/// What it ends with when no command is to be run: help was asked for, or something is misused.
std::optional<ExitCode> parse(CLI::App& app, int argc, char** argv) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked_for) {
    return static_cast<ExitCode>(app.exit(asked_for));
  } catch (const CLI::ParseError& mistake) {
    fmt::print(stderr, "{}", usage_mistake(app, {argv + 1, argv + argc}, mistake));
    return ExitCode::usage;
  }
  return std::nullopt;
}

ExitCode run_program(int argc, char** argv) {
  choose_language(argc, argv);
  CLI::App app{"A conformance test suite for shared web hosting", "hosting-cts"};
  app.set_version_flag("--version", std::string("hosting-cts ").append(embedded::version));
  app.require_subcommand(1);
  app.footer(exit_codes);
  std::string language;  // which is chosen already, so that help is in it
  app.add_option("--language", language, "In which to speak: en, ja (default: as the locale says)")
      ->check(CLI::IsMember({"en", "ja"}));
  app.fallthrough();

  RunOptions run;
  InitOptions init;
  DiffOptions diff;
  MergeOptions merge;
  ListOptions list;
  std::string id;
  DoctorOptions doctor;
  CleanOptions clean;
  KillMatrixOptions matrix;
  GtestOptions gtest;
  WorkerOptions worker;
  const std::pair<const CLI::App*, std::function<ExitCode()>> commands[] = {
      {add_run(app, run),
       [&] {
         return run_any(run);
       }},
      {add_init(app, init),
       [&] {
         return init_command(init);
       }},
      {add_diff(app, diff),
       [&] {
         return diff_command(diff);
       }},
      {add_merge(app, merge),
       [&] {
         return merge_command(merge);
       }},
      {add_list(app, list),
       [&] {
         return list_command(list);
       }},
      {add_show(app, id),
       [&] {
         return show_command(id);
       }},
      {add_doctor(app, doctor),
       [&] {
         return doctor_command(doctor);
       }},
      {add_clean(app, clean),
       [&] {
         return clean_command(clean);
       }},
      {add_kill_matrix(app, matrix),
       [&] {
         return kill_matrix_command(matrix);
       }},
      {add_gtest(app, gtest),
       [&] {
         return gtest_command(gtest);
       }},
      {add_worker(app, worker),
       [&] {
         return worker_command(worker);
       }},
  };
  translate(app);
  if (const auto end = parse(app, argc, argv)) return *end;
  for (const auto& [command, go] : commands)
    if (*command) return go();
  return ExitCode::usage;
}

}  // namespace
}  // namespace cts

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return static_cast<int>(cts::run_program(argc, argv));
  } catch (const std::exception& bug) {
    cts::complain(bug.what());
    return static_cast<int>(cts::ExitCode::harness_fault);
  }
}
