#include "cgi/script_reply.h"

#include <gmock/gmock.h>

namespace refd::cgi {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using State = ReplyParser::State;

std::string body_of(ReplyParser& parser, std::string_view octets) {
  return std::string(parser.feed(octets));
}

TEST(ReplyParser, FindsFieldsAndBody) {
  ReplyParser parser;
  EXPECT_EQ(body_of(parser, "Content-Type: text/html\nStatus: 404 Not Here\nX-A:  b c \nX-A: d\n\nbody\n\n"),
            "body\n\n");
  ASSERT_EQ(parser.state(), State::complete);
  EXPECT_EQ(parser.head().status, 404U);
  EXPECT_EQ(parser.head().reason, "Not Here");
  EXPECT_EQ(parser.head().content_type, "text/html");
  EXPECT_EQ(parser.head().location, std::nullopt);
  EXPECT_THAT(parser.head().fields,
              ElementsAre(Field(&ReplyHead::Field::value, "b c"), Field(&ReplyHead::Field::value, "d")));
}

TEST(ReplyParser, TakesTheSameOctetByOctet) {
  const std::string printed =
      "content-type: text/plain\r\nLOCATION: /a\r\nContent-Length: 12\r\n\r\n\r\nbody";
  ReplyParser parser;
  std::string body;
  for (const char c : printed) body += parser.feed({&c, 1});
  ASSERT_EQ(parser.state(), State::complete);
  EXPECT_EQ(body, "\r\nbody");
  EXPECT_EQ(parser.head().content_type, "text/plain");
  EXPECT_EQ(parser.head().location, "/a");
  EXPECT_EQ(parser.head().content_length, 12U);
}

TEST(ReplyParser, WaitsForTheEmptyLine) {
  ReplyParser parser;
  EXPECT_FALSE(parser.has_begun());
  parser.feed("Content-Type: text/html\n");
  EXPECT_EQ(parser.state(), State::reading);
  EXPECT_TRUE(parser.has_begun());
  parser.feed("X");
  EXPECT_EQ(parser.state(), State::reading);
}

TEST(ReplyParser, RefusesWhatIsNoHeader) {
  const std::vector<std::string> refused = {
      "<html>hello\n",
      "\n",
      "\r\n\r\n",
      "Content-Type\n",
      ": text/html\n",
      "Content Type: text/html\n",
      "Content-Type : text/html\n",
      " Content-Type: text/html\n",
      "X-A: b\n c\n",
      std::string("X-A: b\0c\n", 9),
      "X-A: b\rc\n",
      "X-A: \x1b[31m\n",
      "Status: none\n",
      "Status:\n",
      "Status: 99\n",
      "Status: 100 Continue\n",
      "Status: 2000\n",
      "Status: 200OK\n",
      "Status: -200\n",
      "Content-Length: many\n",
      "Content-Length: -1\n",
      "Content-Length: 99999999999999999999999\n",
      "Content-Length:\n",
  };
  for (const auto& printed : refused) {
    ReplyParser parser;
    EXPECT_EQ(parser.feed(printed + "\nbody"), "") << printed;
    EXPECT_EQ(parser.state(), State::malformed) << printed;
    EXPECT_NE(parser.mistake(), "") << printed;
    EXPECT_EQ(parser.feed("Content-Type: text/html\n\nx"), "") << printed;
  }
}

TEST(ReplyParser, AcceptsUnusualButLawfulFields) {
  ReplyParser parser;
  EXPECT_EQ(body_of(parser, "Content-Type:text/html\nStatus: 200\nX-Empty:\nX-\xE3\x81\n\n"), "");
  EXPECT_EQ(parser.state(), State::malformed);  // of the last name
  ReplyParser other;
  EXPECT_EQ(body_of(other, "Status: 200\nX-Empty:\nX-A: \xE3\x81\x82\tb:c\n\nx"), "x");
  EXPECT_EQ(other.head().status, 200U);
  EXPECT_EQ(other.head().reason, "");
}

TEST(ReplyParser, BoundsTheHead) {
  ReplyParser lines;
  for (int i = 0; i < 100'000 && lines.state() == State::reading; ++i) lines.feed("X-A: b\n");
  EXPECT_EQ(lines.state(), State::malformed);
  EXPECT_THAT(lines.mistake(), HasSubstr("too long"));

  ReplyParser line;
  line.feed(std::string(1'000'000, 'a'));
  EXPECT_EQ(line.state(), State::malformed);
  EXPECT_LT(line.mistake().size(), 1000U);
}

}  // namespace
}  // namespace refd::cgi
