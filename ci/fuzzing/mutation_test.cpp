#include "fuzzing/mutation.h"

#include <gmock/gmock.h>

#include <set>
#include <stdexcept>

#include "fuzzing/replies.h"

namespace fuzzing {
namespace {

using testing::ElementsAre;

TEST(FuzzingTest, MutationsAreManyAndAlwaysTheSame) {
  const Material material{{"GET / HTTP/1.1\r\n", "a"}, {"Host: "}};
  Dice one("x");
  Dice other("x");
  std::set<std::string> different;
  for (int i = 0; i < 1000; ++i) {
    const auto text = mutated(material, one, 50);
    EXPECT_EQ(text, mutated(material, other, 50));
    EXPECT_LE(text.size(), 50U);
    different.insert(text);
  }
  EXPECT_GT(different.size(), 500U);
}

TEST(FuzzingTest, ADictionaryIsReadAsLibFuzzerReadsIt) {
  EXPECT_THAT(words_of_dictionary("# words\n\nplain=\"a b\"\n\"\\x0d\\x0A\"\n\"\\\"\\\\\"\n"),
              ElementsAre("a b", "\r\n", "\"\\"));
  for (const auto* const wrong : {"a", "\"\"", "\"a", "\"a\\x0\"", "\"a\"b\"", "\"\\q\""})
    EXPECT_THROW(words_of_dictionary(wrong), std::runtime_error) << wrong;
}

TEST(FuzzingTest, PiecesAndLinesAreTheWhole) {
  Dice dice("seed");
  std::string together;
  for (const auto piece : pieces_of("some octets that are cut", dice)) together += piece;
  EXPECT_EQ(together, "some octets that are cut");
  EXPECT_THAT(lines_of("a\r\n\nb"), ElementsAre("a", "", "b"));
}

TEST(FuzzingTest, AReplyIsWhatTheProtocolsSay) {
  EXPECT_EQ(require_coded_reply("250-a\r\n250 b\r\n", 20, false), 250);
  EXPECT_EQ(require_coded_reply("250-a\r\n b\r\n250 b\r\n", 20, true), 250);
  for (const auto* const wrong :
       {"250 a", "250 a\n", "250 a\r\r\n", "250 a\r\n250 b\r\n", "250-a\r\n", "25 a\r\n", "650 a\r\n",
        "250-a\r\nb\r\n250 c\r\n", "250 a lot too long\r\n", "\r\n", ""})
    EXPECT_THROW(require_coded_reply(wrong, 12, false), Violation) << wrong;
}

}  // namespace
}  // namespace fuzzing
