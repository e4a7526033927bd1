#include "runner/worker.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <iostream>
#include <system_error>

#include <unistd.h>

#include "runner/hook_program.h"
#include "runner/result_codec.h"

namespace cts {
namespace {

/// False when nobody reads any more.
bool tell(int out, const WorkerEvent& event) {
  const std::string line = encode(event) + "\n";
  std::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t written = ::write(out, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

void serve_scenarios(std::istream& in, int out, const std::vector<const Scenario*>& scenarios,
                     const Target& target, const Profile& profile, Footprint& footprint) {
  HookProgram operator_hand;
  for (std::string line; std::getline(in, line);) {
    const Job job = read_job(line);
    const std::string& id = job.scenario;
    const auto found = std::find_if(scenarios.begin(), scenarios.end(),
                                    [&id](const Scenario* scenario) { return scenario->id == id; });
    reports::ScenarioResult result;
    if (found == scenarios.end()) {
      result.id = id;
      result.verdict = reports::Verdict::error;
      result.message = "the worker knows no scenario of that name";
    } else {
      if (!tell(out, {WorkerEvent::Kind::started, id, {}})) return;
      result =
          run_scenario(**found, {target, profile, footprint, operator_hand, job.run_id, job.mail_accounts});
    }
    if (!tell(out, {WorkerEvent::Kind::finished, id, std::move(result)})) return;
  }
}

int worker_main(const std::vector<const Scenario*>& scenarios, const Target& target, const Profile& profile,
                Footprint& footprint) {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGINT, SIG_IGN);
  const int events = ::dup(STDOUT_FILENO);
  if (events < 0 || ::dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
    throw std::system_error(errno, std::generic_category(), "a worker's standard output");
  serve_scenarios(std::cin, events, scenarios, target, profile, footprint);
  return 0;
}

}  // namespace cts
