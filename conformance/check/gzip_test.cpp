#include "check/gzip.h"

#include <gtest/gtest.h>
#include <zlib.h>

namespace cts {
namespace {

std::string gzipped(const std::string& text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string given = text;
  std::string octets(deflateBound(&stream, given.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(given.data());
  stream.avail_in = static_cast<uInt>(given.size());
  stream.next_out = reinterpret_cast<Bytef*>(octets.data());
  stream.avail_out = static_cast<uInt>(octets.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  octets.resize(octets.size() - stream.avail_out);
  deflateEnd(&stream);
  return octets;
}

TEST(Gunzipped, GivesBackWhatWasCompressed) {
  std::string text;
  for (int i = 0; i < 50'000; ++i) text += std::to_string(i * 7919) + "\n";
  EXPECT_EQ(gunzipped(gzipped(text)), text);
  EXPECT_EQ(gunzipped(gzipped("")), "");
}

TEST(Gunzipped, TakesSeveralMembersForOneText) {
  EXPECT_EQ(gunzipped(gzipped("one ") + gzipped("two")), "one two");
}

TEST(Gunzipped, RefusesWhatIsNone) {
  const std::string whole = gzipped("some text that is long enough to be cut");
  EXPECT_FALSE(gunzipped(""));
  EXPECT_FALSE(gunzipped("127.0.0.1 - - plain text"));
  EXPECT_FALSE(gunzipped(whole.substr(0, whole.size() - 3)));
  EXPECT_FALSE(gunzipped(whole + "and more"));
  std::string altered = whole;
  altered[altered.size() - 6] ^= 1;  // of the checksum
  EXPECT_FALSE(gunzipped(altered));
}

TEST(Gunzipped, EndsWhereItBecomesTooMuch) {
  EXPECT_FALSE(gunzipped(gzipped(std::string(1'000'000, 'x')), 1000));
}

}  // namespace
}  // namespace cts
