#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "deviations/deviation.h"
#include "policy/cgi_policy.h"
#include "policy/database_policy.h"
#include "policy/deviation_switch.h"
#include "policy/office_policy.h"
#include "policy/ssi_policy.h"

namespace refd {

/// The switchboard: hands the services their policies, altered while a deviation is on, and the decorators
/// their effects. Thread-safe; a reader never waits. Snapshots are kept until the end, so that references
/// stay valid.
class Deviations final : public PolicySource,
                         public SsiPolicySource,
                         public CgiPolicySource,
                         public OfficePolicySource,
                         public DatabasePolicySource,
                         public DeviationSwitch {
 public:
  explicit Deviations(Policies kept = {});
  Deviations(const Deviations&) = delete;
  Deviations& operator=(const Deviations&) = delete;
  ~Deviations() override;

  const HttpPolicy& http() const override;
  const FtpPolicy& ftp() const override;
  const LogPolicy& log() const override;
  const MailPolicy& mail() const override;
  const QuotaPolicy& quota() const override;
  const SsiPolicy& ssi() const override;
  const CgiPolicy& cgi() const override;
  const CounterPolicy& counter() const override;
  const OfficePolicy& office() const override;
  const DatabasePolicy& database() const override;

  std::vector<Row> rows() const override;
  bool switch_on(std::string_view id) override;
  void switch_off() override;
  std::optional<std::string_view> active() const override;
  std::uint64_t acted() const override { return acted_; }

  /// For the decorators: the effects that are on.
  const Effects& effects() const;
  /// A decorator has changed an outcome.
  void note_acted() const { ++acted_; }

 private:
  struct Snapshot {
    Policies policies;
    SsiPolicy ssi;
    CgiPolicy cgi;
    OfficePolicy office;
    DatabasePolicy database;
    Effects effects;
    const Deviation* deviation = nullptr;
  };
  const Snapshot& current() const { return *current_.load(std::memory_order_acquire); }
  void publish(Snapshot snapshot);

  const Policies kept_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<const Snapshot>> snapshots_;
  std::atomic<const Snapshot*> current_;
  mutable std::atomic<std::uint64_t> acted_{0};
};

}  // namespace refd
