#include "cgi/nph_relay.h"

#include <algorithm>
#include <charconv>

namespace refd::cgi {

namespace asio = boost::asio;

namespace {

constexpr std::size_t longest_first_line = 1024;

// "HTTP/1.0 404 Not Found"; 200 for anything else, as nobody can tell.
unsigned status_in(std::string_view line) {
  const auto blank = line.find(' ');
  if (!line.starts_with("HTTP/") || blank == std::string_view::npos) return 200;
  const auto digits = line.substr(blank + 1, 3);
  unsigned status = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), status);
  return status >= 100 ? status : 200;
}

}  // namespace

asio::awaitable<Result<void>> NphRelay::begin() {
  has_begun_ = true;
  if (const auto begun = co_await answer_.begin_unparsed(status_in(first_line_)); !begun) {
    // Inside another answer there is no place for a whole one.
    co_return system_error(EBADMSG);
  }
  co_return co_await answer_.write(first_line_);
}

asio::awaitable<Result<void>> NphRelay::take(std::string_view octets) {
  if (has_begun_) co_return co_await answer_.write(octets);
  first_line_ += octets;
  if (first_line_.find('\n') == std::string::npos && first_line_.size() < longest_first_line)
    co_return Result<void>();
  co_return co_await begin();
}

asio::awaitable<Result<void>> NphRelay::flush() {
  if (has_begun_ || first_line_.empty()) co_return Result<void>();
  co_return co_await begin();
}

}  // namespace refd::cgi
