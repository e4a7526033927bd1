#include "serve/web_parts.h"

namespace refd {

http::HandlerTable WebParts::handlers() {
  http::HandlerTable table;
  for (const auto* extension : {".shtml", ".html"})
    table.extensions.push_back({extension, &includes_, false});
  table.mounts.push_back({"/cgi-bin/Count.cgi", &count_cgi_});
  return table;
}

WebParts::WebParts(Foundation& on, const Site& site, const StateFolder& state, Log log)
    : kept_accesses_((state / "site" / "root" / "log" / "web.log").string(),
                     {(state / "site" / "log-spool").string(), site.log.check_interval}, on.deviations,
                     on.clock, log),
      includes_({on.tree, on.deviations, on.deviations, on.clock, site.ftp_account.name}),
      kept_counters((state / "counters.sqlite").string(), log),
      counters_(kept_counters, on.deviations),
      count_cgi_({counters_, on.deviations, on.clock, pictures_},
                 {site.domain, site.added_domains, site.server_name, site.counter.proxies}),
      accesses(
          kept_accesses_, kept_accesses_, [this] { return kept_accesses_.rotations(); }, on.deviations),
      http({on.tree, on.deviations, accesses, on.clock, log}, site, handlers()) {}

WebParts::~WebParts() = default;

}  // namespace refd
