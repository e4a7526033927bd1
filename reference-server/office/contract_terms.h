#pragma once

#include <mutex>
#include <string>

#include "base/log.h"
#include "base/result.h"
#include "base/sqlite.h"
#include "policy/plan.h"

namespace refd::office {

/// The plan that the contract is at present (PLAN): the site's, until the office changes it. Kept in a SQLite
/// file that nobody else uses. Thread-safe.
class ContractTerms {
 public:
  /// Opens or makes `file`; an empty name keeps it in memory. `plan`: that of the site's file. Throws
  /// std::system_error when the file cannot be used.
  ContractTerms(const std::string& file, const std::string& plan, Log log);

  const Plan& plan() const;
  /// EINVAL when there is no such plan.
  Result<void> set_plan(const std::string& name);

 private:
  const Log log_;
  mutable std::mutex mutex_;
  SqliteFile file_;
  SqliteStatement keep_;
  const Plan* plan_;
};

}  // namespace refd::office
