#include "ssi/page_cache.h"

#include <gmock/gmock.h>

namespace refd::ssi {
namespace {

PageCache::Key key(std::uint64_t inode) {
  return {1, inode, 100, 0, 0};
}

std::shared_ptr<const Page> page(std::size_t octets) {
  return std::make_shared<const Page>(Page{Piece(std::string(octets, 'x'))});
}

TEST(PageCache, KnowsAPageByTheStateOfItsFile) {
  PageCache cache(1 << 20);
  const auto kept = page(10);
  cache.keep(key(1), kept);
  EXPECT_EQ(cache.find(key(1)), kept);
  auto written_again = key(1);
  ++written_again.modified;
  auto renamed = key(1);
  ++renamed.changed;
  auto larger = key(1);
  larger.size = 101;
  for (const auto& other : {written_again, renamed, larger, key(2)}) EXPECT_EQ(cache.find(other), nullptr);
}

TEST(PageCache, DropsWhatWasNotUsedForLongest) {
  PageCache cache(100'000);
  for (std::uint64_t i = 0; i < 9; ++i) cache.keep(key(i), page(10'000));
  EXPECT_NE(cache.find(key(0)), nullptr);
  cache.keep(key(9), page(10'000));
  EXPECT_NE(cache.find(key(0)), nullptr);
  EXPECT_EQ(cache.find(key(1)), nullptr);
  EXPECT_LE(cache.octets(), 100'000U);
}

TEST(PageCache, DoesNotKeepWhatWouldFillIt) {
  PageCache cache(100'000);
  cache.keep(key(1), page(20'000));
  EXPECT_EQ(cache.find(key(1)), nullptr);
  EXPECT_EQ(cache.octets(), 0U);
}

TEST(PageCache, CountsDirectivesToo) {
  PageCache cache(100'000);
  Page many(1'000, Piece(Directive{"echo", {{"var", "x"}}, false}));
  cache.keep(key(1), std::make_shared<const Page>(std::move(many)));
  EXPECT_EQ(cache.find(key(1)), nullptr);
}

}  // namespace
}  // namespace refd::ssi
