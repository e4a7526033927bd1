#pragma once

#include <sys/stat.h>

#include <compare>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>

#include "ssi/page.h"

namespace refd::ssi {

/// Pages that were taken apart, by the file they came from: a file that was changed, or another one under
/// its name, is another key. The least recently used go when room is needed. Thread-safe.
class PageCache {
 public:
  /// The state of one file.
  struct Key {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::uint64_t size = 0;
    std::int64_t modified = 0;  ///< nanoseconds since the epoch
    std::int64_t changed = 0;   ///< the same, of the last change of anything about it
    // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the default's comparison with 0 for ours
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  static Key key_of(const struct stat& facts);

  /// Keeps pages of that many octets in all, as text and directives together take them in memory.
  explicit PageCache(std::size_t most_octets) : most_octets_(most_octets) {}

  /// Null: not there.
  std::shared_ptr<const Page> find(const Key& key);
  /// A page larger than an eighth of the cache is not kept.
  void keep(const Key& key, std::shared_ptr<const Page> page);
  std::size_t octets() const;

 private:
  struct Entry {
    Key key;
    std::shared_ptr<const Page> page;
    std::size_t octets;
  };
  void drop_last();

  const std::size_t most_octets_;
  mutable std::mutex mutex_;
  std::list<Entry> entries_;  // the most recently used first
  std::map<Key, std::list<Entry>::iterator> places_;
  std::size_t octets_ = 0;
};

}  // namespace refd::ssi
