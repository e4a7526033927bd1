#pragma once

#include "office/holidays.h"
#include "policy/office_policy.h"

namespace refd::office {

/// When the office works, and when what it is asked for is done (ACCT-3).
class BusinessDays {
 public:
  explicit BusinessDays(Holidays holidays = Holidays()) : holidays_(std::move(holidays)) {}

  /// No Saturday, Sunday or national holiday.
  bool is_business_day(Day day, const OfficePolicy& policy) const;
  Day next_business_day(Day after, const OfficePolicy& policy) const;

  /// The day on which what is applied for at `applied` is set up: the same when that is a business day and
  /// the hour is before the cut-off, else the next business day.
  Day due_day(const JapanTime& applied, const OfficePolicy& policy) const;

 private:
  Holidays holidays_;
};

}  // namespace refd::office
