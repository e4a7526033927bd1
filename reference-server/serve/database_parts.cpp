#include "serve/database_parts.h"

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <random>
#include <system_error>

#include <fmt/format.h>

#include "config/password_hash.h"
#include "database/data_directory.h"
#include "database/database_accounts.h"
#include "database/server_probe.h"
#include "phpmyadmin/admin_settings.h"
#include "serve/own_programs.h"

namespace refd {

namespace asio = boost::asio;
namespace fs = std::filesystem;

namespace {

constexpr auto* php_cgi = "/usr/bin/php-cgi";
constexpr auto* client = "/usr/bin/mariadb";
constexpr auto longest_statements = std::chrono::seconds(30);
constexpr auto longest_greeting = std::chrono::milliseconds(50);
constexpr std::size_t secret_letters = 32;
constexpr std::size_t admin_processes = 4;
constexpr std::size_t admin_waiting = 64;
constexpr std::uint64_t admin_address_space = 2ULL << 30U;
constexpr std::uint64_t most_body_octets = 128ULL << 20U;

// None where we are not root: then everything is our own.
std::optional<Owner> account_of(const std::string& name) {
  if (::geteuid() != 0) return std::nullopt;
  const auto* account = ::getpwnam(name.c_str());  // NOLINT(concurrency-mt-unsafe): at the start
  if (account == nullptr || account->pw_uid == 0)
    throw std::system_error(std::make_error_code(std::errc::invalid_argument),
                            "no account '" + name + "' of the machine, or root's");
  return Owner{account->pw_uid, account->pw_gid};
}

void write_private(const fs::path& path, const std::string& text, const std::optional<Owner>& reader) {
  std::ofstream out(path, std::ios::trunc);
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
  out << text << std::flush;
  if (!out || (reader && ::chown(path.c_str(), reader->user, reader->group) != 0))
    throw std::system_error(errno, std::system_category(), path.string());
}

std::string prepared_folder(const StateFolder& state, const std::optional<Owner>& user) {
  const auto folder = state / "database";
  fs::create_directories(folder / "server");
  fs::create_directories(folder / "nothing");
  fs::create_directories(folder / "temporary");
  // Everybody passes through to the socket; what lies beside it is closed by itself.
  fs::permissions(folder, fs::perms(0711));
  fs::permissions(folder / "server", fs::perms(0711));
  fs::permissions(folder / "temporary", fs::perms::owner_all);
  for (const auto& path : {folder, folder / "server", folder / "temporary"}) {
    if (user && ::chown(path.c_str(), user->user, user->group) != 0)
      throw std::system_error(errno, std::system_category(), path.string());
  }
  // Of one that was killed.
  fs::remove(folder / "server" / "server.sock");
  fs::remove(folder / "server.pid");
  return folder.string();
}

// What the server complains of. Begun anew when it has become long.
UniqueFd open_output(const std::string& path) {
  constexpr std::uintmax_t long_enough = 1 << 20;
  std::error_code ignored;
  if (fs::file_size(path, ignored) > long_enough && !ignored) fs::rename(path, path + ".1", ignored);
  return UniqueFd(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
}

std::string random_letters(std::size_t count) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz012345";
  std::random_device device;
  std::uniform_int_distribution<std::size_t> any(0, letters.size() - 1);
  std::string text;
  while (text.size() < count) text.push_back(letters[any(device)]);
  return text;
}

// For PHP as a customer's script, which reads no php.ini of the site's.
void write_php_settings(const fs::path& folder, const std::string& socket) {
  fs::create_directories(folder);
  fs::permissions(folder, fs::perms(0755));
  const auto file = folder / "database.ini";
  std::ofstream out(file, std::ios::trunc);
  for (const auto* name : {"mysqli.default_socket", "pdo_mysql.default_socket"})
    out << name << " = \"" << socket << "\"\n";
  out.flush();
  if (!out) throw std::system_error(errno, std::system_category(), file.string());
  fs::permissions(file, fs::perms(0644));
}

db::ServerSettings settings_of(const Site::Database& site, const std::string& folder) {
  return {.program = site.program,
          .share = site.share,
          .data = folder + "/data",
          .socket = folder + "/server/server.sock",
          .pid_file = folder + "/server.pid",
          .nothing = folder + "/nothing",
          .temporary = folder + "/temporary",
          .first_words = folder + "/accounts.sql",
          .sessions = site.max_sessions,
          .buffer_octets = site.buffer_octets,
          .sync = site.sync};
}

// What a page of phpMyAdmin complains of is nobody's business but the operator's.
class LoggedErrors final : public cgi::ErrorLog {
 public:
  explicit LoggedErrors(Log log) : log_(std::move(log)) {}
  void record(std::string_view, std::string_view, std::string_view text) override {
    constexpr std::size_t most = 500;
    log_->warn("phpMyAdmin: {}", text.substr(0, most));
  }

 private:
  const Log log_;
};

}  // namespace

std::string database_socket(const Site& site, const StateFolder& state) {
  return site.database ? (state / "database" / "mysql.sock").string() : std::string();
}

cgi::Variables database_variables(const Site& site, const StateFolder& state) {
  if (!site.database) return {};
  // Read after the machine's own settings.
  return {{"MYSQL_UNIX_PORT", database_socket(site, state)},
          {"PHP_INI_SCAN_DIR", ":" + (state / "database" / "php").string()}};
}

DatabaseParts::DatabaseParts(Foundation& on, const Site& site, const StateFolder& state, const Log& log)
    : on_(on),
      site_(site.database.value()),
      customer_{site.ftp_account.name, site.ftp_account.database_password_hash,
                site.ftp_account.caseless_database_password_hash},
      log_(log),
      root_password_(random_letters(secret_letters)),
      user_(account_of(site_.user)),
      folder_(prepared_folder(state, user_)),
      customers_socket_(database_socket(site, state)),
      output_(open_output(folder_ + "/server.log")),
      settings_(settings_of(site_, folder_)),
      keeper_(keeping(), log),
      door_(settings_.socket, on.deviations),
      followed_(db::account_statements(customer_, {})),
      errors_(std::make_unique<LoggedErrors>(log)) {
  write_private(settings_.first_words,
                db::root_statement(hash_password_for_database(root_password_)) + followed_, user_);
  write_php_settings(state / "database" / "php", customers_socket_);
  open_to_programs(true);
  on.tree.set_database_files(settings_.data);
  keeper_.start();
  make_pages(site, state);
}

DatabaseParts::~DatabaseParts() = default;

db::DatabaseKeeper::Options DatabaseParts::keeping() {
  db::DatabaseKeeper::Options options;
  options.prepare = [this]() -> Result<void> {
    if (settings_.socket.size() > db::longest_socket_path) {
      log_->error("the state's path is too long for a socket in it: {}", settings_.socket);
      return system_error(ENAMETOOLONG);
    }
    if (::access(site_.program.c_str(), X_OK) != 0) {
      const auto error = last_system_error();
      log_->error("{}: {}; Debian's package mariadb-server has it", site_.program, error.message());
      return error;
    }
    return db::provide_data_directory({.settings = settings_,
                                       .user = user_,
                                       .folder = folder_,
                                       .memory = "/dev/shm",
                                       .output = output_.get()});
  };
  options.start = [this] {
    return db::Child::start({.words = db::server_command(settings_), .user = user_, .output = output_.get()});
  };
  options.answers = [this] {
    return db::greets(settings_.socket, longest_greeting);
  };
  options.start_limit = site_.start;
  return options;
}

// Programs of the customer's know the socket by a name of its own, so that it can be taken from them
// (DB-3 turned off).
void DatabaseParts::open_to_programs(bool open) const {
  std::error_code ignored;
  fs::remove(customers_socket_, ignored);
  if (open) fs::create_symlink("server/server.sock", customers_socket_);
}

std::unique_ptr<net::Listener> DatabaseParts::listener(asio::io_context& context,
                                                       net::SessionGroup& sessions) {
  return std::make_unique<net::Listener>(
      context, asio::ip::tcp::endpoint{asio::ip::make_address(site_.address), site_.port},
      net::Listener::Limits{site_.max_sessions, site_.max_sessions}, sessions,
      [this](asio::ip::tcp::socket socket) { return door_.serve(std::move(socket)); }, "", log_);
}

bool DatabaseParts::wait_until_ready() {
  return keeper_.wait_until_ready(site_.start);
}

bool DatabaseParts::run_statements(const std::string& statements) {
  const auto file = folder_ + "/follow.sql";
  write_private(file, statements, std::nullopt);
  const UniqueFd input(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  auto run = db::Child::start(
      {.words = {client, "--no-defaults", "--batch", "--socket=" + settings_.socket, "--user=root"},
       .user = std::nullopt,
       .environment = {"MYSQL_PWD=" + root_password_},
       .input = input.get(),
       .output = output_.get()});
  fs::remove(file);
  if (!run) return false;
  return run->wait(longest_statements) && run->status() == 0;
}

void DatabaseParts::follow_policy() {
  const std::lock_guard lock(following_);
  const auto& policy = on_.deviations.database();
  auto statements = db::account_statements(customer_, policy);
  open_to_programs(policy.programs_connect);
  if (statements == followed_) return;
  if (!wait_until_ready() || !run_statements(statements)) {
    log_->error("the databases do not follow the policy");
    return;
  }
  followed_ = std::move(statements);
}

std::unique_ptr<cgi::PhpPool> DatabaseParts::make_pool(const StateFolder& state) {
  const auto folder = state / "phpmyadmin";
  const auto user = account_of(site_.admin_user);
  fs::create_directories(folder / "sockets");
  fs::permissions(folder, fs::perms(0711));
  fs::permissions(folder / "sockets", fs::perms::owner_all);
  phpmyadmin::AdminSettings settings;
  settings.configuration = (folder / "config.inc.php").string();
  settings.first_page = (folder / "first.php").string();
  settings.temporary = make_owned_directory((folder / "temporary").string(), user);
  settings.database_socket = settings_.socket;
  settings.post_octets = most_body_octets;
  const auto ini = folder / "php.ini";
  write_private(settings.configuration,
                phpmyadmin::admin_configuration(settings, random_letters(secret_letters)), user);
  write_private(settings.first_page, phpmyadmin::admin_first_page(settings), user);
  write_private(ini, phpmyadmin::admin_php_ini(settings), user);

  cgi::PhpPool::Options options;
  options.program = php_cgi;
  options.command.wrapper = program_beside("hosting-script");
  options.command.root = site_.admin_directory;
  options.command.sockets = (folder / "sockets").string();
  options.command.environment = {"PATH=/usr/bin:/bin", "PHP_FCGI_MAX_REQUESTS=0"};
  std::vector<std::string> orders{"directory=.", "root=" + site_.admin_directory,
                                  fmt::format("command=exec {} -c '{}'", php_cgi, ini.string()),
                                  fmt::format("memory={}", admin_address_space), "files=256"};
  if (user) {
    orders.push_back(fmt::format("user={}", user->user));
    orders.push_back(fmt::format("group={}", user->group));
  }
  orders.emplace_back("--");
  options.command.orders = [orders](const cgi::PhpStart&) {
    return orders;
  };
  options.most_workers = admin_processes;
  options.most_waiting = admin_waiting;
  options.kept_workers = 0;
  return std::make_unique<cgi::PhpPool>(std::move(options), *errors_, log_);
}

void DatabaseParts::make_pages(const Site& site, const StateFolder& state) {
  if (::access((site_.admin_directory + "/index.php").c_str(), R_OK) != 0) {
    log_->error("{}: there is no phpMyAdmin; Debian's package phpmyadmin has it", site_.admin_directory);
    return;
  }
  pool_ = make_pool(state);
  pool_->start();
  phpmyadmin::AdminHandler::Names names{{}, site.server_name};
  for (const auto& added : site.added_domains) names.added.push_back("www." + added);
  pages_ = std::make_unique<phpmyadmin::AdminHandler>(
      phpmyadmin::AdminHandler::Parts{.pool = *pool_,
                                      .policies = on_.deviations,
                                      .directory = site_.admin_directory,
                                      .spool = (state / "phpmyadmin").string(),
                                      .names = std::move(names),
                                      .places = {.root = site_.admin_directory,
                                                 .document_root = "",
                                                 .server_admin = "webmaster@" + site.domain},
                                      .log = log_},
      phpmyadmin::AdminHandler::Limits{.body_octets = most_body_octets});
}

void DatabaseParts::stop() {
  if (pool_) pool_->stop();
  keeper_.stop();
}

}  // namespace refd
