#pragma once

#include <memory>

#include "accounts/kept_mail_accounts.h"
#include "accounts/sqlite_pop_logins.h"
#include "accounts/support_mailbox.h"
#include "base/log.h"
#include "config/site.h"
#include "deviations/deviant_additions.h"
#include "deviations/deviant_mail_accounts.h"
#include "deviations/deviant_mail_store.h"
#include "mail/maildir_store.h"
#include "net/blocking_pool.h"
#include "net/tls_context.h"
#include "pop3/maildrop_desk.h"
#include "pop3/pop_service.h"
#include "serve/foundation.h"
#include "serve/state_folder.h"

namespace refd {

/// The mailboxes and the services in front of them. Outlives the context that their sessions run in; stop()
/// is called while that still lives.
class MailParts {
 public:
  MailParts(Foundation& on, const Site& site, const StateFolder& state, const Log& log);
  MailParts(const MailParts&) = delete;
  MailParts& operator=(const MailParts&) = delete;
  ~MailParts();

  /// Waits for what is being hashed or written.
  void stop();

  /// Where mail for the support's address lies. No account's name begins with a dot.
  static Mailbox support_mailbox() { return {".requests", 20 << 20}; }

  KeptMailAccounts accounts;
  MaildirStore store;
  SqlitePopLogins logins;
  net::BlockingPool pool;
  /// What mail is spoken with over TLS; null where the plan has no TLS (POP-4).
  const std::unique_ptr<const net::TlsContext> tls;

 private:
  DeviantAdditions fetching_;
  DeviantMailAccounts readers_;
  DeviantMailStore read_;
  MaildropDesk maildrops_;

  DeviantAdditions sending_;

 public:
  PopService pop;
  /// The accounts as SMTP sees them, and the support's address.
  const SupportMailbox correspondents;
};

}  // namespace refd
