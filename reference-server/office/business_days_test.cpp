#include "office/business_days.h"

#include <gtest/gtest.h>

namespace refd::office {
namespace {

JapanTime at(std::string_view text) {
  const auto hour = std::stoi(std::string(text.substr(11, 2)));
  const auto minute = std::stoi(std::string(text.substr(14, 2)));
  return {*parse_day(text.substr(0, 10)), std::chrono::hours(hour) + std::chrono::minutes(minute)};
}

TEST(JapanTime, IsNineHoursAheadOfUtc) {
  const auto moment =
      Day(std::chrono::year(2027) / 2 / 10) + std::chrono::hours(15) + std::chrono::minutes(1);
  EXPECT_EQ(written(in_japan(moment)), "2027-02-11 00:01");
  EXPECT_EQ(moment_of(in_japan(moment)), Clock::time_point(moment));
}

TEST(JapanTime, ReadsOnlyDaysThatExist) {
  EXPECT_TRUE(parse_day("2028-02-29"));
  for (const auto* text :
       {"2027-02-29", "2027-2-09", "2027/02/09", "2027-02-0x", "", "2027-02-091", "-027-02-01"})
    EXPECT_FALSE(parse_day(text)) << text;
}

TEST(BusinessDays, DecideWhenAnApplicationIsSetUp) {
  const struct {
    const char* applied;
    const char* due;
    const char* why;
  } cases[] = {
      {"2027-06-08 00:00", "2027-06-08", "a Tuesday"},
      {"2027-06-08 13:59", "2027-06-08", "just in time"},
      {"2027-06-08 14:00", "2027-06-09", "too late"},
      {"2027-06-08 23:59", "2027-06-09", "too late"},
      {"2027-06-11 13:59", "2027-06-11", "a Friday"},
      {"2027-06-11 14:00", "2027-06-14", "over the weekend"},
      {"2027-06-12 09:00", "2027-06-14", "a Saturday"},
      {"2027-06-13 23:00", "2027-06-14", "a Sunday"},
      {"2027-02-10 14:00", "2027-02-12", "before a holiday"},
      {"2027-02-11 09:00", "2027-02-12", "a holiday"},
      {"2027-03-19 14:00", "2027-03-23", "before a substitute holiday"},
      {"2026-09-18 14:00", "2026-09-24", "before a day between holidays"},
      {"2027-04-28 15:00", "2027-04-30", "a working day among holidays"},
      {"2027-04-30 15:00", "2027-05-06", "before the rest of them"},
      {"2026-12-31 15:00", "2027-01-04", "New Year, and a weekend"},
  };
  const BusinessDays days;
  for (const auto& row : cases) {
    EXPECT_EQ(written(days.due_day(at(row.applied), OfficePolicy())), row.due)
        << row.applied << ", " << row.why;
  }
}

TEST(BusinessDays, FollowThePolicy) {
  const BusinessDays days;
  OfficePolicy late;
  late.cut_off = std::chrono::hours(17);
  EXPECT_EQ(written(days.due_day(at("2027-06-08 15:00"), late)), "2027-06-08");
  OfficePolicy busy;
  busy.works_on_saturdays = busy.works_on_sundays = busy.works_on_holidays = true;
  EXPECT_EQ(written(days.due_day(at("2027-06-12 09:00"), busy)), "2027-06-12");
  EXPECT_EQ(written(days.due_day(at("2027-06-13 09:00"), busy)), "2027-06-13");
  EXPECT_EQ(written(days.due_day(at("2027-02-11 09:00"), busy)), "2027-02-11");
}

}  // namespace
}  // namespace refd::office
