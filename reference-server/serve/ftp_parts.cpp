#include "serve/ftp_parts.h"

namespace refd {

namespace {

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

}  // namespace

FtpParts::FtpParts(Foundation& on, const Site& site, const Log& log)
    : looked_up_names_(dns_names(site.resolver, log)),
      names_(site.names, looked_up_names_.get()),
      ftp({on.tree, on.accounts, on.deviations, on.clock, log, site.ftp, "www." + site.domain},
          {site.listen.passive_first, site.listen.passive_last}, names_) {}

FtpParts::~FtpParts() = default;

void FtpParts::stop() {
  if (looked_up_names_ != nullptr) looked_up_names_->stop();
}

}  // namespace refd
