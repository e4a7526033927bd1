#include "picture/digit_reader.h"

#include <gmock/gmock.h>

namespace cts {
namespace {

// A provider's drawing: digit d is 4 columns of colour d, in a frame, between columns of a background.
constexpr unsigned digit_width = 4;
constexpr unsigned height = 3;

Picture drawn(std::string_view text, unsigned frame = 0) {
  std::vector<std::uint32_t> row(frame, 0x80aaaaaau);
  for (const char symbol : text) {
    const unsigned width = symbol == ':' ? 2 : digit_width;
    for (unsigned i = 0; i < width; ++i)
      row.push_back(0x80000000u + static_cast<unsigned char>(symbol) * (i + 1));
  }
  row.insert(row.end(), frame, 0x80aaaaaau);
  Picture picture{static_cast<unsigned>(row.size()), height, {}};
  for (unsigned y = 0; y < height; ++y) picture.pixels.insert(picture.pixels.end(), row.begin(), row.end());
  return picture;
}

std::string padded(unsigned number, std::size_t digits = 6) {
  const std::string text = std::to_string(number);
  return std::string(digits - text.size(), '0') + text;
}

std::vector<Picture> counted(unsigned from, unsigned step = 1, unsigned frame = 0) {
  std::vector<Picture> pictures;
  for (unsigned i = 0; i <= 10; ++i) pictures.push_back(drawn(padded(from + i * step), frame));
  return pictures;
}

const DigitGeometry plain{.digit = digit_width};

TEST(DigitGeometry, ComesFromTwoWidths) {
  const auto geometry = geometry_of(drawn("00041", 3), drawn("000041", 3), 5);
  ASSERT_TRUE(geometry);
  EXPECT_EQ(geometry->digit, digit_width);
  EXPECT_EQ(geometry->margin, 3u);
  EXPECT_EQ(geometry->digits_in(drawn("1234567", 3).width), 7u);
  EXPECT_FALSE(geometry->digits_in(drawn("1234567", 2).width));
  EXPECT_FALSE(geometry->digits_in(0));
}

TEST(DigitGeometry, IsNoneWhenTheSecondIsNotWider) {
  EXPECT_FALSE(geometry_of(drawn("00041"), drawn("00041"), 5));
  EXPECT_FALSE(geometry_of(drawn("000041"), drawn("00041"), 6));
  EXPECT_FALSE(geometry_of(drawn("1"), drawn("00041"), 5));
}

TEST(DigitReader, LearnsByCountingFromAnyNumber) {
  for (const unsigned from : {0u, 7u, 9u, 10u, 41u, 95u, 999u, 123'456u}) {
    std::string why;
    const auto reader = DigitReader::taught_by(plain, counted(from), why);
    ASSERT_TRUE(reader) << from << ": " << why;
    EXPECT_EQ(reader->read(drawn("0123456789")), "0123456789") << from;
    EXPECT_EQ(reader->read(drawn("88888888")), "88888888") << from;
  }
}

TEST(DigitReader, LearnsThroughAFrame) {
  std::string why;
  const auto geometry = geometry_of(drawn("00041", 5), drawn("000041", 5), 5);
  const auto reader = DigitReader::taught_by(*geometry, counted(41, 1, 5), why);
  ASSERT_TRUE(reader) << why;
  EXPECT_EQ(reader->read(drawn("7654321", 5)), "7654321");
  EXPECT_EQ(reader->read(drawn("7654321", 4)), std::nullopt);
}

TEST(DigitReader, LearnsNothingFromOtherSteps) {
  for (const unsigned step : {0u, 2u, 3u, 5u, 9u, 10u, 11u, 20u, 99u}) {
    std::string why;
    EXPECT_FALSE(DigitReader::taught_by(plain, counted(41, step), why)) << step;
    EXPECT_FALSE(why.empty());
  }
  std::string why;
  std::vector<Picture> missing_one = counted(41);
  missing_one[4] = missing_one[3];
  EXPECT_FALSE(DigitReader::taught_by(plain, missing_one, why));
  EXPECT_FALSE(DigitReader::taught_by(plain, {}, why));
}

TEST(DigitReader, ReadsOnlyWhatIsAllDigits) {
  std::string why;
  const auto reader = DigitReader::taught_by(plain, counted(41), why);
  ASSERT_TRUE(reader);
  EXPECT_EQ(reader->read(drawn("00x41")), std::nullopt);
  EXPECT_EQ(reader->read(drawn("0041:")), std::nullopt);
  EXPECT_EQ(reader->read(Picture{}), std::nullopt);
  Picture higher = drawn("00041");
  higher.height += 1;
  higher.pixels.resize(std::size_t{higher.width} * higher.height);
  EXPECT_EQ(reader->read(higher), std::nullopt);
}

TEST(DigitReader, FindsDigitsAmongOthers) {
  std::string why;
  const auto reader = DigitReader::taught_by(plain, counted(41), why);
  ASSERT_TRUE(reader);
  EXPECT_EQ(reader->digits_among_others(drawn("11:48P")), "11.48.");
  EXPECT_EQ(reader->digits_among_others(drawn("11:26:2026", 1)), ".11.26.2026.");
  EXPECT_EQ(reader->digits_among_others(drawn("xyz")), ".");
  EXPECT_EQ(reader->digits_among_others(Picture{}), "");
}

}  // namespace
}  // namespace cts
