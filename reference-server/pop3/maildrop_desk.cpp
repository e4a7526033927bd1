#include "pop3/maildrop_desk.h"

#include <algorithm>

namespace refd {

bool MaildropDesk::frees(End end) const {
  const auto& policy = policies_.mail().pop;
  return end == End::quit ? policy.quit_frees_the_account : policy.cut_connection_frees_the_account;
}

Result<std::unique_ptr<Maildrop>> MaildropDesk::open(const Mailbox& mailbox) {
  {
    const std::lock_guard guard(mutex_);
    kept_.remove_if([this](const Kept& kept) { return frees(kept.end); });
    const bool is_kept = std::any_of(kept_.begin(), kept_.end(),
                                     [&](const Kept& kept) { return kept.account == mailbox.name; });
    if (is_kept) return system_error(ESTALE);
  }
  return store_.open(mailbox);
}

void MaildropDesk::give_back(const std::string& account, std::unique_ptr<Maildrop> drop, End end) {
  if (frees(end)) return;
  const std::lock_guard guard(mutex_);
  kept_.push_back({account, end, std::move(drop)});
}

}  // namespace refd
