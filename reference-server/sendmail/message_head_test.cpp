#include "sendmail/message_head.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sendmail/message_text.h"

namespace refd::sendmail {
namespace {

using testing::IsEmpty;

TEST(MessageTextTest, LinesEndInLineFeeds) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"", ""},
      {"a\nb\n", "a\nb\n"},
      {"a\r\nb\r\n", "a\nb\n"},
      {"a\nb", "a\nb\n"},
      {"a\rb\r\r\nc\r", "a\rb\r\nc\r\n"},
      {"\n\n", "\n\n"},
      {"..\n.a\n. \n", "..\n.a\n. \n"},
      {".\rx\n", ".\rx\n"},
      {".\r\r\nx", ".\r\nx\n"},
  };
  for (const auto& [given, wanted] : cases) {
    for (const bool dot_ends : {true, false}) {
      for (const std::size_t stride : {1U, 2U, 100U}) {
        MessageText text(dot_ends);
        std::string out;
        for (auto rest = given; !rest.empty(); rest.remove_prefix(std::min(stride, rest.size())))
          text.take(rest.substr(0, stride), out);
        EXPECT_FALSE(text.is_over()) << given;
        text.end(out);
        EXPECT_EQ(out, wanted) << given << " by " << stride;
      }
    }
  }
}

TEST(MessageTextTest, ALoneDotEndsTheMessageUnlessToldNotTo) {
  for (const std::string_view given : {"a\n.\nb\n", "a\r\n.\r\nb\n", "a\n."}) {
    MessageText text(true);
    std::string out;
    text.take(given, out);
    text.end(out);
    EXPECT_EQ(out, "a\n") << given;
    MessageText kept(false);
    std::string whole;
    kept.take(given, whole);
    kept.end(whole);
    EXPECT_THAT(whole, testing::StartsWith("a\n.\n")) << given;
  }
}

TEST(MessageHeadTest, FieldsAreKeptAsTheyStand) {
  const std::string_view text = "To: a@b,\n\tc@d\nSUBJECT : x\n y\n z\nEmpty:\n\nBody: no field\n";
  const auto head = read_message_head(text, false);
  ASSERT_TRUE(head);
  ASSERT_EQ(head->fields.size(), 3U);
  EXPECT_EQ(head->fields[0].text, "To: a@b,\n\tc@d\n");
  EXPECT_EQ(head->fields[0].value(), "a@b,\tc@d");
  EXPECT_TRUE(is_named(head->fields[1], "Subject"));
  EXPECT_EQ(head->fields[1].value(), "x y z");
  EXPECT_EQ(head->fields[2].value(), "");
  EXPECT_TRUE(head->has("subject"));
  EXPECT_FALSE(head->has("body"));
  EXPECT_EQ(text.substr(head->octets), "Body: no field\n");
}

TEST(MessageHeadTest, ItEndsWhereItMust) {
  EXPECT_EQ(read_message_head("\nbody\n", false)->octets, 1U);
  EXPECT_THAT(read_message_head("no field here\n", false)->fields, IsEmpty());
  EXPECT_EQ(read_message_head("no field here\n", false)->octets, 0U);
  EXPECT_EQ(read_message_head(" folded nothing\n", false)->octets, 0U);
  EXPECT_EQ(read_message_head("A: b\nc\n", false)->octets, 5U);
  EXPECT_EQ(read_message_head("A: b\n", true)->octets, 5U);
  EXPECT_EQ(read_message_head("", true)->octets, 0U);
  EXPECT_EQ(read_message_head("From a@b Mon Nov 1\nA: b\n\n", false)->octets, 25U);
  EXPECT_EQ(read_message_head("From a@b Mon Nov 1\nA: b\n\n", false)->fields.size(), 1U);
}

TEST(MessageHeadTest, ItIsNotThereBeforeItsEnd) {
  EXPECT_FALSE(read_message_head("", false));
  EXPECT_FALSE(read_message_head("A: b\n", false));
  EXPECT_FALSE(read_message_head("A: b\n\tc\nD: ", false));
}

}  // namespace
}  // namespace refd::sendmail
