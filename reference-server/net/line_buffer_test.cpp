#include "net/line_buffer.h"

#include <gmock/gmock.h>

namespace refd::net {
namespace {

std::string next(LineBuffer& buffer, std::size_t limit = 10) {
  const auto line = buffer.take(limit);
  if (!line) return "(none)";
  return line->too_long ? "(too long)" : line->text;
}

TEST(LineBuffer, CutsAtEitherLineEnd) {
  LineBuffer buffer;
  buffer.add("one\r\ntwo\nthr");
  EXPECT_EQ(next(buffer), "one");
  EXPECT_EQ(next(buffer), "two");
  EXPECT_EQ(next(buffer), "(none)");
  buffer.add("ee\r");
  EXPECT_EQ(next(buffer), "(none)");
  buffer.add("\n\r\n");
  EXPECT_EQ(next(buffer), "three");
  EXPECT_EQ(next(buffer), "");
  EXPECT_EQ(next(buffer), "(none)");
}

TEST(LineBuffer, KeepsEveryOtherOctet) {
  LineBuffer buffer;
  const std::string odd("a\0\r\xFF\xE3 b", 7);
  buffer.add(odd + "\r\n");
  EXPECT_EQ(next(buffer), odd);
}

TEST(LineBuffer, LongLinesAreThrownAwayToTheirEnd) {
  LineBuffer buffer;
  buffer.add("1234567890\r\n12345678901\r\nshort\r\n");
  EXPECT_EQ(next(buffer), "1234567890");
  EXPECT_EQ(next(buffer), "(too long)");
  EXPECT_EQ(next(buffer), "short");
  for (int i = 0; i < 1000; ++i) {
    buffer.add(std::string(100, 'x'));
    EXPECT_EQ(next(buffer), "(none)");
  }
  EXPECT_TRUE(buffer.take_rest().empty()) << "an endless line is not kept";
  buffer.add("tail\nafter\n");
  EXPECT_EQ(next(buffer), "(too long)");
  EXPECT_EQ(next(buffer), "after");
}

TEST(LineBuffer, PeekLeavesTheLine) {
  LineBuffer buffer;
  EXPECT_EQ(buffer.peek(10), std::nullopt);
  buffer.add("ABOR\r\nNOOP\r\n");
  EXPECT_EQ(buffer.peek(10), "ABOR");
  EXPECT_EQ(next(buffer), "ABOR");
  EXPECT_EQ(buffer.peek(10), "NOOP");
  EXPECT_EQ(buffer.peek(3), std::nullopt);
  EXPECT_TRUE(buffer.has_line(3));
}

TEST(LineBuffer, TakeRestGivesWhatIsNoLine) {
  LineBuffer buffer;
  buffer.add("DATA\r\nbytes");
  EXPECT_EQ(next(buffer), "DATA");
  EXPECT_EQ(buffer.take_rest(), "bytes");
  EXPECT_EQ(buffer.take_rest(), "");
}

TEST(LineBuffer, OctetsAreTakenAndPutBack) {
  LineBuffer buffer;
  buffer.add("DATA\r\nabcdef");
  EXPECT_EQ(buffer.take(100)->text, "DATA");
  std::string space(4, '\0');
  EXPECT_EQ(buffer.take_some(space), 4U);
  EXPECT_EQ(space, "abcd");
  buffer.put_back("cd");
  buffer.add("\r\n");
  EXPECT_EQ(buffer.take(100)->text, "cdef");
  EXPECT_EQ(buffer.take_some(space), 0U);
  buffer.put_back("QUIT\r\n");
  EXPECT_EQ(buffer.take(100)->text, "QUIT");
}

}  // namespace
}  // namespace refd::net
