#include "config/strict_table.h"

#include <unistd.h>

#include <cstdio>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cts {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Parses `text`, lets `read` look at it, and returns the mistakes as texts.
template <class Read>
std::vector<std::string> mistakes_in(std::string_view text, Read read) {
  Mistakes mistakes("f.toml");
  const std::optional<toml::table> parsed = parse_toml(text, mistakes);
  if (parsed) {
    StrictTable top(*parsed, mistakes);
    read(top);
    top.finish();
  }
  std::vector<std::string> texts;
  for (const ConfigError& error : mistakes.take()) texts.push_back(error.text());
  return texts;
}

TEST(StrictTable, ReadsEachKindOfValue) {
  std::string text;
  bool truth = false;
  std::uint64_t size = 0;
  std::uint16_t port = 0;
  milliseconds wait{};
  std::chrono::minutes time{};
  std::vector<std::string> names;
  std::vector<std::uint16_t> ports;
  EXPECT_THAT(mistakes_in("version = 1\nt = 'x'\nb = true\ns = '20 MB'\np = 80\nw = 0.5\nd = 14:30:00\n"
                          "n = ['a', 'b']\nps = [25, 587]\n",
                          [&](StrictTable& top) {
                            top.read_version();
                            top.read("t", text);
                            top.read("b", truth);
                            top.read_size("s", size);
                            top.read_port("p", port);
                            top.read_seconds("w", wait, milliseconds(1000));
                            top.read_time_of_day("d", time);
                            top.read("n", names);
                            top.read_ports("ps", ports);
                          }),
              IsEmpty());
  EXPECT_EQ(text, "x");
  EXPECT_TRUE(truth);
  EXPECT_EQ(size, 20'000'000u);
  EXPECT_EQ(port, 80);
  EXPECT_EQ(wait, milliseconds(500));
  EXPECT_EQ(time, std::chrono::minutes(870));
  EXPECT_THAT(names, ElementsAre("a", "b"));
  EXPECT_THAT(ports, ElementsAre(25, 587));
}

TEST(StrictTable, TellsEveryMistakeInTheOrderOfTheFile) {
  std::string name;
  std::uint16_t port = 7;
  EXPECT_THAT(mistakes_in("\nprot = 1\n\nname = 3\nport = 70000\n",
                          [&](StrictTable& top) {
                            top.read_port("port", port);
                            top.read("name", name);
                          }),
              ElementsAre("f.toml:2:1: unknown key \"prot\"; did you mean \"port\"?",
                          "f.toml:4:8: \"name\" must be a text, not an integer",
                          "f.toml:5:8: \"port\" must be from 1 to 65535, not 70000"));
  EXPECT_EQ(port, 7) << "a wrong value leaves the default";
}

TEST(StrictTable, NamesTheTableOfAMistake) {
  std::string host;
  EXPECT_THAT(
      mistakes_in("[web]\nhost = ''\nqqqqqq = 1\n[[v]]\nx = 1\n",
                  [&](StrictTable& top) {
                    std::optional<StrictTable> web = top.table("web");
                    web->read("host", host);
                    web->read("domain", host, Presence::required);
                    web->finish();
                    for (StrictTable& v : top.tables("v")) v.finish();
                  }),
      ElementsAre("f.toml:1:1: \"domain\" is missing in [web]",
                  HasSubstr("f.toml:2:8: \"host\" in [web] must be"),
                  "f.toml:3:1: unknown key \"qqqqqq\" in [web]", "f.toml:5:1: unknown key \"x\" in [[v]]"));
}

TEST(StrictTable, RefusesArraysThatAreEmptyRepeatOrMix) {
  std::vector<std::string> names;
  std::vector<std::uint16_t> ports;
  EXPECT_THAT(
      mistakes_in("a = []\nb = ['x', 'x']\nc = ['x', 1]\nd = 'x'\ne = [25, 0]\n",
                  [&](StrictTable& top) {
                    top.read("a", names);
                    top.read("b", names);
                    top.read("c", names);
                    top.read("d", names);
                    top.read_ports("e", ports);
                  }),
      ElementsAre(HasSubstr(":1:5: \"a\" must not be empty"), HasSubstr(":2:11: \"b\" holds \"x\" twice"),
                  HasSubstr(":3:11: \"c\""), HasSubstr(":4:5: \"d\" must be an array of texts"),
                  HasSubstr(":5:10: \"e\" holds something that is no port")));
}

TEST(StrictTable, RefusesWaitsAndTimesThatMakeNoSense) {
  milliseconds wait(42);
  std::chrono::minutes time{};
  EXPECT_THAT(mistakes_in("a = 0\nb = -1\nc = inf\nd = 3601\ne = '5 s'\nf = '14:00'\n",
                          [&](StrictTable& top) {
                            for (const char* key : {"a", "b", "c", "d", "e"}) {
                              top.read_seconds(key, wait, std::chrono::hours(1));
                            }
                            top.read_time_of_day("f", time);
                          }),
              ElementsAre(HasSubstr(":1:5:"), HasSubstr(":2:5:"), HasSubstr(":3:5:"), HasSubstr(":4:5:"),
                          HasSubstr(":5:5: \"e\" must be a number of seconds, not a text"),
                          HasSubstr(":6:5: \"f\" must be a time of the day")));
  EXPECT_EQ(wait, milliseconds(42));
}

TEST(StrictTable, TellsWhereTheGrammarIsBroken) {
  EXPECT_THAT(mistakes_in("a = 1\nb = = 2\n", [](StrictTable&) {}),
              ElementsAre(HasSubstr("f.toml:2:5: not valid TOML")));
}

TEST(StrictTable, WantsTheVersionItKnows) {
  const auto version = [](StrictTable& top) {
    top.read_version();
  };
  EXPECT_THAT(mistakes_in("version = 2\n", version), ElementsAre(HasSubstr(":1:11:")));
  EXPECT_THAT(mistakes_in("", version), ElementsAre(HasSubstr("\"version\" is missing")));
}

TEST(StrictTable, NotesWhatAnEmptyFileIsAskedFor) {
  AskedKeys asked;
  Mistakes mistakes("f.toml");
  mistakes.note_keys(asked);
  const toml::table nothing;
  StrictTable top(nothing, mistakes);
  std::uint16_t port = 21;
  milliseconds wait(1500);
  for (StrictTable& row : top.tables("server")) row.read_port("port", port, Presence::required);
  if (auto times = top.table("times")) times->read_seconds("wait", wait, milliseconds(60'000));

  std::vector<std::string> told;
  for (const AskedKey& key : asked)
    told.push_back(key.table + "|" + key.key + "|" + key.kind + "|" + key.range + "|" + key.standard +
                   (key.required ? "|required" : ""));
  EXPECT_THAT(told, ElementsAre("|server|tables||", "server|port|integer|1…65535|21|required",
                                "|times|table||", "times|wait|seconds|0.001…60|1.5"));
}

TEST(ParseSize, KnowsItsUnits) {
  EXPECT_EQ(parse_size("20 GB"), 20'000'000'000u);
  EXPECT_EQ(parse_size("1MiB"), 1'048'576u);
  EXPECT_EQ(parse_size("12 B"), 12u);
  for (const char* wrong : {"", "20", "MB", "20 mb", "1.5 MB", "-1 MB", "20  MB", "9999999999999 GB"}) {
    EXPECT_EQ(parse_size(wrong), std::nullopt) << wrong;
  }
}

TEST(ReadTextFile, SaysWhyAFileCannotBeRead) {
  const Checked<std::string> missing = read_text_file("/nonexistent/x.toml");
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.errors.at(0).text(), "/nonexistent/x.toml: cannot be read: No such file or directory");

  EXPECT_FALSE(read_text_file(HOSTING_SOURCE_DIR).ok()) << "a directory";

  const std::string file = testing::TempDir() + "read_text_file_" + std::to_string(::getpid());
  std::ofstream(file) << "abc";
  EXPECT_EQ(*read_text_file(file), "abc");
  EXPECT_THAT(read_text_file(file, 2).errors.at(0).message, HasSubstr("larger than 2 octets"));
  std::remove(file.c_str());
}

}  // namespace
}  // namespace cts
