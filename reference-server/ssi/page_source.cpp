#include "ssi/page_source.h"

#include <unistd.h>

#include <cerrno>

namespace refd::ssi {

namespace {

constexpr off_t largest_whole_page = 262'144;
constexpr std::size_t stretch_octets = 65'536;

}  // namespace

PageSource::PageSource(UniqueFd file, const struct stat& facts, PageCache& cache)
    : file_(std::move(file)), facts_(facts), cache_(cache) {}

// False at the end of the file.
bool PageSource::read_stretch() {
  stretch_.resize(stretch_octets);
  ssize_t octets = 0;
  do {
    octets = ::pread(file_.get(), stretch_.data(), stretch_.size(), static_cast<off_t>(offset_));
  } while (octets < 0 && errno == EINTR);
  stretch_.resize(octets > 0 ? static_cast<std::size_t>(octets) : 0);
  offset_ += stretch_.size();
  return !stretch_.empty();
}

const Page* PageSource::next_of_large() {
  pieces_.clear();
  if (has_ended_) return nullptr;
  if (read_stretch()) {
    parser_.feed(stretch_, pieces_);
  } else {
    has_ended_ = true;
    parser_.finish(pieces_);
  }
  return &pieces_;
}

const Page* PageSource::next() {
  if (facts_.st_size > largest_whole_page) return next_of_large();
  if (has_ended_) return nullptr;
  has_ended_ = true;
  const auto key = PageCache::key_of(facts_);
  whole_ = cache_.find(key);
  if (whole_) return whole_.get();
  auto page = std::make_shared<Page>();
  // A file that grows while it is read is read no further than it was long.
  while (offset_ < static_cast<std::uint64_t>(facts_.st_size) && read_stretch())
    parser_.feed(stretch_, *page);
  parser_.finish(*page);
  whole_ = page;
  if (offset_ == static_cast<std::uint64_t>(facts_.st_size)) cache_.keep(key, std::move(page));
  return whole_.get();
}

}  // namespace refd::ssi
