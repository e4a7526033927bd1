#include "counter/gif_writer.h"

#include <gd.h>

#include <memory>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace refd {
namespace {

struct DestroyImage {
  void operator()(gdImageStruct* image) const { gdImageDestroy(image); }
};

// What libgd reads in it: width, then the colours.
std::vector<Colour> read_back(std::string gif, unsigned& width) {
  const std::unique_ptr<gdImageStruct, DestroyImage> image(
      gdImageCreateFromGifPtr(static_cast<int>(gif.size()), gif.data()));
  std::vector<Colour> colours;
  if (!image) return colours;
  width = static_cast<unsigned>(gdImageSX(image.get()));
  for (int y = 0; y < gdImageSY(image.get()); ++y) {
    for (int x = 0; x < gdImageSX(image.get()); ++x) {
      const int index = gdImageGetPixel(image.get(), x, y);
      colours.push_back(
          static_cast<Colour>(gdTrueColor(gdImageRed(image.get(), index), gdImageGreen(image.get(), index),
                                          gdImageBlue(image.get(), index))));
    }
  }
  return colours;
}

void expect_the_same_again(const std::vector<Colour>& palette, unsigned width,
                           const std::vector<std::uint8_t>& pixels) {
  std::vector<Colour> colours;
  for (const auto pixel : pixels) colours.push_back(palette[pixel]);
  unsigned read_width = 0;
  EXPECT_EQ(read_back(write_gif(palette, width, pixels), read_width), colours);
  EXPECT_EQ(read_width, width);
}

std::vector<Colour> palette_of(std::size_t size) {
  std::vector<Colour> palette;
  for (std::size_t i = 0; i < size; ++i) palette.push_back(static_cast<Colour>(0x10203 * i));
  return palette;
}

TEST(GifWriter, WritesOnePixel) {
  expect_the_same_again({0x123456}, 1, {0});
}

TEST(GifWriter, WritesEachNumberOfColours) {
  std::minstd_rand noise(1);
  for (std::size_t colours = 1; colours <= most_gif_colours; ++colours) {
    std::vector<std::uint8_t> pixels;
    for (int i = 0; i < 30 * 7; ++i) pixels.push_back(static_cast<std::uint8_t>(noise() % colours));
    expect_the_same_again(palette_of(colours), 30, pixels);
  }
}

// Each length is one at which codes grow, blocks are full or the codes run out somewhere.
TEST(GifWriter, WritesEachLength) {
  std::minstd_rand noise(2);
  std::vector<std::uint8_t> pixels;
  for (int length = 1; length <= 1500; ++length) {
    pixels.push_back(static_cast<std::uint8_t>(noise() % 4));
    expect_the_same_again(palette_of(4), static_cast<unsigned>(length), pixels);
  }
}

TEST(GifWriter, BeginsAnewWhenCodesRunOut) {
  std::minstd_rand noise(3);
  std::vector<std::uint8_t> pixels;
  for (int i = 0; i < 200 * 200; ++i) pixels.push_back(static_cast<std::uint8_t>(noise() % 32));
  expect_the_same_again(palette_of(32), 200, pixels);
}

TEST(GifWriter, WritesLongRunsInFewOctets) {
  const std::vector<std::uint8_t> pixels(40'000, 1);
  expect_the_same_again(palette_of(2), 200, pixels);
  EXPECT_LT(write_gif(palette_of(2), 200, pixels).size(), 600U);
}

}  // namespace
}  // namespace refd
