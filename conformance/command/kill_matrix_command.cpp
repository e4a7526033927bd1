#include <atomic>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <system_error>

#include <fmt/format.h>
#include <unistd.h>

#include "clause/clause_catalogue.h"
#include "command/commands.h"
#include "command/common.h"
#include "command/kill_matrix_report.h"
#include "reports/files/report_files.h"
#include "runner/kill_matrix.h"
#include "runner/run.h"
#include "runner/run_plan.h"

namespace cts {
namespace {

namespace fs = std::filesystem;

std::atomic<bool> asked_to_stop = false;
static_assert(std::atomic<bool>::is_always_lock_free, "it is set in a signal handler");

void stop_on_signals() {
  struct sigaction action {};
  action.sa_handler = [](int) {
    asked_to_stop = true;
  };
  action.sa_flags = static_cast<int>(SA_RESETHAND);  // the second one ends us
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
}

/// A folder that goes with the run.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (fs::temp_directory_path() / "hosting-cts-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr)
      throw std::system_error(errno, std::generic_category(), pattern);
    path_ = pattern;
    // The reference server's scripts, which run as another user, find their documents below.
    fs::permissions(path_, fs::perms::owner_all | fs::perms::group_exec | fs::perms::others_exec);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const std::string& path() const noexcept { return path_; }

 private:
  std::string path_;
};

/// The first of these files, seen from the program's folder, that exists; empty when none does.
std::string beside_us(std::initializer_list<std::string_view> candidates) {
  const fs::path folder = fs::path(own_program()).parent_path();
  for (const std::string_view candidate : candidates) {
    if (fs::exists(folder / candidate)) return fs::canonical(folder / candidate);
  }
  return "";
}

/// The passwords of the site, made up where the environment does not give them.
void provide_passwords(const std::string& site) {
  std::ifstream in(site);
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  for (const std::string& variable : secret_variables(text)) {
    const std::string made_up = "Matrix-" + run_id_of(std::random_device()());
    // NOLINTNEXTLINE(concurrency-mt-unsafe): before any thread starts
    ::setenv(variable.c_str(), made_up.c_str(), 0);
  }
}

bool written(const KillMatrix& matrix, const fs::path& out) {
  bool good = true;
  for (const auto& [name, text] : {std::pair{"kill-matrix.json", kill_json(matrix)},
                                   std::pair{"kill-matrix.md", kill_markdown(matrix)}}) {
    const std::string reason = reports::write_whole_file(out / name, text);
    if (!reason.empty()) complain(fmt::format("{}: {}", (out / name).string(), reason));
    fmt::print("{}\n", (out / name).string());
    good = good && reason.empty();
  }
  return good;
}

std::size_t width_of(const std::vector<const Scenario*>& scenarios) {
  std::size_t width = 40;
  for (const Scenario* scenario : scenarios) width = std::max(width, scenario->id.size());
  return width;
}

}  // namespace

ExitCode kill_matrix_command(const KillMatrixOptions& options) {
  const std::vector<const Scenario*> scenarios = all_scenarios();
  if (!check_tables(scenarios)) return ExitCode::harness_fault;
  if (!check_selection(options.select, scenarios)) return ExitCode::usage;
  const std::string server = options.server.empty() ? beside_us({"hosting-refd"}) : options.server;
  const std::string site =
      options.site.empty()
          ? beside_us({"../fixtures/sites/kill-matrix.toml", "../fixtures/sites/reference.toml"})
          : options.site;
  if (!fs::exists(server)) complain("there is no hosting-refd beside this program; name one with --server");
  if (!fs::exists(site)) complain("there is no site file; name one with --site");
  if (!fs::exists(server) || !fs::exists(site)) return ExitCode::bad_input;
  if (!make_writable(options.out)) return ExitCode::not_writable;
  provide_passwords(site);
  stop_on_signals();

  const TemporaryFolder folder;
  const std::size_t width = width_of(scenarios);
  const KillMatrixResult result = run_kill_matrix(
      {.program = server,
       .site = site,
       .folder = folder.path(),
       .catalogue = built_in_catalogue(),
       .scenarios = scenarios,
       .selection = Selection(options.select),
       .deviations = options.deviation,
       .thorough = options.thorough,
       .servers = options.jobs,
       .worker =
           [](const std::string& target, const std::string& journal) {
             return worker_command_line({.target = {.target = target, .profile = ""}, .journal = journal});
           },
       .on_done =
           [width](const DeviationVerdict& verdict, double seconds) {
             fmt::print("{}\n", kill_line(verdict, seconds, width));
             std::fflush(stdout);
           },
       .stop = &asked_to_stop});
  if (result.no_such_deviation) {
    const std::string meant = nearest(options.deviation, result.known);
    complain(fmt::format("--deviation '{}' matches nothing that the scenarios could notice{}",
                         options.deviation, meant.empty() ? "" : fmt::format("; did you mean '{}'?", meant)));
    return ExitCode::usage;
  }
  fmt::print("\n{}", kill_summary(result.matrix));
  if (!written(result.matrix, options.out)) return ExitCode::not_writable;
  if (result.untried > 0) {
    complain(fmt::format("interrupted: {} deviations were not tried", result.untried));
    return ExitCode::harness_fault;
  }
  return result.matrix.ok() ? ExitCode::conforms : ExitCode::does_not_conform;
}

}  // namespace cts
