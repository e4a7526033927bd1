#pragma once

#include <chrono>
#include <list>
#include <memory>
#include <mutex>
#include <string>

#include "mail/mail_store.h"
#include "policy/policies.h"

namespace refd {

/// Where sessions get their maildrops, and give them back when they end (POP-3). Thread-safe; the store and
/// the policies outlive it, it outlives the sessions.
class MaildropDesk {
 public:
  /// How a session ended: by QUIT, or because its connection was cut or timed out.
  enum class End { quit, cut };
  struct Ending {
    End how;
    bool had_error;  ///< a command after the login was refused
  };

  MaildropDesk(MailStore& store, const PolicySource& policies) : store_(store), policies_(policies) {}

  /// As MailStore::open() has it; ESTALE when it is a session that has ended which keeps the mailbox.
  Result<std::unique_ptr<Maildrop>> open(const Mailbox& mailbox);
  /// The account's mailbox is free again afterwards. Where the policy says otherwise, one whose session had
  /// an error is kept: for longer than anybody would wait, but not for good, as it has to be free for the
  /// next.
  void give_back(const std::string& account, std::unique_ptr<Maildrop> drop, Ending ending);

 private:
  struct Kept {
    std::string account;
    End end;
    std::chrono::steady_clock::time_point until;
    std::unique_ptr<Maildrop> drop;
  };
  bool frees(End end) const;

  MailStore& store_;
  const PolicySource& policies_;
  std::mutex mutex_;
  std::list<Kept> kept_;
};

}  // namespace refd
