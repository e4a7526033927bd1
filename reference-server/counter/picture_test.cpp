#include "counter/picture.h"

#include <gd.h>
#include <gmock/gmock.h>

#include <set>

#include "counter/letterforms.h"

namespace refd {
namespace {

struct Pixels {
  int width = 0;
  int height = 0;
  std::vector<int> colours;
  friend bool operator==(const Pixels&, const Pixels&) = default;
};

// A stretch of a GIF's columns.
Pixels columns(const std::string& gif, int from = 0, int count = -1) {
  auto octets = gif;
  gdImagePtr image = gdImageCreateFromGifPtr(static_cast<int>(octets.size()), octets.data());
  if (image == nullptr) return {};
  Pixels out{count < 0 ? gdImageSX(image) : count, gdImageSY(image), {}};
  for (int y = 0; y < out.height; ++y) {
    for (int x = 0; x < out.width; ++x) out.colours.push_back(gdImageGetTrueColorPixel(image, from + x, y));
  }
  gdImageDestroy(image);
  return out;
}

struct EveryDesign : testing::TestWithParam<char> {
  static PictureMaker& maker() {
    static PictureMaker made;
    return made;
  }
  static std::string gif(std::string_view text) { return *maker().picture_of(GetParam(), text); }
};

TEST_P(EveryDesign, GrowsByOneWidthPerDigit) {
  const int one = columns(gif("0")).width;
  for (int digits = 5; digits <= 10; ++digits) {
    const auto picture = columns(gif(std::string(static_cast<std::size_t>(digits), '7')));
    EXPECT_EQ(picture.width, digits * one);
    EXPECT_EQ(picture.height, columns(gif("0")).height);
  }
}

TEST_P(EveryDesign, AGlyphLooksTheSameWhereverItStands) {
  const int one = columns(gif("0")).width;
  for (const char digit : std::string_view("0123456789")) {
    const auto alone = columns(gif(std::string(1, digit)));
    const auto among_others = gif(std::string("82") + digit + "5-:a");
    EXPECT_EQ(columns(among_others, 2 * one, one), alone) << digit;
  }
}

TEST_P(EveryDesign, EveryGlyphIsDifferent) {
  std::set<std::vector<int>> seen;
  for (const char symbol : picture_symbols)
    EXPECT_TRUE(seen.insert(columns(gif(std::string(1, symbol))).colours).second) << symbol;
}

INSTANTIATE_TEST_SUITE_P(Picture, EveryDesign, testing::Values('A', 'B', 'C', 'D', 'E'));

TEST(PictureMaker, DesignsAreDifferent) {
  PictureMaker maker;
  std::set<std::vector<int>> seen;
  for (const auto& design : designs())
    EXPECT_TRUE(seen.insert(columns(*maker.picture_of(design.letter, "0123456789")).colours).second);
}

TEST(PictureMaker, MakesWholeGifsOfModestSize) {
  PictureMaker maker;
  for (const auto& design : designs()) {
    const auto gif = maker.picture_of(design.letter, "0123456789");
    EXPECT_TRUE(gif->starts_with("GIF8"));
    EXPECT_EQ(gif->back(), ';');
    EXPECT_LT(gif->size(), 4096u);
  }
  EXPECT_GT(columns(*maker.error_picture()).width, 0);
}

TEST(PictureMaker, KeepsThoseAskedForLast) {
  PictureMaker maker(2);
  const auto first = maker.picture_of('A', "1");
  maker.picture_of('A', "2");
  EXPECT_EQ(maker.picture_of('A', "1"), first);
  maker.picture_of('A', "3");
  EXPECT_EQ(maker.kept(), 2u);
  EXPECT_EQ(maker.picture_of('A', "1"), first) << "asked for after 2";
  EXPECT_NE(maker.picture_of('B', "1"), first);
}

}  // namespace
}  // namespace refd
