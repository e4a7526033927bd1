#include "mail/dot_stuffing.h"

#include <gmock/gmock.h>

namespace refd {
namespace {

std::string stuffed(std::string_view text, std::size_t piece) {
  DotStuffing stuffing;
  std::string out;
  for (std::size_t at = 0; at < text.size(); at += piece) out += stuffing.add(text.substr(at, piece));
  return out.append(stuffing.finish());
}

struct Case {
  std::string_view text;
  std::string_view wire;
};

TEST(DotStuffing, WhereverThePiecesAreCut) {
  const Case cases[] = {
      {"", ".\r\n"},
      {"a\r\n", "a\r\n.\r\n"},
      {".\r\n", "..\r\n.\r\n"},
      {"..\r\n.a\r\nb.\r\n", "...\r\n..a\r\nb.\r\n.\r\n"},
      {"a\r\n.\r\n.\r\n", "a\r\n..\r\n..\r\n.\r\n"},
      {"a\r\n\r\n.\r\n\r\n", "a\r\n\r\n..\r\n\r\n.\r\n"},
      {"a.b\r.c\r\n", "a.b\r.c\r\n.\r\n"},
      {"no end", "no end\r\n.\r\n"},
  };
  for (const auto& one : cases) {
    for (std::size_t piece = 1; piece <= one.text.size() + 1; ++piece)
      EXPECT_EQ(stuffed(one.text, piece), one.wire) << "in pieces of " << piece;
  }
}

TEST(DotStuffing, CopiesNothingWhereNothingIsToBeDone) {
  DotStuffing stuffing;
  const std::string_view text = "a\r\nb.\r\n";
  EXPECT_EQ(stuffing.add(text).data(), text.data());
}

}  // namespace
}  // namespace refd
