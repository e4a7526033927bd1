#pragma once

#include <deque>
#include <string>

#include <boost/asio/error.hpp>

#include "net/line_stream.h"

namespace refd::net {

/// The twin for tests: the peer says what the script holds, piece by piece, then closes; what is written to
/// it is kept. Waits for nothing.
class ScriptedLineStream final : public LineStream {
 public:
  explicit ScriptedLineStream(std::deque<std::string> pieces) : pieces_(std::move(pieces)) {}

  /// Everything that was written so far.
  const std::string& written() const { return written_; }
  bool closed() const { return closed_; }
  /// Error that reads give after the last piece; eof unless set.
  void end_with(boost::system::error_code error) { end_ = error; }

  boost::asio::awaitable<Result<void>> write(std::string_view octets, Deadline) override {
    written_ += octets;
    co_return Result<void>();
  }
  void close() override { closed_ = true; }

 protected:
  boost::asio::awaitable<Result<std::size_t>> read_some(std::span<char> space, Deadline) override {
    if (pieces_.empty()) co_return end_;
    auto& piece = pieces_.front();
    const auto count = piece.copy(space.data(), space.size());
    piece.erase(0, count);
    if (piece.empty()) pieces_.pop_front();
    co_return count;
  }

 private:
  std::deque<std::string> pieces_;
  std::string written_;
  boost::system::error_code end_ = boost::asio::error::eof;
  bool closed_ = false;
};

}  // namespace refd::net
