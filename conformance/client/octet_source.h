#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace cts {

/// Octets that are made piece by piece, the same each time: for who sends or compares more of them than is to
/// be held. A resource, read once; one thread.
class OctetSource {
 public:
  OctetSource() = default;
  OctetSource(const OctetSource&) = delete;
  OctetSource& operator=(const OctetSource&) = delete;
  virtual ~OctetSource() = default;

  /// How many there are in all.
  virtual std::uint64_t size() const = 0;
  /// The next of them, valid until the next call; empty from then on when there are no more.
  virtual std::string_view next() = 0;
};

/// What is left of a source, for who can hold it.
inline std::string held(OctetSource& source) {
  std::string octets;
  octets.reserve(static_cast<std::size_t>(source.size()));
  for (std::string_view piece = source.next(); !piece.empty(); piece = source.next()) octets += piece;
  return octets;
}

/// Begins to make them anew.
using MakeOctets = std::function<std::unique_ptr<OctetSource>()>;

}  // namespace cts
