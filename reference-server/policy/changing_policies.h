#pragma once

#include "policy/policies.h"

namespace refd {

/// The twin for tests that alter a policy as they go. One thread.
class ChangingPolicies final : public PolicySource {
 public:
  const HttpPolicy& http() const override { return policies.http; }
  const FtpPolicy& ftp() const override { return policies.ftp; }
  const LogPolicy& log() const override { return policies.log; }
  const MailPolicy& mail() const override { return policies.mail; }
  const QuotaPolicy& quota() const override { return policies.quota; }
  const CounterPolicy& counter() const override { return policies.counter; }

  Policies policies;
};

}  // namespace refd
