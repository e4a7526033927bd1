#include "client/http_exchange.h"

#include <strings.h>

#include <algorithm>
#include <cerrno>

namespace cts {

bool same_header_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() && ::strncasecmp(a.data(), b.data(), a.size()) == 0;
}

void HttpExchange::attach(CURL* easy) {
  set_option(easy, CURLOPT_HEADERFUNCTION, &HttpExchange::on_header);
  set_option(easy, CURLOPT_HEADERDATA, this);
  set_option(easy, CURLOPT_WRITEFUNCTION, &HttpExchange::on_body);
  set_option(easy, CURLOPT_WRITEDATA, this);
  set_option(easy, CURLOPT_VERBOSE, 1L);
  set_option(easy, CURLOPT_DEBUGFUNCTION, &HttpExchange::on_debug);
  set_option(easy, CURLOPT_DEBUGDATA, this);
}

void HttpExchange::take_header_line(std::string_view line) {
  if (line.starts_with("HTTP/")) {
    // A further head after a 1xx.
    reply_.headers.clear();
    head_.clear();
    head_done_ = false;
    const std::size_t code = line.find(' ');
    const std::size_t text = code == std::string_view::npos ? code : line.find(' ', code + 1);
    reply_.reason = text == std::string_view::npos ? "" : std::string(line.substr(text + 1));
    while (reply_.reason.ends_with('\n') || reply_.reason.ends_with('\r')) reply_.reason.pop_back();
    is_final_ = code != std::string_view::npos && line.substr(code + 1, 1) != "1";
  }
  head_ += line;
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  if (line.empty()) {
    head_done_ = is_final_;
    transcript_.received(channel_, head_);
    head_.clear();
    return;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return;
  std::string_view value = line.substr(colon + 1);
  while (value.starts_with(' ') || value.starts_with('\t')) value.remove_prefix(1);
  while (value.ends_with(' ') || value.ends_with('\t')) value.remove_suffix(1);
  reply_.headers.emplace_back(line.substr(0, colon), value);
}

std::size_t HttpExchange::on_header(char* data, std::size_t size, std::size_t count, void* self) {
  auto& exchange = *static_cast<HttpExchange*>(self);
  exchange.head_octets_ += size * count;
  if (exchange.head_octets_ > head_limit) return 0;
  exchange.take_header_line({data, size * count});
  return size * count;
}

std::size_t HttpExchange::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  auto& exchange = *static_cast<HttpExchange*>(self);
  const std::size_t octets = size * count;
  const std::size_t taken = std::min(octets, exchange.take_at_most_ - exchange.reply_.body.size());
  exchange.reply_.body.append(data, taken);
  exchange.too_much_ = taken < octets;
  return taken;
}

int HttpExchange::on_debug(CURL*, curl_infotype type, char* data, std::size_t size, void* self) {
  auto& exchange = *static_cast<HttpExchange*>(self);
  if (type != CURLINFO_HEADER_OUT) return 0;
  exchange.transcript_.sent(exchange.channel_, {data, size});
  exchange.sent_at_ = std::chrono::steady_clock::now();
  return 0;
}

std::string HttpExchange::cut_off(CURL* easy) const {
  curl_off_t expected = -1;
  curl_easy_getinfo(easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &expected);
  std::string text = "cut off after " + std::to_string(reply_.body.size());
  if (expected >= 0) text += " of " + std::to_string(expected);
  return text + " octets";
}

std::string HttpExchange::problem_of(CURLcode code, CURL* easy, const char* detail) const {
  if (head_octets_ > head_limit) return "a head of more than " + std::to_string(head_limit) + " octets";
  if (too_much_) return "more than " + std::to_string(take_at_most_) + " octets";
  long system_error = 0;
  switch (code) {
    case CURLE_OK:
      return head_done_ ? "" : "no complete answer";
    case CURLE_COULDNT_CONNECT:
      curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &system_error);
      return system_error == ECONNREFUSED ? "connection refused" : detail;
    case CURLE_PARTIAL_FILE:
      return cut_off(easy);
    case CURLE_GOT_NOTHING:
      return "closed by the target without an answer";
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
      return "the answer is not HTTP/1";
    case CURLE_RECV_ERROR:
      return head_done_ ? cut_off(easy) : "connection reset by the target";
    case CURLE_SEND_ERROR:
      return "the target took no request";
    default:
      return *detail != '\0' ? detail : curl_easy_strerror(code);
  }
}

HttpReply HttpExchange::finish(CURL* easy, CURLcode code, const std::string& problem, const char* detail) {
  reply_.problem = problem.empty() ? problem_of(code, easy, detail) : problem;
  long status = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  // The code of a 1xx is not an answer.
  reply_.status = head_done_ && status >= 200 ? static_cast<int>(status) : 0;
  if (!head_.empty()) transcript_.received(channel_, head_);
  transcript_.received(channel_, reply_.body);
  if (!reply_.problem.empty()) transcript_.note(channel_, reply_.problem);
  return std::move(reply_);
}

}  // namespace cts
