#include "mail/wire_text.h"

#include <gmock/gmock.h>

namespace refd {
namespace {

std::string on_the_wire(std::string_view text, std::size_t piece) {
  WireText wire;
  std::string out;
  while (!text.empty()) {
    out += wire.add(text.substr(0, piece));
    text.remove_prefix(std::min(piece, text.size()));
  }
  return out.append(wire.finish());
}

struct Case {
  std::string_view stored;
  std::string_view fetched;
};

constexpr Case cases[] = {
    {"", ""},
    {"a\r\nb\r\n", "a\r\nb\r\n"},
    {"a\nb\n", "a\r\nb\r\n"},
    {"a\r\nb\n\n\r\nc", "a\r\nb\r\n\r\n\r\nc\r\n"},
    {"\n", "\r\n"},
    {"\r", "\r\n"},
    {"a\rb\r\r\n", "a\rb\r\r\n"},
    {"a", "a\r\n"},
};

TEST(WireText, EveryLineEndIsCrLfHoweverTheTextIsCut) {
  for (const auto& one : cases) {
    for (const std::size_t piece : {1U, 2U, 3U, 100U}) {
      EXPECT_EQ(on_the_wire(one.stored, piece), one.fetched) << one.stored << " in pieces of " << piece;
    }
  }
}

TEST(WireText, SizeIsThatOfTheText) {
  for (const auto& one : cases) {
    for (const std::size_t piece : {1U, 2U, 100U}) {
      WireSize size;
      for (std::size_t i = 0; i < one.stored.size(); i += piece) size.add(one.stored.substr(i, piece));
      EXPECT_EQ(size.octets(), one.fetched.size()) << one.stored << " in pieces of " << piece;
    }
  }
}

TEST(WireText, CanonicalTextIsNotCopied) {
  WireText wire;
  const std::string text = "a\r\nb\r\n";
  EXPECT_EQ(wire.add(text).data(), text.data());
}

}  // namespace
}  // namespace refd
