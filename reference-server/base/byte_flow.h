#pragma once

#include <span>
#include <string_view>

#include "base/result.h"

namespace refd {

/// Octets that are produced piece by piece, for whoever sends them. Used by one thread at a time.
class ByteSource {
 public:
  ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;
  virtual ~ByteSource() = default;

  /// The next piece, valid until the next call; empty at the end.
  virtual Result<std::string_view> next() = 0;
};

/// Octets that are consumed piece by piece as they arrive. Used by one thread at a time.
class ByteSink {
 public:
  ByteSink() = default;
  ByteSink(const ByteSink&) = delete;
  ByteSink& operator=(const ByteSink&) = delete;
  virtual ~ByteSink() = default;

  /// Takes all of `octets`, or says why it cannot.
  virtual Result<void> write(std::span<const char> octets) = 0;
};

}  // namespace refd
