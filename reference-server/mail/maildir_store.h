#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "base/log.h"
#include "base/mailbox_keeper.h"
#include "base/unique_fd.h"
#include "mail/mail_store.h"
#include "mail/mailbox_locks.h"
#include "mail/maildir.h"
#include "policy/policies.h"

namespace refd {

/// Mailboxes as folders in Maildir form below one directory, which belongs to this object alone. A message is
/// written into tmp, brought to the disk, and moved to where sessions see it: what was committed survives a
/// loss of power, what was not leaves nothing behind, at the latest after the next start.
class MaildirStore final : public MailStore, public MailboxKeeper {
 public:
  /// Makes `directory` where it is missing; its parent exists. `policies` must outlive the store. Throws
  /// boost::system::system_error that names the directory when it cannot be used.
  MaildirStore(const std::string& directory, const PolicySource& policies, Log log);

  Result<void> room(const Mailbox& mailbox, std::uint64_t octets) override;
  Result<std::unique_ptr<Delivery>> begin_delivery(const Mailbox& mailbox,
                                                   std::uint64_t expected_octets) override;
  Result<std::unique_ptr<Maildrop>> open(const Mailbox& mailbox) override;
  Result<MailboxUse> use(const Mailbox& mailbox) override;
  Result<void> discard(const std::string& mailbox) override;

 private:
  Result<std::shared_ptr<Maildir>> maildir(const std::string& mailbox);

  const std::string directory_;
  const PolicySource& policies_;
  Log log_;
  UniqueFd root_;
  MailboxLocks locks_;
  UniqueIds ids_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Maildir>> maildirs_;  // those that were asked for, by folder
};

}  // namespace refd
