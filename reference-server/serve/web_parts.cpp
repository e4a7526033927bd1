#include "serve/web_parts.h"

#include <chrono>
#include <filesystem>

#include "serve/database_parts.h"

namespace refd {

namespace {

namespace fs = std::filesystem;

constexpr auto longest_ending = std::chrono::seconds(3);

cgi::ScriptLauncher::Parts launcher_parts(Foundation& on, const Site& site, const StateFolder& state,
                                          const OwnPrograms& programs, cgi::ErrorLog& errors,
                                          const Log& log) {
  return {.wrapper = program_beside("hosting-script"),
          .places = {.root = fs::canonical(state / "site" / "root").string(),
                     .server_admin = "webmaster@" + site.domain,
                     .path = programs.path(),
                     .more = database_variables(site, state)},
          .user = on.owner,
          .world = programs.world.get(),
          .policies = on.deviations,
          .errors = errors,
          .ledger = &on.ledger,
          .log = log};
}

}  // namespace

http::HandlerTable WebParts::handlers(const std::vector<http::HandlerTable::Mount>& more) {
  http::HandlerTable table;
  table.extensions.clear();
  for (const auto* extension : {".cgi", ".pl"}) table.extensions.push_back({extension, &scripts_});
  table.extensions.push_back({".php", &php_.pages});
  for (const auto* extension : {".shtml", ".html"})
    table.extensions.push_back({extension, &includes_, false});
  table.mounts = more;
  table.mounts.push_back({"/cgi-bin/Count.cgi", &count_cgi_});
  return table;
}

WebParts::WebParts(Foundation& on, const Site& site, const StateFolder& state,
                   const std::vector<http::HandlerTable::Mount>& more, Log log)
    : kept_accesses_((state / "site" / "root" / "log" / "web.log").string(),
                     {(state / "site" / "log-spool").string(), site.log.check_interval}, on.deviations,
                     on.clock, log),
      script_errors_((state / "site" / "root" / "log" / "error.log").string(),
                     {.octets = site.cgi.error_log_octets}, on.clock, log),
      programs_(lay_out_own_programs(site, state, on.owner, log)),
      launcher_(launcher_parts(on, site, state, programs_, script_errors_, log), site.cgi),
      commands_(launcher_, on.tree, on.deviations),
      includes_({on.tree, on.deviations, on.deviations, on.clock, site.ftp_account.name, &commands_}),
      scripts_({on.tree, on.deviations, launcher_}),
      php_(on, site, state, launcher_, programs_, log),
      kept_counters((state / "counters.sqlite").string(), log),
      counters_(kept_counters, on.deviations),
      count_cgi_({counters_, on.deviations, on.clock, pictures_},
                 {site.domain, site.added_domains, site.server_name, site.counter.proxies}),
      accesses(
          kept_accesses_, kept_accesses_, [this] { return kept_accesses_.rotations(); }, on.deviations),
      http({on.tree, on.deviations, accesses, on.clock, log}, site, handlers(more)),
      log_(std::move(log)) {}

WebParts::~WebParts() = default;

void WebParts::stop_programs() {
  if (!launcher_.stop(longest_ending)) log_->warn("not every script ended in time");
  php_.stop();
}

}  // namespace refd
