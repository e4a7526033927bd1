#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/unique_fd.h"
#include "http/content_handler.h"

namespace refd::cgi {

/// A body whose length nobody told, kept in a file without a name until it is known: programs want to know it
/// before they read (RFC 3875 section 4.1.2).
class SpooledBody final : public http::BodySource {
 public:
  /// Reads all of `body` into a file below `directory`. EMSGSIZE when it is more than `most_octets`; the
  /// disk's or the visitor's failure otherwise.
  static boost::asio::awaitable<Result<std::unique_ptr<SpooledBody>>> read(http::BodySource& body,
                                                                           const std::string& directory,
                                                                           std::uint64_t most_octets);

  explicit SpooledBody(UniqueFd file) : file_(std::move(file)) {}

  std::uint64_t octets() const noexcept { return octets_; }
  boost::asio::awaitable<Result<std::string_view>> next() override;

 private:
  Result<void> append(std::string_view octets);

  UniqueFd file_;
  std::uint64_t octets_ = 0;
  std::uint64_t given_ = 0;
  std::string piece_;
};

}  // namespace refd::cgi
