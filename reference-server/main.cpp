// hosting-refd: the hosting service of the two manuals. Its parts meet in serve/.

#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "config/site_reader.h"
#include "embedded/version.h"
#include "net/control_socket.h"
#include "operator/desk.h"
#include "serve/exit_codes.h"
#include "serve/free_ports.h"
#include "serve/served_site.h"

namespace refd {
namespace {

namespace fs = std::filesystem;

// Counting a full tree anew is the longest of what the desk is asked.
constexpr auto longest_desk_answer = std::chrono::minutes(2);

int serve(const ServeOptions& options, const std::string& user) {
  auto site = read_site_file(options.site_file, SecretSources::of_this_machine());
  if (const auto* errors = std::get_if<ConfigErrors>(&site)) {
    for (const auto& error : *errors) std::cerr << error.text() << "\n";
    return exit_config;
  }
  try {
    if (!user.empty()) std::get<Site>(site).user = user;
    return serve_site(with_free_route_ports(std::get<Site>(site)), options);
  } catch (const std::system_error& error) {
    // A port in use, a folder that cannot be made, a kernel without openat2: the operator's to mend.
    std::cerr << "hosting-refd: " << error.what() << "\n";
    return exit_unavailable;
  }
}

int ctl(const std::string& state, const std::vector<std::string>& words, bool json) {
  const auto socket = fs::path(state) / "operator.sock";
  const auto line = net::ask_control_socket(socket, desk_request(words), longest_desk_answer);
  if (!line) {
    std::cerr << "hosting-refd: " << socket.string() << ": " << line.error().message() << "\n";
    return exit_unavailable;
  }
  const auto answer = nlohmann::json::parse(*line);
  const bool ok = answer.at("ok").get<bool>();
  if (json && ok) {
    std::cout << answer.at("data").dump(2) << "\n";
  } else {
    (ok ? std::cout : std::cerr) << answer.at("text").get<std::string>();
  }
  return ok ? exit_ok : 1;
}

int run(int argc, char** argv) {
  CLI::App app{"The reference server of the hosting conformance test suite", "hosting-refd"};
  app.set_version_flag("--version", std::string("hosting-refd ").append(embedded::version));
  app.require_subcommand(1);

  ServeOptions options;
  auto* serve_command =
      app.add_subcommand("serve", "Serve a site until SIGTERM; prints 'ready' when every port is open");
  serve_command->add_option("--site", options.site_file, "Site file (TOML)")->required();
  serve_command->add_option("--state", options.state,
                            "Folder of everything that lasts (default: a temporary one)");
  serve_command->add_option("--write-target", options.target_file,
                            "Write a target file for hosting-cts here");
  serve_command->add_option("--log", options.log_file, "Server's log (default: standard error)");

  std::string user;
  serve_command->add_option(
      "--user", user,
      "Account, by name or number, of the customer's files and programs (default: the site "
      "file's); one for each of several servers, as they share its limit of processes");

  std::string state;
  std::vector<std::string> words;
  bool json = false;
  auto* ctl_command =
      app.add_subcommand("ctl", "Speak to a running server; 'ctl --state DIR help' tells what it knows");
  ctl_command->add_option("--state", state, "The running server's state folder")->required();
  ctl_command->add_flag("--json", json, "Answer for a program");
  ctl_command->add_option("command", words, "What to do, e.g. clock set +90m");
  ctl_command->positionals_at_end(false);

  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked_for) {
    return app.exit(asked_for);
  } catch (const CLI::ParseError& mistake) {
    app.exit(mistake);
    return exit_usage;
  }
  return *serve_command ? serve(options, user) : ctl(state, words, json);
}

}  // namespace
}  // namespace refd

int main(int argc, char** argv) {
  try {
    return refd::run(argc, argv);
  } catch (const std::exception& bug) {
    std::cerr << "hosting-refd: " << bug.what() << "\n";
    return refd::exit_software;
  }
}
