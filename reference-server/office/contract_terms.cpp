#include "office/contract_terms.h"

#include <cerrno>

namespace refd::office {

namespace {

boost::system::error_code failure(int code) {
  return {code, boost::system::system_category()};
}

}  // namespace

ContractTerms::ContractTerms(const std::string& file, const std::string& plan, Log log)
    : log_(std::move(log)), file_(file, "the contract's terms", SqliteFile::Keeps::everything) {
  file_.execute(
      "CREATE TABLE IF NOT EXISTS term (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID");
  keep_ = file_.prepared("INSERT INTO term VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2");
  auto find = file_.prepared("SELECT value FROM term WHERE name = 'plan'");
  const bool is_kept = find.step() == SqliteStatement::Step::row;
  plan_ = plan_named(is_kept ? find.text(0) : plan);
  if (plan_ == nullptr) file_.refuse("there is no such plan as it names");
}

const Plan& ContractTerms::plan() const {
  const std::lock_guard lock(mutex_);
  return *plan_;
}

Result<void> ContractTerms::set_plan(const std::string& name) {
  const auto* const plan = plan_named(name);
  if (plan == nullptr) return failure(EINVAL);
  const std::lock_guard lock(mutex_);
  keep_.bind(1, "plan");
  keep_.bind(2, name);
  if (!keep_.run()) {
    log_->error("{}: {}", file_.name(), file_.last_error());
    return failure(EIO);
  }
  plan_ = plan;
  return {};
}

}  // namespace refd::office
