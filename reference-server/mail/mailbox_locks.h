#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "base/result.h"
#include "policy/policies.h"

namespace refd {

/// Which mailboxes are open (POP-3). In memory: the state of a server belongs to one process. Thread-safe;
/// outlives what it gave.
class MailboxLocks {
 public:
  /// One open mailbox; closed at the end of its life.
  class Lock {
   public:
    Lock(MailboxLocks& locks, std::string name) : locks_(locks), name_(std::move(name)) {}
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;
    ~Lock() { locks_.free(name_); }

   private:
    MailboxLocks& locks_;
    const std::string name_;
  };

  /// `policies` must outlive it.
  explicit MailboxLocks(const PolicySource& policies) : policies_(policies) {}

  /// EBUSY while another session has the mailbox open.
  Result<std::unique_ptr<Lock>> take(const std::string& name);

 private:
  void free(const std::string& name);

  const PolicySource& policies_;
  std::mutex mutex_;
  std::map<std::string, unsigned> open_;  // sessions; more than one only where the policy lets them in
};

}  // namespace refd
