#pragma once

#include <sys/stat.h>

#include <memory>
#include <optional>

#include "base/unique_fd.h"
#include "ssi/page_cache.h"
#include "ssi/page_parser.h"

namespace refd::ssi {

/// The pieces of one page, a stretch at a time: a small page whole, from the cache when it is there; a large
/// one as it is read. Used by one request.
class PageSource {
 public:
  PageSource(UniqueFd file, const struct stat& facts, PageCache& cache);

  /// The next pieces, valid until the next call; null at the end, also when the file can be read no further.
  const Page* next();

 private:
  bool read_stretch();
  const Page* next_of_large();

  UniqueFd file_;
  const struct stat facts_;
  PageCache& cache_;
  std::shared_ptr<const Page> whole_;
  std::string stretch_;
  std::uint64_t offset_ = 0;
  bool has_ended_ = false;
  PageParser parser_;
  Page pieces_;
};

}  // namespace refd::ssi
