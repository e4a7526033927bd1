#include "office/requested_string.h"

#include <gtest/gtest.h>

namespace refd::office {
namespace {

TEST(RequestedString, IsTidied) {
  EXPECT_EQ(tidied_string("  Taro.Suzuki\r\n"), "taro.suzuki");
  EXPECT_EQ(tidied_string(" \t "), "");
}

TEST(RequestedString, MayBeAppliedFor) {
  for (const auto* string : {"taro", "a", "0", "taro.suzuki", "web-info_2", "x1"})
    EXPECT_FALSE(mistake_in(string)) << string;
  EXPECT_FALSE(mistake_in(std::string(64, 'a')));
}

TEST(RequestedString, IsRefusedForWhatIsWrong) {
  const std::pair<std::string, StringMistake> cases[] = {
      {"", StringMistake::empty},
      {std::string(65, 'a'), StringMistake::too_long},
      {std::string(1 << 20, 'a'), StringMistake::too_long},
      {"taro@example.jp", StringMistake::characters},
      {"taro suzuki", StringMistake::characters},
      {"taro\nBcc: x", StringMistake::characters},
      {"<script>", StringMistake::characters},
      {"太郎", StringMistake::characters},
      {std::string("a\0b", 3), StringMistake::characters},
      {"../taro", StringMistake::characters},
      {".taro", StringMistake::ends},
      {"taro.", StringMistake::ends},
      {"a..b", StringMistake::ends},
      {"a-.b", StringMistake::ends},
      {"postmaster", StringMistake::reserved},
  };
  for (const auto& [string, mistake] : cases) EXPECT_EQ(mistake_in(string), mistake) << string.substr(0, 40);
}

}  // namespace
}  // namespace refd::office
