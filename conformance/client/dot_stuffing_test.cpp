#include "client/dot_stuffing.h"

#include <gmock/gmock.h>

namespace cts {
namespace {

TEST(DotStuffed, EndsTheMessage) {
  EXPECT_EQ(dot_stuffed("a\r\nb\r\n"), "a\r\nb\r\n.\r\n");
  EXPECT_EQ(dot_stuffed("a"), "a\r\n.\r\n");
  EXPECT_EQ(dot_stuffed(""), ".\r\n");
  EXPECT_EQ(dot_stuffed("a\r"), "a\r\r\n.\r\n");
}

TEST(DotStuffed, DoublesDotsAtTheHeadOfLinesOnly) {
  EXPECT_EQ(dot_stuffed(".\r\n..\r\na.\r\n.b\r\n"), "..\r\n...\r\na.\r\n..b\r\n.\r\n");
  EXPECT_EQ(dot_stuffed("."), "..\r\n.\r\n");
  // Neither a bare line feed nor a bare return ends a line.
  EXPECT_EQ(dot_stuffed("a\n.\nb\r.\r\n"), "a\n.\nb\r.\r\n.\r\n");
}

TEST(DotStuffing, IsTheSameInPiecesOfAnySize) {
  const std::string message = ".\r\n..\r\r\n.a\n.\r.\r\n\r\n.b\r\n\r\r.c\r";
  for (std::size_t octets = 1; octets <= message.size(); ++octets) {
    DotStuffing stuffing;
    std::string out;
    for (std::size_t at = 0; at < message.size(); at += octets) stuffing.add(message.substr(at, octets), out);
    stuffing.end(out);
    EXPECT_EQ(out, dot_stuffed(message));
  }
}

}  // namespace
}  // namespace cts
