#include "serve/smtp_parts.h"

namespace refd {
namespace {

std::unique_ptr<const net::MailExchangers> exchangers_of(const Site::Resolver& resolver) {
  if (resolver.ask == Site::Resolver::Ask::nobody) return nullptr;
  return std::make_unique<const net::MailExchangers>(
      net::MailExchangers::Options{.server = resolver.address,
                                   .port = resolver.port,
                                   .try_time = resolver.try_time,
                                   .tries = resolver.tries});
}

}  // namespace

SmtpParts::SmtpParts(Foundation& on, MailParts& mail, const Site& site, const StateFolder& state,
                     const Log& log)
    : queue((state / "mail-queue").string(), on.clock, log),
      on_(on),
      mail_(mail),
      sending_(site.sending),
      log_(log),
      exchangers_(exchangers_of(site.resolver)),
      accounts_(mail.correspondents),
      local_(accounts_, mail.store, log),
      drop_(MailDrop((state / "mail-drop").string()), queue, on.deviations, on.clock, site.sending.host_name,
            log),
      service({accounts_, mail.logins, mail.store, queue, on.deviations, on.clock, log, site.smtp,
               site.sending.host_name, site.domain},
              mail.pool, mail.tls.get()) {}

SmtpParts::~SmtpParts() = default;

std::unique_ptr<smtp::QueueRunner> SmtpParts::runner(boost::asio::io_context& context,
                                                     net::SessionGroup& sessions) {
  return std::make_unique<smtp::QueueRunner>(context, sessions,
                                             smtp::QueueRunner::Surroundings{.queue = queue,
                                                                             .local = local_,
                                                                             .drop = &drop_,
                                                                             .exchangers = exchangers_.get(),
                                                                             .pool = mail_.pool,
                                                                             .policies = on_.deviations,
                                                                             .clock = on_.clock,
                                                                             .sending = sending_,
                                                                             .log = log_});
}

}  // namespace refd
