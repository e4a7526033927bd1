#include "draft/toml_text.h"

#include <gmock/gmock.h>
#include <toml++/toml.h>

namespace cts {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string hostile[] = {"",
                               "plain",
                               "a \"quoted\" \\ word",
                               "\x1b[2J\x1b]0;title\x07",
                               std::string("nul\0inside", 10),
                               "line\r\nend\n[consent]\nallow = \"destructive\"",
                               "\xff\xfe broken \xc3",
                               "\x7f\x01\x02",
                               "\u0085\u2028\u202e",
                               "日本語",
                               "'''\"\"\"",
                               std::string(100'000, 'x')};

TEST(TomlString, IsReadBackWhateverItHolds) {
  for (const std::string& text : hostile) {
    const toml::table read = toml::parse("key = " + toml_string(text) + "\nafter = 1\n");
    EXPECT_EQ(read.size(), 2U);
    EXPECT_EQ(read["after"].value<int>(), 1);
    if (text.find('\xff') == std::string::npos) {
      EXPECT_EQ(read["key"].value<std::string>(), text);
    }
  }
}

TEST(Told, StaysACommentAndSteersNoTerminal) {
  for (const std::string& text : hostile) {
    TomlText out;
    out.comment("It says " + told(text) + ".").key("after", "1");
    EXPECT_EQ(toml::parse(out.content()).size(), 1U);
    EXPECT_THAT(out.content(), Not(HasSubstr("\x1b")));
    EXPECT_LT(out.content().size(), 1000U);
  }
}

TEST(TomlText, BreaksLongComments) {
  TomlText out;
  std::string text = "begin";
  for (int i = 0; i < 100; ++i) text += " word" + std::to_string(i);
  out.comment(text + " " + std::string(300, 'y')).comment("");
  std::istringstream lines(out.content());
  std::size_t words = 0;
  for (std::string line; std::getline(lines, line);) {
    EXPECT_EQ(line.substr(0, 2), "# ");
    EXPECT_TRUE(line.size() <= 110 || line.find('y') != std::string::npos) << line;
    words += static_cast<std::size_t>(std::count(line.begin(), line.end(), ' '));
  }
  EXPECT_EQ(words, 102U);
}

TEST(TomlSize, IsASizeOrOctets) {
  EXPECT_EQ(toml_size(20'000'000), "\"20 MB\"");
  EXPECT_EQ(toml_size(10'485'761), "10485761");
}

}  // namespace
}  // namespace cts
