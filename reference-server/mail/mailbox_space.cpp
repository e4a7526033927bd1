#include "mail/mailbox_space.h"

namespace refd {

Result<void> space_for(const MailboxPolicy& policy, const Mailbox& mailbox, std::uint64_t used,
                       std::uint64_t octets) {
  if (!policy.full_is_refused) return {};
  const auto space = mailbox.quota_octets / 100 * policy.percent_of_space +
                     mailbox.quota_octets % 100 * policy.percent_of_space / 100;
  if (used >= space) return system_error(EDQUOT);
  if (!policy.crossing_message_is_stored && octets > space - used) return system_error(EDQUOT);
  return {};
}

}  // namespace refd
