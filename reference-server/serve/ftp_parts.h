#pragma once

#include <memory>

#include "base/log.h"
#include "config/site.h"
#include "ftp/ftp_service.h"
#include "net/dns_names.h"
#include "net/told_names.h"
#include "serve/foundation.h"

namespace refd {

/// FTP, and who tells it the names of its visitors. Outlives the context that its sessions run in; stop() is
/// called while that still lives.
class FtpParts {
 public:
  FtpParts(Foundation& on, const Site& site, const Log& log);
  FtpParts(const FtpParts&) = delete;
  FtpParts& operator=(const FtpParts&) = delete;
  ~FtpParts();

  /// Ends the lookups under way.
  void stop();

 private:
  std::unique_ptr<net::DnsNames> looked_up_names_;
  net::ToldNames names_;

 public:
  FtpService ftp;
};

}  // namespace refd
