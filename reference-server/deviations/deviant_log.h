#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>

#include "base/log_keeper.h"
#include "deviations/deviations.h"
#include "http/access_log.h"

namespace refd {

/// The access log, and what the operator can do to it, going wrong while such a deviation is on. What is
/// referred to must outlive it.
class DeviantLog final : public http::AccessLog, public LogKeeper {
 public:
  /// `rotations`: how often the log has been rotated.
  DeviantLog(http::AccessLog& kept, LogKeeper& keeper, std::function<std::uint64_t()> rotations,
             const Deviations& deviations)
      : kept_(kept), keeper_(keeper), rotations_(std::move(rotations)), deviations_(deviations) {}
  void record(const http::Access& access) override;
  Result<void> remove_all() override;

 private:
  /// Of those that ask.
  bool is_first_after_rotation();
  bool is_stopped() const;

  http::AccessLog& kept_;
  LogKeeper& keeper_;
  const std::function<std::uint64_t()> rotations_;
  const Deviations& deviations_;
  std::atomic<std::uint64_t> rotations_seen_{0};
  std::atomic<std::chrono::steady_clock::time_point> stopped_until_{};
};

}  // namespace refd
