#pragma once

#include <functional>

#include "config/site.h"
#include "policy/mail_policy.h"
#include "smtp/delivery_outcome.h"
#include "smtp/delivery_status.h"
#include "smtp/mail_queue.h"

namespace refd::smtp {

/// What follows from what was tried: who is done with, who is tried again when, and what the sender is told.
struct Settling {
  const Site::Sending& sending;
  const SmtpPolicy& policy;
  Clock::time_point now;
  std::function<Excerpt(Excerpt::Extent)> excerpt;  ///< asked when the sender is told
};
Settlement settlement_of(const QueuedMessage& message, const std::vector<Outcome>& outcomes,
                         const Settling& settling);

}  // namespace refd::smtp
