#include "mail/mailbox_locks.h"

namespace refd {

Result<std::unique_ptr<MailboxLocks::Lock>> MailboxLocks::take(const std::string& name) {
  const auto& policy = policies_.mail().pop;
  const std::lock_guard guard(mutex_);
  if (policy.one_session_for_everybody && !open_.empty()) return system_error(EBUSY);
  if (policy.one_session_an_account && open_.contains(name)) return system_error(EBUSY);
  ++open_[name];
  return std::make_unique<Lock>(*this, name);
}

void MailboxLocks::free(const std::string& name) {
  const std::lock_guard guard(mutex_);
  const auto found = open_.find(name);
  if (--found->second == 0) open_.erase(found);
}

}  // namespace refd
