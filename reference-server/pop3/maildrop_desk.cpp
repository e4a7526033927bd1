#include "pop3/maildrop_desk.h"

#include <algorithm>

namespace refd {

namespace {

using steady = std::chrono::steady_clock;
constexpr auto kept_for = std::chrono::seconds(8);

}  // namespace

bool MaildropDesk::frees(End end) const {
  const auto& policy = policies_.mail().pop;
  return end == End::quit ? policy.quit_frees_the_account : policy.cut_connection_frees_the_account;
}

Result<std::unique_ptr<Maildrop>> MaildropDesk::open(const Mailbox& mailbox) {
  {
    const std::lock_guard guard(mutex_);
    const auto now = steady::now();
    kept_.remove_if([&](const Kept& kept) { return frees(kept.end) || now >= kept.until; });
    const bool is_kept = std::any_of(kept_.begin(), kept_.end(),
                                     [&](const Kept& kept) { return kept.account == mailbox.name; });
    if (is_kept) return system_error(ESTALE);
  }
  return store_.open(mailbox);
}

void MaildropDesk::give_back(const std::string& account, std::unique_ptr<Maildrop> drop, Ending ending) {
  if (frees(ending.how) || !ending.had_error) return;
  const std::lock_guard guard(mutex_);
  kept_.push_back({account, ending.how, steady::now() + kept_for, std::move(drop)});
}

}  // namespace refd
