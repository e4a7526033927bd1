#include "serve/php_parts.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include <fmt/format.h>

#include "cgi/php_settings.h"
#include "serve/database_parts.h"

namespace refd {

namespace fs = std::filesystem;

namespace {

constexpr auto* php_cgi = "/usr/bin/php-cgi";
constexpr std::uint64_t most_body_octets = 128ULL << 20U;

std::string directory_in(const StateFolder& state, const char* name, fs::perms mode) {
  const auto path = state / "php" / name;
  fs::create_directories(path);
  fs::permissions(path, mode);
  return path.string();
}

// Its path. Written anew at each start, as the site may have changed.
std::string write_ini(const Site& site, const StateFolder& state, const std::string& temporary,
                      const OwnPrograms& programs) {
  cgi::PhpSettings settings;
  settings.temporary = temporary;
  settings.sendmail = programs.sendmail() + " -t -i";
  settings.database_socket = database_socket(site, state);
  // The rest of what its process may have is for PHP itself.
  settings.memory_octets = std::min(settings.memory_octets, site.cgi.memory_octets / 2);
  settings.post_octets = most_body_octets;
  settings.cpu_seconds = static_cast<unsigned>(site.cgi.cpu_time.count());
  const auto path = state / "php" / "php.ini";
  std::ofstream out(path, std::ios::trunc);
  out << cgi::php_ini(settings) << std::flush;
  if (!out) throw std::system_error(errno, std::system_category(), path.string());
  fs::permissions(path, fs::perms(0644));
  return path.string();
}

cgi::PhpPool::Options pool_options(Foundation& on, const Site& site, const StateFolder& state,
                                   cgi::ScriptLauncher& launcher, const OwnPrograms& programs) {
  directory_in(state, ".", fs::perms(0755));
  const auto temporary = make_owned_directory((state / "php" / "temporary").string(), on.owner);
  const auto uploads = directory_in(state, "uploads", fs::perms(0755));
  for (const auto& left : fs::directory_iterator(uploads)) fs::remove_all(left);
  const auto ini = write_ini(site, state, temporary, programs);
  cgi::PhpPool::Options options;
  options.program = php_cgi;
  options.command.wrapper = launcher.wrapper();
  // Files on their way up stay where their process is killed: each has a place of its own, which is emptied
  // then.
  options.command.orders = [&launcher, ini, uploads, owner = on.owner](const cgi::PhpStart& how) {
    const auto place = make_owned_directory(uploads + "/" + std::to_string(how.number), owner);
    return launcher.lasting_orders(fmt::format("exec {} -c '{}' -d 'upload_tmp_dir={}'", php_cgi, ini, place),
                                   how.may_write);
  };
  options.after_end = [uploads](unsigned number) {
    std::error_code ignored;
    fs::remove_all(uploads + "/" + std::to_string(number), ignored);
  };
  // What they have written nobody has seen (WEB-QUOTA-3).
  options.after_pages = [&ledger = on.ledger] {
    ledger.note_unseen_writer();
  };
  options.has_room = [&ledger = on.ledger, &scripts = on.deviations] {
    return !scripts.cgi().pages_heed_the_quota || ledger.had_room_lately(std::chrono::steady_clock::now());
  };
  // Its own number of requests, after which it would go, is not told to whoever talks to it.
  options.command.environment = {"PATH=" + launcher.places().path, "PHP_FCGI_MAX_REQUESTS=0"};
  options.command.world = launcher.world();
  options.command.root = launcher.places().root;
  options.command.sockets = directory_in(state, "sockets", fs::perms::owner_all);
  options.most_workers = site.cgi.at_once;
  // One runs on each processor, and one is being told what comes next.
  options.warm_workers = std::thread::hardware_concurrency() + 1;
  options.most_waiting = site.cgi.waiting;
  options.longest_wait = site.cgi.turn;
  return options;
}

}  // namespace

PhpParts::PhpParts(Foundation& on, const Site& site, const StateFolder& state, cgi::ScriptLauncher& launcher,
                   const OwnPrograms& programs, const Log& log)
    : pool_(pool_options(on, site, state, launcher, programs), launcher.errors(), log),
      pages({.tree = on.tree,
             .pool = pool_,
             .scripts = on.deviations,
             .policies = on.deviations,
             .places = launcher.places(),
             .spool = (state / "php").string(),
             .errors = launcher.errors(),
             .log = log},
            {.time = site.cgi.wall_time, .spooled_octets = most_body_octets}) {
  pool_.start();
}

PhpParts::~PhpParts() = default;

}  // namespace refd
