#include "office/business_days.h"

namespace refd::office {

bool BusinessDays::is_business_day(Day day, const OfficePolicy& policy) const {
  const std::chrono::weekday weekday(day);
  if (weekday == std::chrono::Saturday && !policy.works_on_saturdays) return false;
  if (weekday == std::chrono::Sunday && !policy.works_on_sundays) return false;
  return policy.works_on_holidays || !holidays_.is_holiday(day);
}

Day BusinessDays::next_business_day(Day after, const OfficePolicy& policy) const {
  do {
    after += std::chrono::days(1);
  } while (!is_business_day(after, policy));
  return after;
}

Day BusinessDays::due_day(const JapanTime& applied, const OfficePolicy& policy) const {
  const bool in_time = applied.since_midnight < policy.cut_off;
  if (in_time && is_business_day(applied.day, policy)) return applied.day;
  return next_business_day(applied.day, policy);
}

}  // namespace refd::office
