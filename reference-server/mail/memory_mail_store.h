#pragma once

#include <map>
#include <mutex>

#include "mail/mail_store.h"
#include "mail/mailbox_locks.h"
#include "policy/policies.h"

namespace refd {

/// The twin for tests: mailboxes in memory, otherwise as MailStore says.
class MemoryMailStore final : public MailStore {
 public:
  /// `policies` must outlive it.
  explicit MemoryMailStore(const PolicySource& policies) : policies_(policies), locks_(policies) {}

  Result<void> room(const Mailbox& mailbox, std::uint64_t octets) override;
  Result<std::unique_ptr<Delivery>> begin_delivery(const Mailbox& mailbox,
                                                   std::uint64_t expected_octets) override;
  Result<std::unique_ptr<Maildrop>> open(const Mailbox& mailbox) override;
  Result<MailboxUse> use(const Mailbox& mailbox) override;

  /// From now on every write and commit fails so; no error lets them succeed again.
  void fail_with(boost::system::error_code error) { failure_ = error; }
  boost::system::error_code failure() const { return failure_; }
  /// The texts in a mailbox, in the order of arrival.
  std::vector<std::string> texts(const std::string& mailbox) const;

 private:
  friend class MemoryDelivery;
  friend class MemoryMaildrop;
  struct Kept {
    std::string unique_id;
    std::string text;
  };
  Result<std::string> keep(const Mailbox& mailbox, std::string text);
  MailboxUse use_of(const std::string& name) const;

  const PolicySource& policies_;
  MailboxLocks locks_;
  boost::system::error_code failure_;
  mutable std::mutex mutex_;
  std::map<std::string, std::vector<Kept>> boxes_;
  std::uint64_t next_id_ = 1;
};

}  // namespace refd
