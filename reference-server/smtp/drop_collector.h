#pragma once

#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "mail/mail_drop.h"
#include "policy/policies.h"
#include "smtp/message_spool.h"

namespace refd::smtp {

/// Takes what scripts have handed in by the sendmail command (CGI-6) into the spool. A message leaves the
/// drop when it is safe in the spool.
class DropCollector {
 public:
  /// Everything outlives it.
  DropCollector(MailDrop drop, MessageSpool& spool, const PolicySource& policies, const Clock& clock,
                std::string host_name, Log log)
      : drop_(std::move(drop)),
        spool_(spool),
        policies_(policies),
        clock_(clock),
        host_name_(std::move(host_name)),
        log_(std::move(log)) {}

  /// Takes what lies there, at most some; how many. Blocks on the disk; one thread at a time.
  std::size_t collect();

 private:
  bool take(const std::string& name);
  boost::system::error_code store(MailDrop::Dropped& dropped, const std::string& name);

  const MailDrop drop_;
  MessageSpool& spool_;
  const PolicySource& policies_;
  const Clock& clock_;
  const std::string host_name_;
  const Log log_;
};

}  // namespace refd::smtp
