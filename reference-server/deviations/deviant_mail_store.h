#pragma once

#include <memory>

#include "deviations/deviations.h"
#include "mail/mail_store.h"

namespace refd {

/// The mail store as POP3 sees it, giving out something else than what lies there while such a deviation is
/// on. The references must outlive it.
class DeviantMailStore final : public MailStore {
 public:
  DeviantMailStore(MailStore& kept, const Deviations& deviations) : kept_(kept), deviations_(deviations) {}

  Result<void> room(const Mailbox& mailbox, std::uint64_t octets) override {
    return kept_.room(mailbox, octets);
  }
  Result<std::unique_ptr<Delivery>> begin_delivery(const Mailbox& mailbox,
                                                   std::uint64_t expected_octets) override {
    return kept_.begin_delivery(mailbox, expected_octets);
  }
  Result<std::unique_ptr<Maildrop>> open(const Mailbox& mailbox) override;
  Result<MailboxUse> use(const Mailbox& mailbox) override { return kept_.use(mailbox); }

 private:
  MailStore& kept_;
  const Deviations& deviations_;
};

}  // namespace refd
