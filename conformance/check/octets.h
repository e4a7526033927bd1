#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "client/octet_source.h"

namespace cts {

/// "12 octets \"Hello World!\"": for people; a long text by its head.
std::string describe_octets(std::string_view octets);
/// The same of so many, of which these are the first.
std::string describe_octets(std::uint64_t count, std::string_view head);

/// Where `actual` first differs from `expected`: "11 octets instead of 12; the first difference at offset 3:
/// 6c 6f instead of 4c 4f". Empty when they are equal. Never longer than a line.
std::string describe_difference(std::string_view expected, std::string_view actual);

/// The same for octets that come in pieces of any size, and for those expected as they are made: neither is
/// held. The source outlives it.
class DifferenceFinder {
 public:
  explicit DifferenceFinder(OctetSource& expected) : expected_(expected) {}
  /// The next octets that have come.
  void add(std::string_view actual);
  /// When all have come.
  std::string describe();

 private:
  // What is expected next; empty at the end.
  std::string_view ahead();

  OctetSource& expected_;
  std::string_view ahead_;    // of the source's last piece, what nothing has been compared with yet
  std::uint64_t octets_ = 0;  // that have come
  std::uint64_t same_ = 0;
  bool differs_ = false;
  std::string actual_;  // the first that differ, as far as they are shown
};

}  // namespace cts
