#include "picture/picture.h"

#include <gd.h>
#include <zlib.h>

#include <gmock/gmock.h>

namespace cts {
namespace {

using testing::HasSubstr;

// A picture of 3 x 2 pixels: red, green, blue, and below them white, black, nothing.
gdImagePtr sample(bool palette) {
  gdImagePtr image = palette ? gdImageCreate(3, 2) : gdImageCreateTrueColor(3, 2);
  gdImageAlphaBlending(image, 0);
  gdImageSaveAlpha(image, 1);
  const int nothing = gdImageColorAllocateAlpha(image, 1, 2, 3, gdAlphaTransparent);
  if (palette) gdImageColorTransparent(image, nothing);
  const int colours[] = {gdImageColorAllocate(image, 255, 0, 0), gdImageColorAllocate(image, 0, 255, 0),
                         gdImageColorAllocate(image, 0, 0, 255), gdImageColorAllocate(image, 255, 255, 255),
                         gdImageColorAllocate(image, 0, 0, 0),   nothing};
  for (int i = 0; i < 6; ++i) gdImageSetPixel(image, i % 3, i / 3, colours[i]);
  return image;
}

template <class Encode>
std::string encoded(gdImagePtr image, Encode encode) {
  int size = 0;
  void* const octets = encode(image, &size);
  std::string out(static_cast<const char*>(octets), static_cast<std::size_t>(size));
  gdFree(octets);
  gdImageDestroy(image);
  return out;
}
std::string gif() {
  return encoded(sample(true), gdImageGifPtr);
}
std::string png(bool palette) {
  return encoded(sample(palette), gdImagePngPtr);
}

TEST(DecodePicture, LooksTheSameFromEveryFormat) {
  const DecodedPicture from_gif = decode_picture(gif());
  ASSERT_TRUE(from_gif.picture) << from_gif.problem;
  EXPECT_EQ(from_gif.format, "GIF");
  EXPECT_THAT(from_gif.picture->pixels,
              testing::ElementsAre(0x80ff0000u, 0x8000ff00u, 0x800000ffu, 0x80ffffffu, 0x80000000u, 0u));
  for (const bool palette : {true, false}) {
    const DecodedPicture from_png = decode_picture(png(palette));
    ASSERT_TRUE(from_png.picture) << from_png.problem;
    EXPECT_EQ(from_png.format, "PNG");
    EXPECT_EQ(from_png.picture, from_gif.picture);
  }
}

TEST(DecodePicture, GivesColumns) {
  const Picture picture = *decode_picture(gif()).picture;
  EXPECT_EQ(picture.columns(1, 1).pixels, (std::vector<std::uint32_t>{0x8000ff00u, 0x80000000u}));
  EXPECT_EQ(picture.columns(0, 3), picture);
}

TEST(DecodePicture, RefusesWhatIsNone) {
  EXPECT_EQ(decode_picture("").problem, "nothing at all");
  EXPECT_EQ(decode_picture("<html>GIF89a</html>").problem, "neither a GIF nor a PNG");
  EXPECT_THAT(decode_picture("GIF89a").problem, HasSubstr("cut off"));
  EXPECT_FALSE(decode_picture(gif() + std::string(largest_picture_file, ' ')).picture);
}

TEST(DecodePicture, RefusesEveryCut) {
  for (const std::string& whole : {gif(), png(true), png(false)}) {
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const DecodedPicture cut = decode_picture(whole.substr(0, size));
      EXPECT_FALSE(cut.picture) << size;
      EXPECT_FALSE(cut.problem.empty()) << size;
    }
  }
}

TEST(DecodePicture, SurvivesEveryChangedOctet) {
  for (const std::string& whole : {gif(), png(true), png(false)}) {
    for (std::size_t i = 0; i < whole.size(); ++i) {
      for (const char bits : {'\x01', '\x80', '\xff'}) {
        std::string changed = whole;
        changed[i] = static_cast<char>(changed[i] ^ bits);
        const DecodedPicture decoded = decode_picture(changed);
        EXPECT_LE(decoded.picture.value_or(Picture{}).width, widest_picture);
      }
    }
  }
}

TEST(DecodePicture, DoesNotMakeRoomForHugePictures) {
  std::string huge = gif();
  huge[6] = huge[7] = huge[8] = huge[9] = '\xff';
  EXPECT_THAT(decode_picture(huge).problem, HasSubstr("65535 x 65535"));
  std::string huge_png = png(false);
  huge_png[16] = huge_png[20] = '\x7f';
  EXPECT_THAT(decode_picture(huge_png).problem, HasSubstr("no size for a counter"));
  std::string flat = gif();
  flat[6] = flat[7] = '\0';
  EXPECT_THAT(decode_picture(flat).problem, HasSubstr("no size for a counter"));
}

TEST(DecodePicture, AFrameOutsideOfItsScreenIsNone) {
  std::string sticking_out = gif();
  const std::size_t frame = sticking_out.rfind(std::string("\x2c\0\0\0\0", 5));
  ASSERT_NE(frame, std::string::npos);
  sticking_out[frame + 6] = '\x7f';
  EXPECT_FALSE(decode_picture(sticking_out).picture);
}

void append_big_endian(std::string& out, std::size_t number) {
  for (const unsigned shift : {24u, 16u, 8u, 0u}) out += static_cast<char>(number >> shift & 0xffu);
}

std::string chunk(const std::string& type, const std::string& data) {
  std::string out;
  append_big_endian(out, data.size());
  const std::string body = type + data;
  out += body;
  append_big_endian(out,
                    crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size())));
  return out;
}

// Zeros that take a thousandth of their size.
std::string deflated_zeros(std::size_t size) {
  const std::string zeros(size, '\0');
  std::string out(compressBound(size), '\0');
  uLongf length = out.size();
  compress2(reinterpret_cast<Bytef*>(out.data()), &length, reinterpret_cast<const Bytef*>(zeros.data()), size,
            9);
  out.resize(length);
  return out;
}

TEST(DecodePicture, IsNotBlownUp) {
  constexpr std::size_t bomb = 32u << 20;
  const std::string head = png(false).substr(0, 33);
  const std::string texts = chunk("zTXt", std::string("Comment\0\0", 9) + deflated_zeros(bomb));
  const std::string pixels = chunk("IDAT", deflated_zeros(bomb));
  ASSERT_LT(texts.size() + pixels.size(), largest_picture_file);
  // Whether it is decoded or not: the test's memory is what its limit in time and the machine allow.
  const DecodedPicture decoded = decode_picture(head + texts + pixels + chunk("IEND", ""));
  EXPECT_LE(decoded.picture.value_or(Picture{}).pixels.size(), 6u);
}

TEST(DecodePicture, TakesTheFirstFrameOfMany) {
  const std::string one = gif();
  const std::size_t frame = one.find(std::string("\x2c\0\0\0\0", 5));
  ASSERT_NE(frame, std::string::npos);
  std::string many = one.substr(0, one.size() - 1);
  for (int i = 0; i < 1000; ++i) many += one.substr(frame, one.size() - 1 - frame);
  const DecodedPicture decoded = decode_picture(many + ";");
  ASSERT_TRUE(decoded.picture) << decoded.problem;
  EXPECT_EQ(decoded.picture->width, 3u);
}

}  // namespace
}  // namespace cts
