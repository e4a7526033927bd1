#include "operator/desk.h"

#include <gmock/gmock.h>

#include "operator/desk_fixture.h"
#include "operator/instant.h"

namespace refd {
namespace {

using testing::HasSubstr;

TEST_F(DeskTest, StatusTellsClockAndDeviation) {
  const auto answer = desk.answer({"status"});
  EXPECT_TRUE(answer.ok);
  EXPECT_EQ(answer.data["sessions"], 3);
  EXPECT_TRUE(answer.data["deviation"].is_null());
  EXPECT_TRUE(parse_instant(answer.data["clock"].get<std::string>()));
}

TEST_F(DeskTest, EndsTheRunsOfAScript) {
  EXPECT_EQ(desk.answer({"script", "stop", "/web/busy.cgi"}).data["runs"], 0);
  Desk other{DeskServices{clock, deviations, log, access_files, scripts, disk, counters, nullptr,
                          [](const std::string& path) {
                            return path == "/web/busy.cgi" ? std::size_t{2} : std::size_t{0};
                          }}};
  EXPECT_EQ(other.answer({"script", "stop", "/web/busy.cgi"}).data["runs"], 2);
  EXPECT_EQ(other.answer({"script", "stop", "/web/other.cgi"}).text, "0 runs of it were ended\n");
}

TEST_F(DeskTest, TellsTheUseOfTheDisk) {
  const auto answer = desk.answer({"disk", "use"});
  EXPECT_TRUE(answer.ok);
  EXPECT_EQ(answer.data["use"], 12'288);
  EXPECT_EQ(answer.data["limit"], 20'000'000'000);
  EXPECT_THAT(answer.text, HasSubstr("12288"));
}

TEST_F(DeskTest, CountsTheUseAnew) {
  EXPECT_EQ(desk.answer({"disk", "recount"}).data["use"], 16'384);
  disk.fails = true;
  EXPECT_FALSE(desk.answer({"disk", "recount"}).ok);
}

TEST_F(DeskTest, SetsMovesAndResetsTheClock) {
  EXPECT_THAT(desk.answer({"clock", "set", "2031-01-02T09:00:00+09:00"}).text,
              HasSubstr("2031-01-02T00:00:0"));
  EXPECT_THAT(desk.answer({"clock", "set", "+2h"}).text, HasSubstr("2031-01-02T02:00:0"));
  EXPECT_THAT(desk.answer({"clock", "reset"}).text, testing::Not(HasSubstr("2031-01-02")));
  EXPECT_FALSE(desk.answer({"clock", "set", "tomorrow"}).ok);
}

TEST_F(DeskTest, ShowsAndResetsTheCounter) {
  EXPECT_EQ(desk.answer({"counter", "show"}).data[0]["value"], 41);
  EXPECT_THAT(desk.answer({"counter", "show"}).text, HasSubstr("example.jp 41, last visitor 192.0.2.1"));
  EXPECT_TRUE(desk.answer({"counter", "reset"}).ok);
  EXPECT_TRUE(desk.answer({"counter", "show"}).data.empty());
}

TEST_F(DeskTest, SwitchesDeviations) {
  EXPECT_EQ(desk.answer({"deviation", "list"}).data[0]["clauses"][0], "FTP-CASE-1");
  EXPECT_FALSE(desk.answer({"deviation", "on", "nothing"}).ok);
  EXPECT_EQ(desk.answer({"deviation", "on", "ftp.x"}).data["active"], "ftp.x");
  EXPECT_EQ(desk.answer({"deviation", "status"}).data["acted"], 7);
  EXPECT_TRUE(desk.answer({"deviation", "off"}).data["active"].is_null());
}

TEST_F(DeskTest, DeletesTheLogOrSaysWhyNot) {
  EXPECT_TRUE(desk.answer({"log", "delete"}).ok);
  EXPECT_EQ(log.removals, 1);
  log.fails = true;
  EXPECT_FALSE(desk.answer({"log", "delete"}).ok);
}

TEST_F(DeskTest, RemovesAScriptAndTellsWhereItIsKept) {
  const auto answer = desk.answer({"script", "remove", "/web/door.cgi"});
  EXPECT_TRUE(answer.ok);
  EXPECT_THAT(answer.text, HasSubstr("kept as /removed/1-door.cgi"));
  EXPECT_EQ(answer.data["file"], "/removed/1-door.cgi");
  EXPECT_FALSE(desk.answer({"script", "remove", "/web/none.cgi"}).ok);
  EXPECT_FALSE(desk.answer({"script", "remove"}).ok);
}

TEST_F(DeskTest, ReleasesALockedOutCustomerOrSaysWhyNot) {
  const auto answer = desk.answer({"access-file", "disable", "/web/sub"});
  EXPECT_TRUE(answer.ok);
  EXPECT_EQ(answer.data["path"], "/web/sub/.ftpaccess.disabled");
  EXPECT_FALSE(desk.answer({"access-file", "disable", "/web"}).ok);
  EXPECT_FALSE(desk.answer({"access-file", "disable"}).ok);
}

TEST_F(DeskTest, UnknownAndMalformedCommandsAreRefused) {
  EXPECT_FALSE(desk.answer({"reboot"}).ok);
  EXPECT_THAT(desk.answer({"clock", "set"}).text, HasSubstr("usage: clock set"));
  EXPECT_THAT(desk.answer({"help"}).text, HasSubstr("deviation on ID"));
}

TEST_F(DeskTest, TheWireFormSurvivesAnything) {
  for (const char* request :
       {"", "{", "[]", "{\"words\": 5}", "{\"words\": [1]}", "{\"words\": [\"\xff\"]}"}) {
    EXPECT_FALSE(nlohmann::json::parse(desk.answer_line(request))["ok"].get<bool>()) << request;
  }
  EXPECT_TRUE(nlohmann::json::parse(desk.answer_line(desk_request({"clock", "show"})))["ok"].get<bool>());
}

TEST(Instant, RefusesWhatIsNoTime) {
  for (const char* text : {"", "2026-02-30T00:00:00Z", "2026-11-23 00:00:00Z", "2026-11-23T24:00:00Z",
                           "2026-11-23T00:00:00", "2026-11-23T00:00:00+25:00", "-026-11-23T00:00:00Z"}) {
    EXPECT_FALSE(parse_instant(text)) << text;
  }
  EXPECT_EQ(format_instant(*parse_instant("2026-11-23T14:00:00+09:00")), "2026-11-23T05:00:00Z");
}

TEST(Instant, SpansNeedSignAndUnit) {
  EXPECT_EQ(parse_span("+90m"), std::chrono::seconds(5400));
  EXPECT_EQ(parse_span("-1d"), std::chrono::seconds(-86400));
  for (const char* text : {"90m", "+m", "+9", "+1y", "+99999999999d", "+-5m"})
    EXPECT_FALSE(parse_span(text)) << text;
}

}  // namespace
}  // namespace refd
