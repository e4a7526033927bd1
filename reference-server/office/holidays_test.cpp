#include "office/holidays.h"

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refd::office {
namespace {

using testing::ElementsAreArray;

struct Year {
  int year;
  std::vector<std::string> days;
};

// As the Cabinet Office has published them.
const Year years[] = {
    {2005,
     {"01-01", "01-10", "02-11", "03-20", "03-21", "04-29", "05-03", "05-04", "05-05", "07-18", "09-19",
      "09-23", "10-10", "11-03", "11-23", "12-23"}},
    {2009,
     {"01-01", "01-12", "02-11", "03-20", "04-29", "05-03", "05-04", "05-05", "05-06", "07-20", "09-21",
      "09-22", "09-23", "10-12", "11-03", "11-23", "12-23"}},
    {2011,
     {"01-01", "01-10", "02-11", "03-21", "04-29", "05-03", "05-04", "05-05", "07-18", "09-19", "09-23",
      "10-10", "11-03", "11-23", "12-23"}},
    {2019,
     {"01-01", "01-14", "02-11", "03-21", "04-29", "04-30", "05-01", "05-02", "05-03", "05-04", "05-05",
      "05-06", "07-15", "08-11", "08-12", "09-16", "09-23", "10-14", "10-22", "11-03", "11-04", "11-23"}},
    {2020,
     {"01-01", "01-13", "02-11", "02-23", "02-24", "03-20", "04-29", "05-03", "05-04", "05-05", "05-06",
      "07-23", "07-24", "08-10", "09-21", "09-22", "11-03", "11-23"}},
    {2021,
     {"01-01", "01-11", "02-11", "02-23", "03-20", "04-29", "05-03", "05-04", "05-05", "07-22", "07-23",
      "08-08", "08-09", "09-20", "09-23", "11-03", "11-23"}},
    {2022,
     {"01-01", "01-10", "02-11", "02-23", "03-21", "04-29", "05-03", "05-04", "05-05", "07-18", "08-11",
      "09-19", "09-23", "10-10", "11-03", "11-23"}},
    {2023,
     {"01-01", "01-02", "01-09", "02-11", "02-23", "03-21", "04-29", "05-03", "05-04", "05-05", "07-17",
      "08-11", "09-18", "09-23", "10-09", "11-03", "11-23"}},
    {2024, {"01-01", "01-08", "02-11", "02-12", "02-23", "03-20", "04-29", "05-03", "05-04", "05-05", "05-06",
            "07-15", "08-11", "08-12", "09-16", "09-22", "09-23", "10-14", "11-03", "11-04", "11-23"}},
    {2025,
     {"01-01", "01-13", "02-11", "02-23", "02-24", "03-20", "04-29", "05-03", "05-04", "05-05", "05-06",
      "07-21", "08-11", "09-15", "09-23", "10-13", "11-03", "11-23", "11-24"}},
    {2026,
     {"01-01", "01-12", "02-11", "02-23", "03-20", "04-29", "05-03", "05-04", "05-05", "05-06", "07-20",
      "08-11", "09-21", "09-22", "09-23", "10-12", "11-03", "11-23"}},
    {2027,
     {"01-01", "01-11", "02-11", "02-23", "03-21", "03-22", "04-29", "05-03", "05-04", "05-05", "07-19",
      "08-11", "09-20", "09-23", "10-11", "11-03", "11-23"}},
};

TEST(Holidays, AreThoseOfTheOfficialLists) {
  const Holidays holidays;
  for (const auto& row : years) {
    std::vector<std::string> found;
    const auto year = std::chrono::year(row.year);
    for (Day day = year / std::chrono::January / 1;
         day < Day((year + std::chrono::years(1)) / std::chrono::January / 1); day += std::chrono::days(1)) {
      if (holidays.is_holiday(day)) found.push_back(written(day).substr(5));
    }
    EXPECT_THAT(found, ElementsAreArray(row.days)) << row.year;
  }
}

TEST(Holidays, HaveTheirNames) {
  const Holidays holidays;
  const auto name = [&](std::string_view day) {
    return holidays.name(*parse_day(day));
  };
  EXPECT_EQ(name("2026-09-22"), "国民の休日");
  EXPECT_EQ(name("2027-03-21"), "春分の日");
  EXPECT_EQ(name("2027-03-22"), "振替休日");
  EXPECT_EQ(name("2019-05-01"), "即位の日");
  EXPECT_EQ(name("2005-05-04"), "国民の休日");
  EXPECT_EQ(name("2019-12-23"), "");
  EXPECT_EQ(name("2018-12-24"), "振替休日");
}

TEST(Holidays, MayBeDecreedAndTakenBack) {
  const Holidays holidays(
      Holidays::read_decrees("# of a year to come\n\n2031-06-10 + 記念日 \r\n2031-02-11 -"));
  EXPECT_EQ(holidays.name(*parse_day("2031-06-10")), "記念日");
  EXPECT_FALSE(holidays.is_holiday(*parse_day("2031-02-11")));
}

TEST(Holidays, TellTheLineOfAWrongDecree) {
  for (const auto* text : {"2031-06-10", "2031-06-10 +", "2031-06-10 - name", "2031-13-10 + name", "x"}) {
    try {
      Holidays::read_decrees(std::string("# first\n") + text);
      ADD_FAILURE() << text;
    } catch (const std::invalid_argument& mistake) {
      EXPECT_THAT(mistake.what(), testing::StartsWith("line 2: ")) << text;
    }
  }
}

}  // namespace
}  // namespace refd::office
