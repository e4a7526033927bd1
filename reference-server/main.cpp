// hosting-refd: the hosting service of the two manuals. This file is the only place where its parts meet.

#include <sys/file.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "accounts/hashed_accounts.h"
#include "config/profile_writer.h"
#include "config/site_reader.h"
#include "config/target_writer.h"
#include "counter/counter_handler.h"
#include "counter/counter_store.h"
#include "deviations/deviant_accounts.h"
#include "deviations/deviant_counter.h"
#include "deviations/deviant_disk.h"
#include "deviations/deviant_log.h"
#include "deviations/deviant_release.h"
#include "deviations/deviant_tree.h"
#include "deviations/deviations.h"
#include "files/jailed_tree.h"
#include "files/quota_ledger.h"
#include "files/site_file_system.h"
#include "ftp/ftp_service.h"
#include "ftpaccess/access_release.h"
#include "http/access_log_file.h"
#include "http/http_service.h"
#include "net/control_socket.h"
#include "net/dns_names.h"
#include "net/listener.h"
#include "net/session_group.h"
#include "net/told_names.h"
#include "operator/desk.h"
#include "ssi/ssi_handler.h"

namespace refd {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using asio::ip::tcp;

// sysexits.h names them; 78 is promised by the manual of the command.
constexpr int exit_ok = 0;
constexpr int exit_usage = 64;
constexpr int exit_unavailable = 69;
constexpr int exit_software = 70;
constexpr int exit_config = 78;

constexpr auto longest_shutdown = std::chrono::seconds(3);
constexpr auto longest_desk_answer = std::chrono::seconds(10);

struct ServeOptions {
  std::string site_file;
  std::string state;
  std::string target_file;
  std::string log_file;
};

// The folder of everything that lasts; one that nobody named is temporary and goes with the server.
class StateFolder {
 public:
  explicit StateFolder(const std::string& given) : temporary_(given.empty()) {
    if (temporary_) {
      auto pattern = (fs::temp_directory_path() / "hosting-refd-XXXXXX").string();
      if (::mkdtemp(pattern.data()) == nullptr)
        throw fs::filesystem_error("mkdtemp", pattern, last_system_error());
      path_ = pattern;
    } else {
      fs::create_directories(given);
      path_ = fs::canonical(given);
    }
    lock_ = UniqueFd(::open((path_ / "lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600));
    if (!lock_ || ::flock(lock_.get(), LOCK_EX | LOCK_NB) != 0) {
      throw fs::filesystem_error("another server uses this state", path_, last_system_error());
    }
  }
  StateFolder(const StateFolder&) = delete;
  StateFolder& operator=(const StateFolder&) = delete;
  ~StateFolder() {
    std::error_code ignored;
    if (temporary_) fs::remove_all(path_, ignored);
  }

  fs::path operator/(const char* name) const { return path_ / name; }

 private:
  bool temporary_;
  fs::path path_;
  UniqueFd lock_;
};

// Threads that run the context until it is stopped.
class Workers {
 public:
  Workers(asio::io_context& context, unsigned count) : context_(context), guard_(context.get_executor()) {
    for (unsigned i = 0; i < count; ++i) threads_.emplace_back([this] { context_.run(); });
  }
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  ~Workers() {
    context_.stop();
    for (auto& thread : threads_) thread.join();
  }

 private:
  asio::io_context& context_;
  asio::executor_work_guard<asio::io_context::executor_type> guard_;
  std::vector<std::thread> threads_;
};

// SIGTERM and SIGINT are taken by waiting for them, so no thread may be interrupted by one.
sigset_t block_ending_signals() {
  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGTERM);
  sigaddset(&ending, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ending, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return ending;
}

// A thousand sessions need more descriptors than the usual 1,024.
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

// Null when the site lies on whatever its state lies on. What is kept for the service itself holds its log
// while that is rotated, and some of what is to replace files.
std::unique_ptr<SiteFileSystem> own_file_system(const Site& site, const StateFolder& state) {
  if (site.disk.enforcement == Site::DiskLimits::Enforcement::ledger) return nullptr;
  fs::create_directories(state / "site");
  return std::make_unique<SiteFileSystem>(SiteFileSystem::Options{
      .image = (state / "site.image").string(),
      .mount_point = (state / "site").string(),
      .octets = site.disk.octets,
      .spare = std::min(site.disk.octets / 2, site.disk.octets / 16 + 2 * site.log.never_above_octets)});
}

JailedTree::Options tree_options(const Site& site, const StateFolder& state, QuotaLedger& ledger) {
  JailedTree::Options options;
  options.root = (state / "site" / "root").string();
  options.staging = (state / "site" / "staging").string();
  const auto top = [](std::string_view name) {
    return TreePath().child(name);
  };
  options.protected_directories = {TreePath(), top("web"), top("log"), top("users"),
                                   top("users").child(site.ftp_account.name)};
  options.read_only_directories = {top("log")};
  options.ledger = &ledger;
  return options;
}

// The manual's numbers, as far as the site does not scale them.
Policies promised_by(const Site& site) {
  Policies policies;
  policies.log.rotated_from_octets = site.log.rotated_from_octets;
  policies.log.never_above_octets = site.log.never_above_octets;
  policies.quota.limit_octets = site.disk.octets;
  return policies;
}

// Null when the site has nobody asked.
std::unique_ptr<net::DnsNames> dns_names(const Site::Resolver& resolver, const Log& log) {
  if (resolver.ask == Site::Resolver::Ask::nobody) return nullptr;
  return std::make_unique<net::DnsNames>(net::DnsResolver::Options{.server = resolver.address,
                                                                   .port = resolver.port,
                                                                   .try_time = resolver.try_time,
                                                                   .tries = resolver.tries,
                                                                   .deadline = resolver.deadline,
                                                                   .kept = resolver.kept},
                                         log);
}

// Ends the lookups under way while their callers' executors still live.
class StopsLookups {
 public:
  explicit StopsLookups(net::DnsNames* names) : names_(names) {}
  StopsLookups(const StopsLookups&) = delete;
  StopsLookups& operator=(const StopsLookups&) = delete;
  ~StopsLookups() {
    if (names_ != nullptr) names_->stop();
  }

 private:
  net::DnsNames* const names_;
};

void write_file(const std::string& file, const std::string& text) {
  std::ofstream out(file, std::ios::trunc);
  out << text << std::flush;
  if (!out) throw std::runtime_error(file + ": cannot be written");
}

// The target file, and beside it a profile file where the site's numbers are not the plan's.
void write_target(const std::string& file, const Site& site, ServedAt served) {
  served.profile = site.plan;
  if (const auto profile = profile_file(site); !profile.empty()) {
    write_file(file + ".profile.toml", profile);
    served.profile = fs::path(file).filename().string() + ".profile.toml";
  }
  write_file(file, target_file(site, served));
}

std::vector<std::string> desk_command(const StateFolder& state) {
  return {fs::canonical("/proc/self/exe").string(), "ctl", "--state", (state / "").parent_path().string()};
}

int serve_site(const Site& site, const ServeOptions& options) {
  const auto ending = block_ending_signals();
  raise_descriptor_limit();
  const StateFolder state(options.state);
  const auto log = open_log(options.log_file);
  const auto file_system = own_file_system(site, state);  // before any thread is started

  // What the services stand on, each wrapped by the deviations' decorator.
  AdjustableClock clock;
  Deviations deviations(promised_by(site));
  fs::create_directories(state / "site" / "staging");
  create_initial_layout((state / "site" / "root").string(), {site.ftp_account.name});
  QuotaLedger ledger({(state / "site" / "root").string(), "log"}, deviations, log);
  DeviantDisk disk(ledger, deviations);
  JailedTree kept_tree(tree_options(site, state, ledger));
  DeviantTree tree(kept_tree, deviations);
  const auto& account = site.ftp_account;
  HashedAccounts kept_accounts({{account.name, account.password_hash, account.caseless_password_hash}});
  DeviantAccounts accounts(kept_accounts, account.name, deviations);
  http::AccessLogFile kept_accesses((state / "site" / "root" / "log" / "web.log").string(),
                                    {(state / "site" / "log-spool").string(), site.log.check_interval},
                                    deviations, clock, log);
  DeviantLog accesses(
      kept_accesses, kept_accesses, [&kept_accesses] { return kept_accesses.rotations(); }, deviations);

  ssi::SsiHandler includes({tree, deviations, deviations, clock, account.name});
  http::HandlerTable handlers;
  for (const auto* extension : {".shtml", ".html"})
    handlers.extensions.push_back({extension, &includes, false});

  CounterStore kept_counters((state / "counters.sqlite").string(), log);
  DeviantCounter counters(kept_counters, deviations);
  PictureMaker pictures;
  CounterHandler count_cgi({counters, deviations, clock, pictures},
                           {site.domain, site.added_domains, site.server_name, site.counter.proxies});
  handlers.mounts.push_back({"/cgi-bin/Count.cgi", &count_cgi});

  http::HttpService http({tree, deviations, accesses, clock, log}, site, handlers);
  const auto looked_up_names = dns_names(site.resolver, log);
  net::ToldNames names(site.names, looked_up_names.get());
  FtpService ftp({tree, accounts, deviations, clock, log, site.ftp, "www." + site.domain},
                 {site.listen.passive_first, site.listen.passive_last}, names);

  asio::io_context context;
  const StopsLookups stops_lookups(looked_up_names.get());
  net::SessionGroup sessions([log](std::exception_ptr failure) {
    try {
      std::rethrow_exception(failure);
    } catch (const std::exception& exception) {
      log->error("a session ended by a fault of ours: {}", exception.what());
    }
  });
  const auto address = asio::ip::make_address(site.listen.address);
  net::Listener http_listener(
      context, {address, site.listen.http_port}, {site.http.max_sessions, site.http.max_sessions_per_source},
      sessions, [&http](tcp::socket socket) { return http.serve(std::move(socket)); },
      "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", log);
  net::Listener ftp_listener(
      context, {address, site.listen.ftp_port}, {site.ftp.max_sessions, site.ftp.max_sessions_per_source},
      sessions, [&ftp](tcp::socket socket) { return ftp.serve(std::move(socket)); },
      "421 Too many connections, try again later\r\n", log);

  const ServedAt served{site.listen.address, http_listener.endpoint().port(), ftp_listener.endpoint().port(),
                        "", desk_command(state)};
  AccessRelease kept_release(kept_tree);
  DeviantRelease access_files(kept_release, kept_tree, deviations);
  Desk desk({clock, deviations, accesses, access_files, disk, kept_counters, [&] {
               return nlohmann::json{{"version", HOSTING_CTS_VERSION}, {"pid", ::getpid()},
                                     {"domain", site.domain},          {"address", served.address},
                                     {"http_port", served.http_port},  {"ftp_port", served.ftp_port},
                                     {"sessions", sessions.size()}};
             }});
  net::ControlSocket control(
      context, state / "operator.sock", sessions,
      [&desk](const std::string& request) { return desk.answer_line(request); }, log);

  const Workers workers(context, std::max(2U, std::thread::hardware_concurrency()));
  http_listener.start();
  ftp_listener.start();
  control.start();
  if (!options.target_file.empty()) write_target(options.target_file, site, served);
  std::cout << "ready" << std::endl;

  int signal = 0;
  sigwait(&ending, &signal);
  log->info("ending on signal {} with {} sessions", signal, sessions.size());
  http_listener.stop();
  ftp_listener.stop();
  sessions.stop();
  if (!sessions.wait(longest_shutdown)) log->warn("{} sessions did not end in time", sessions.size());
  // While the workers still run: whoever waits for a count is told.
  kept_counters.stop();
  return exit_ok;
}

int serve(const ServeOptions& options) {
  const auto site = read_site_file(options.site_file, SecretSources::of_this_machine());
  if (const auto* errors = std::get_if<ConfigErrors>(&site)) {
    for (const auto& error : *errors) std::cerr << error.text() << "\n";
    return exit_config;
  }
  try {
    return serve_site(std::get<Site>(site), options);
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
  app.set_version_flag("--version", std::string("hosting-refd ") + HOSTING_CTS_VERSION);
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
  return *serve_command ? serve(options) : ctl(state, words, json);
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
