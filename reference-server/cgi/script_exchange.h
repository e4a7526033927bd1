#pragma once

#include <cstdint>

#include <boost/asio/awaitable.hpp>

#include "base/result.h"
#include "cgi/script_process.h"
#include "http/content_handler.h"
#include "policy/cgi_policy.h"

namespace refd::cgi {

/// Who takes what a script prints. As ReplyRelay::take().
class PrintedOctets {
 public:
  PrintedOctets() = default;
  PrintedOctets(const PrintedOctets&) = delete;
  PrintedOctets& operator=(const PrintedOctets&) = delete;
  virtual ~PrintedOctets() = default;

  virtual boost::asio::awaitable<Result<void>> take(std::string_view octets) = 0;
};

/// Why an exchange with a script is over.
enum class ExchangeEnd {
  finished,       ///< it has printed all
  stopped,        ///< it was stopped by others: its time was up, the server ends
  reply_refused,  ///< what it prints is of no use
  too_much_output,
  visitor_gone,
  body_too_large,   ///< the visitor's
  body_is_unclear,  ///< where the visitor's body ends, as with a broken chunk
};

/// Gives `process` the visitor's body and `taker` what the process prints, both at once, each no faster than
/// the other end takes it, until one of them is over. Then the process is left alone if it has printed all,
/// else stopped. `most_octets`: of its output.
boost::asio::awaitable<ExchangeEnd> exchange_with(ScriptProcess& process, http::BodySource& body,
                                                  http::AnswerSink& answer, PrintedOctets& taker,
                                                  const CgiPolicy& policy, std::uint64_t most_octets);

}  // namespace refd::cgi
