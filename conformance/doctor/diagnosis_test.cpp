#include "doctor/diagnosis.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace cts {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using State = Diagnosis::State;

Examination with(std::vector<Diagnosis> found) {
  return {.target = "box", .profile = "pro", .found = std::move(found), .scenarios = {.all = 10, .run = 4}};
}

const Diagnosis good{State::good, "web.connect", "", "it takes connections", "", ""};
const Diagnosis odd{State::warning, "clock-differs", "", "the clock is wrong", "windows differ", "set it"};
const Diagnosis wrong{State::file_is_wrong, "mailbox-too-small", "p.toml:3:1",
                      "a mailbox",          "too small",         "correct it"};
const Diagnosis dead{State::target_is_dead, "ftp.login", "", "no login \x1b[31m\n\xff", "", "check it"};

TEST(Examination, EndsAsTheWorstSays) {
  EXPECT_EQ(with({good}).exit_code(), 0);
  EXPECT_EQ(with({good, odd}).exit_code(), 0);
  EXPECT_EQ(with({good, dead}).exit_code(), 2);
  EXPECT_EQ(with({dead, wrong}).exit_code(), 78);
}

TEST(Examination, IsTextForPeople) {
  EXPECT_EQ(text_of(with({good, odd})),
            "target box by profile pro\n"
            "ok       it takes connections\n"
            "warning  the clock is wrong\n"
            "         windows differ\n"
            "         → set it\n"
            "0 problems, 1 warning\n"
            "this target can be judged\n");
  const std::string text = text_of(with({wrong, dead}));
  EXPECT_THAT(text, HasSubstr("PROBLEM  p.toml:3:1: a mailbox\n"));
  EXPECT_THAT(text, EndsWith("2 problems, 0 warnings\n"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

TEST(Examination, IsJsonForPrograms) {
  const std::string text = json_of(with({good, wrong, dead})).dump();
  const auto json = nlohmann::json::parse(text);
  EXPECT_EQ(json.at("usable"), false);
  EXPECT_EQ(json.at("exit"), 78);
  EXPECT_EQ(json.at("scenarios").at("run"), 4);
  EXPECT_EQ(json.at("checks")[0].at("state"), "ok");
  EXPECT_EQ(json.at("checks")[1].at("where"), "p.toml:3:1");
  EXPECT_EQ(json.at("checks")[1].at("state"), "problem");
  EXPECT_EQ(json.at("checks")[2].at("state"), "unreachable");
}

}  // namespace
}  // namespace cts
