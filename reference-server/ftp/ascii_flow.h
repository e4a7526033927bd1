#pragma once

#include <string>
#include <vector>

#include "base/byte_flow.h"
#include "base/unique_fd.h"

namespace refd {

/// A file read for TYPE A: each LF that no CR precedes becomes CRLF (RFC 959 section 3.1.1.1).
class AsciiFileSource final : public ByteSource {
 public:
  explicit AsciiFileSource(UniqueFd file);
  Result<std::string_view> next() override;

 private:
  UniqueFd file_;
  std::vector<char> raw_;
  std::string translated_;
  bool after_cr_ = false;
};

/// TYPE A on the way in: CRLF becomes LF; a CR that stands alone stays. finish() after the last write.
class AsciiSink final : public ByteSink {
 public:
  /// `target` outlives it.
  explicit AsciiSink(ByteSink& target) : target_(target) {}
  Result<void> write(std::span<const char> octets) override;
  /// Hands on a CR that was the last octet.
  Result<void> finish();

 private:
  ByteSink& target_;
  std::string translated_;
  bool held_cr_ = false;
};

}  // namespace refd
