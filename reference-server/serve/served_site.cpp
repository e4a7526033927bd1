#include "serve/served_site.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iostream>
#include <optional>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "cgi/script_removal.h"
#include "config/profile_writer.h"
#include "config/target_writer.h"
#include "deviations/deviant_release.h"
#include "deviations/deviant_removal.h"
#include "ftpaccess/access_release.h"
#include "net/control_socket.h"
#include "net/listener.h"
#include "net/session_group.h"
#include "operator/desk.h"
#include "serve/database_parts.h"
#include "serve/exit_codes.h"
#include "serve/foundation.h"
#include "serve/ftp_parts.h"
#include "serve/mail_parts.h"
#include "serve/office_parts.h"
#include "serve/service_manager.h"
#include "serve/smtp_parts.h"
#include "serve/web_parts.h"
#include "serve/workers.h"

namespace refd {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using asio::ip::tcp;

namespace {

constexpr auto longest_shutdown = std::chrono::seconds(3);

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

net::SessionGroup::ExceptionSink logs_failures(const Log& log) {
  return [log](std::exception_ptr failure) {
    try {
      std::rethrow_exception(std::move(failure));
    } catch (const std::exception& exception) {
      log->error("a session ended by a fault of ours: {}", exception.what());
    }
  };
}

constexpr const char* too_many_visitors =
    "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

// The open ports. Made when everything behind them is there.
class Ports {
 public:
  Ports(asio::io_context& context, const Site& site, net::SessionGroup& sessions, WebParts& web,
        FtpParts& ftp, MailParts& mail, SmtpParts& smtp, OfficeParts& office, const Log& log)
      : http_(
            context, {asio::ip::make_address(site.listen.address), site.listen.http_port},
            {site.http.max_sessions, site.http.max_sessions_per_source}, sessions,
            [&web](tcp::socket socket) { return web.http.serve(std::move(socket)); }, too_many_visitors, log),
        ftp_(
            context, {asio::ip::make_address(site.listen.address), site.listen.ftp_port},
            {site.ftp.max_sessions, site.ftp.max_sessions_per_source}, sessions,
            [&ftp](tcp::socket socket) { return ftp.ftp.serve(std::move(socket)); },
            "421 Too many connections, try again later\r\n", log),
        pop_(
            context, {asio::ip::make_address(site.listen.address), site.listen.pop_port},
            {site.pop.max_sessions, site.pop.max_sessions_per_source}, sessions,
            [&mail](tcp::socket socket) { return mail.pop.serve(std::move(socket)); }, PopService::refusal,
            log),
        smtp_(
            context, {asio::ip::make_address(site.listen.address), site.listen.smtp_port},
            {site.smtp.max_sessions, site.smtp.max_sessions_per_source}, sessions,
            [&smtp](tcp::socket socket) { return smtp.service.serve(std::move(socket), smtp::Door::relay); },
            smtp::SmtpService::refusal, log),
        submission_(
            context, {asio::ip::make_address(site.listen.address), site.listen.submission_port},
            {site.smtp.max_sessions, site.smtp.max_sessions_per_source}, sessions,
            [&smtp](tcp::socket socket) {
              return smtp.service.serve(std::move(socket), smtp::Door::submission);
            },
            smtp::SmtpService::refusal, log) {
    if (site.members.is_served()) {
      members_.emplace(
          context, tcp::endpoint{asio::ip::make_address(site.listen.address), site.listen.members_port},
          net::Listener::Limits{site.members.max_sessions, site.members.max_sessions_per_source}, sessions,
          [&office](tcp::socket socket) { return office.serve(std::move(socket)); }, too_many_visitors, log);
    }
    if (!mail.tls) return;
    // Above its limits a connection is closed without a word: nothing can be said before the handshake.
    pops_.emplace(
        context, tcp::endpoint{asio::ip::make_address(site.listen.address), site.listen.pops_port},
        net::Listener::Limits{site.pop.max_sessions, site.pop.max_sessions_per_source}, sessions,
        [&mail](tcp::socket socket) { return mail.pop.serve_tls(std::move(socket), *mail.tls); }, "", log);
  }

  void start() {
    http_.start();
    ftp_.start();
    pop_.start();
    if (pops_) pops_->start();
    smtp_.start();
    submission_.start();
    if (members_) members_->start();
  }
  void stop() {
    http_.stop();
    ftp_.stop();
    pop_.stop();
    if (pops_) pops_->stop();
    smtp_.stop();
    submission_.stop();
    if (members_) members_->stop();
  }
  ServedAt served(const Site& site, const StateFolder& state) const {
    return {.address = site.listen.address,
            .http_port = http_.endpoint().port(),
            .ftp_port = ftp_.endpoint().port(),
            .pop_port = pop_.endpoint().port(),
            .pops_port = pops_ ? pops_->endpoint().port() : std::uint16_t{0},
            .smtp_port = smtp_.endpoint().port(),
            .submission_port = submission_.endpoint().port(),
            .members_port = members_ ? members_->endpoint().port() : std::uint16_t{0},
            .profile = "",
            .desk_command = desk_command(state)};
  }

 private:
  net::Listener http_;
  net::Listener ftp_;
  net::Listener pop_;
  std::optional<net::Listener> pops_;  // POP-4: where the plan has it
  net::Listener smtp_;
  net::Listener submission_;
  std::optional<net::Listener> members_;  // ACCT-2: where the site has them
};

// Ends the lookups and jobs under way when no thread runs their callers any more, while the callers' context
// lives.
class StopsHelpers {
 public:
  StopsHelpers(FtpParts& ftp, MailParts& mail) : ftp_(ftp), mail_(mail) {}
  StopsHelpers(const StopsHelpers&) = delete;
  StopsHelpers& operator=(const StopsHelpers&) = delete;
  ~StopsHelpers() {
    ftp_.stop();
    mail_.stop();
  }

 private:
  FtpParts& ftp_;
  MailParts& mail_;
};

// DB-4.
std::vector<http::HandlerTable::Mount> mounts_of(std::optional<DatabaseParts>& database) {
  std::vector<http::HandlerTable::Mount> mounts;
  if (database && database->pages() != nullptr) mounts.push_back({"/phpMyAdmin", database->pages()});
  return mounts;
}

nlohmann::json facts_for_status(const Site& site, const ServedAt& served, const net::SessionGroup& sessions) {
  return {{"version", HOSTING_CTS_VERSION},
          {"pid", ::getpid()},
          {"domain", site.domain},
          {"address", served.address},
          {"http_port", served.http_port},
          {"ftp_port", served.ftp_port},
          {"pop_port", served.pop_port},
          {"pops_port", served.pops_port},
          {"smtp_port", served.smtp_port},
          {"submission_port", served.submission_port},
          {"members_port", served.members_port},
          {"sessions", sessions.size()}};
}

// PLAN: what the office has changed since the site's file was written.
Site with_plan(Site site, const Plan& plan) {
  site.plan = plan.name;
  return site;
}

}  // namespace

// Where everything is put together: what is made later ends sooner, so it is one list.
// NOLINTNEXTLINE(readability-function-size)
int serve_site(const Site& given, const ServeOptions& options) {
  const auto ending = block_ending_signals();
  raise_descriptor_limit();
  const StateFolder state(options.state);
  const auto log = open_log(options.log_file);
  office::ContractTerms terms((state / "contract.sqlite").string(), given.plan, log);
  const Site site = with_plan(given, terms.plan());
  Foundation foundation(site, state, log);
  std::optional<DatabaseParts> database;
  if (site.database) database.emplace(foundation, site, state, log);
  WebParts web(foundation, site, state, mounts_of(database), log);
  FtpParts ftp(foundation, site, log);
  MailParts mail(foundation, site, state, log);
  SmtpParts smtp(foundation, mail, site, state, log);
  AccessRelease kept_release(foundation.kept_tree);
  DeviantRelease access_files(kept_release, foundation.kept_tree, foundation.deviations);
  OfficeParts office(foundation, mail, terms, access_files, site, state, log);

  asio::io_context context;
  net::SessionGroup sessions(logs_failures(log));
  const auto deliveries = smtp.runner(context, sessions);
  const StopsHelpers stops_helpers(ftp, mail);
  Ports ports(context, site, sessions, web, ftp, mail, smtp, office, log);
  auto served = ports.served(site, state);
  const auto database_port = database ? database->listener(context, sessions) : nullptr;
  if (database_port) served.database_port = database_port->endpoint().port();
  ScriptRemoval kept_removal(foundation.kept_tree, state / "removed-scripts");
  DeviantRemoval scripts(kept_removal, foundation.deviations);
  ToldSwitch deviations(foundation.deviations, [&database] {
    if (database) database->follow_policy();
  });
  Desk desk({foundation.clock, deviations, web.accesses, access_files, scripts, foundation.disk,
             web.kept_counters, [&] { return facts_for_status(site, served, sessions); },
             [&web](const std::string& path) { return web.stop_script(path); }, &office.office,
             &office.letters, &office.support, &office.audit});
  net::ControlSocket control(
      context, state / "operator.sock", sessions,
      [&desk](const std::string& request) { return desk.answer_line(request); }, log);

  const Workers workers(context, std::max(2U, std::thread::hardware_concurrency()));
  ports.start();
  if (database_port) database_port->start();
  control.start();
  deliveries->start();
  office.start(context, sessions);
  if (database && !database->wait_until_ready()) log->error("the site is served without its databases");
  if (!options.target_file.empty()) write_target(options.target_file, site, served);
  std::cout << "ready" << std::endl;
  tell_service_manager("READY=1");

  int signal = 0;
  sigwait(&ending, &signal);
  tell_service_manager("STOPPING=1");
  log->info("ending on signal {} with {} sessions", signal, sessions.size());
  ports.stop();
  if (database_port) database_port->stop();
  sessions.stop();
  if (!sessions.wait(longest_shutdown)) log->warn("{} sessions did not end in time", sessions.size());
  web.stop_programs();
  if (database) database->stop();
  // While the workers still run: whoever waits for a count, or for mail to be safe, is told.
  web.kept_counters.stop();
  smtp.queue.stop();
  return exit_ok;
}

}  // namespace refd
