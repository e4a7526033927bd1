#pragma once

#include <string>

#include "cgi/script_exchange.h"

namespace refd::cgi {

/// Passes on what a script prints as the whole answer (RFC 3875 section 5): octets as they come. The first
/// line is looked at for the status that the access log is to name.
class NphRelay final : public PrintedOctets {
 public:
  explicit NphRelay(http::AnswerSink& answer) : answer_(answer) {}

  boost::asio::awaitable<Result<void>> take(std::string_view octets) override;
  /// Passes on what was kept for the sake of the first line.
  boost::asio::awaitable<Result<void>> flush();
  bool has_begun() const noexcept { return has_begun_; }

 private:
  boost::asio::awaitable<Result<void>> begin();

  http::AnswerSink& answer_;
  std::string first_line_;
  bool has_begun_ = false;
};

}  // namespace refd::cgi
