#pragma once

#include "policy/counter_policy.h"
#include "policy/ftp_policy.h"
#include "policy/http_policy.h"
#include "policy/log_policy.h"
#include "policy/mail_policy.h"
#include "policy/quota_policy.h"

namespace refd {

/// Everything the manuals fix, one struct per service. A value; copied when a deviation alters it.
struct Policies {
  HttpPolicy http;
  FtpPolicy ftp;
  LogPolicy log;
  MailPolicy mail;
  QuotaPolicy quota;
  CounterPolicy counter;
};

/// Where services read their policy, at every decision: a deviation may change it between two requests.
/// The references stay valid as long as the source lives. Safe from every thread.
class PolicySource {
 public:
  PolicySource() = default;
  PolicySource(const PolicySource&) = delete;
  PolicySource& operator=(const PolicySource&) = delete;
  virtual ~PolicySource() = default;

  virtual const HttpPolicy& http() const = 0;
  virtual const FtpPolicy& ftp() const = 0;
  virtual const LogPolicy& log() const = 0;
  virtual const MailPolicy& mail() const = 0;
  virtual const QuotaPolicy& quota() const = 0;
  virtual const CounterPolicy& counter() const = 0;
};

/// One set of policies that never changes: the twin for tests.
class FixedPolicies final : public PolicySource {
 public:
  explicit FixedPolicies(Policies policies = {});
  const HttpPolicy& http() const override { return policies_.http; }
  const FtpPolicy& ftp() const override { return policies_.ftp; }
  const LogPolicy& log() const override { return policies_.log; }
  const MailPolicy& mail() const override { return policies_.mail; }
  const QuotaPolicy& quota() const override { return policies_.quota; }
  const CounterPolicy& counter() const override { return policies_.counter; }

 private:
  Policies policies_;
};

}  // namespace refd
