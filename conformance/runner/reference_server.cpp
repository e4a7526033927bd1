#include "runner/reference_server.h"

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <regex>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace cts {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr auto start_limit = 30s;
constexpr auto answer_limit = 15s;

std::string end_of_file(const std::string& file) {
  std::ifstream in(file);
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  return text.size() > 2000 ? text.substr(text.size() - 2000) : text;
}

/// Servers at the same time share nothing if their programs run as different users: the number of processes
/// is limited for a user. Numbers that a machine's accounts seldom have.
std::string user_of_its_own() {
  constexpr unsigned first = 30'000;
  constexpr unsigned count = 30'000;
  constexpr unsigned servers_of_a_process = 16;
  static std::atomic<unsigned> number = 0;
  const auto process = static_cast<unsigned>(::getpid());
  return std::to_string(first + (process * servers_of_a_process + number++) % count);
}

}  // namespace

std::vector<std::string> secret_variables(const std::string& site_text) {
  const std::regex variable("_env = \"([A-Z0-9_]+)\"");
  std::vector<std::string> found;
  for (std::sregex_iterator each(site_text.begin(), site_text.end(), variable), end; each != end; ++each)
    found.push_back((*each)[1]);
  return found;
}

ReferenceServer::ReferenceServer(Files files) : files_(std::move(files)) {
  const std::string log = files_.folder + "/refd.log";
  std::vector<std::string> argv{files_.program,   "serve",      "--site",
                                files_.site,      "--state",    files_.folder + "/state",
                                "--write-target", target_file()};
  if (::geteuid() == 0) argv.insert(argv.end(), {"--user", user_of_its_own()});
  process_ = std::make_unique<BackgroundProgram>(argv, log);
  if (!process_->wait_for_line("ready", start_limit))
    throw std::runtime_error(files_.program + " did not become ready: " + end_of_file(log));
  // One that serves without its databases, say, would have nothing that breaks them noticed.
  if (const std::string said = end_of_file(log); said.find(" error ") != std::string::npos)
    throw std::runtime_error(files_.program + " is not whole: " + said);
}

std::string ReferenceServer::target_file() const {
  return files_.folder + "/target.toml";
}

std::vector<KnownDeviation> ReferenceServer::deviations() const {
  std::vector<KnownDeviation> known;
  for (const json& row : json::parse(ask({"deviation", "list"})))
    known.push_back({row.at("id").get<std::string>(), row.at("clauses").get<std::vector<std::string>>(),
                     row.value("summary", "")});
  return known;
}

void ReferenceServer::switch_on(const std::string& deviation) const {
  ask({"deviation", "on", deviation});
}

std::size_t ReferenceServer::acted() const {
  return json::parse(ask({"deviation", "status"})).at("acted").get<std::size_t>();
}

void ReferenceServer::switch_off() const {
  ask({"deviation", "off"});
}

std::string ReferenceServer::ask(std::vector<std::string> words) const {
  std::vector<std::string> argv{files_.program, "ctl", "--state", files_.folder + "/state", "--json"};
  argv.insert(argv.end(), words.begin(), words.end());
  const ProgramResult result = run_program(argv, answer_limit);
  if (!result.ok())
    throw std::runtime_error("hosting-refd ctl " + words.front() + ": " +
                             (result.overdue ? "no answer" : result.end.text()) + " " + result.error_tail);
  return result.output;
}

}  // namespace cts
