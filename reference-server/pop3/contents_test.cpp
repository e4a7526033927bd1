#include "pop3/contents.h"

#include <gmock/gmock.h>

namespace refd {
namespace {

// A text in pieces of a given size.
class Pieces final : public ByteSource {
 public:
  Pieces(std::string text, std::size_t piece) : text_(std::move(text)), piece_(piece) {}
  Result<std::string_view> next() override {
    const auto piece = std::string_view(text_).substr(at_, piece_);
    at_ += piece.size();
    return piece;
  }

 private:
  const std::string text_;
  const std::size_t piece_;
  std::size_t at_ = 0;
};

std::string all_of(ByteSource& source) {
  std::string text;
  for (auto piece = source.next(); !piece->empty(); piece = source.next()) text += *piece;
  return text;
}

TEST(TopOf, HeaderEmptyLineAndSoManyLinesWhereverThePiecesAreCut) {
  const std::string header = "Subject: a\r\n\tb\r\n\r\n";
  const std::string message = header + "1\r\n\r\n.3\r\n";
  struct Case {
    std::uint64_t lines;
    std::string text;
  };
  const Case cases[] = {
      {0, header}, {1, header + "1\r\n"}, {2, header + "1\r\n\r\n"}, {3, message}, {99, message}};
  for (const auto& one : cases) {
    for (std::size_t piece = 1; piece <= message.size(); ++piece)
      EXPECT_EQ(all_of(*top_of(std::make_unique<Pieces>(message, piece), one.lines)), one.text)
          << one.lines << " in pieces of " << piece;
  }
}

TEST(TopOf, MessagesWithoutABodyOrAHeader) {
  EXPECT_EQ(all_of(*top_of(content_of("Subject: a\r\n"), 5)), "Subject: a\r\n");
  EXPECT_EQ(all_of(*top_of(content_of("\r\na\r\nb\r\n"), 1)), "\r\na\r\n");
  EXPECT_EQ(all_of(*top_of(content_of(""), 1)), "");
}

TEST(ContentOfLines, MakesThemAsTheyAreAskedFor) {
  const auto lines = content_of_lines(10'000, [](std::size_t i, std::string& out) {
    if (i % 2 == 0) out += std::to_string(i) + "\r\n";
  });
  EXPECT_LT(lines->next()->size(), 20'000U);
  EXPECT_THAT(all_of(*lines), testing::EndsWith("\r\n9996\r\n9998\r\n"));
}

}  // namespace
}  // namespace refd
