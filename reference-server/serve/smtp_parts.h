#pragma once

#include <memory>

#include <boost/asio/io_context.hpp>

#include "base/log.h"
#include "config/site.h"
#include "net/mail_exchangers.h"
#include "net/session_group.h"
#include "serve/foundation.h"
#include "serve/mail_parts.h"
#include "serve/state_folder.h"
#include "smtp/drop_collector.h"
#include "smtp/local_delivery.h"
#include "smtp/mail_queue.h"
#include "smtp/postmaster_accounts.h"
#include "smtp/queue_runner.h"
#include "smtp/smtp_service.h"

namespace refd {

/// SMTP, and the mail that waits for delivery. Outlives the context that its sessions run in.
class SmtpParts {
 public:
  SmtpParts(Foundation& on, MailParts& mail, const Site& site, const StateFolder& state, const Log& log);
  SmtpParts(const SmtpParts&) = delete;
  SmtpParts& operator=(const SmtpParts&) = delete;
  ~SmtpParts();

  /// Who delivers what waits; it lives no longer than the context.
  std::unique_ptr<smtp::QueueRunner> runner(boost::asio::io_context& context, net::SessionGroup& sessions);

  smtp::MailQueue queue;

 private:
  Foundation& on_;
  MailParts& mail_;
  const Site::Sending sending_;
  const Log log_;
  const std::unique_ptr<const net::MailExchangers> exchangers_;  // null: nobody is asked
  const smtp::PostmasterAccounts accounts_;
  smtp::LocalDelivery local_;
  smtp::DropCollector drop_;

 public:
  smtp::SmtpService service;
};

}  // namespace refd
