#pragma once

#include <curl/curl.h>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

#include "client/http_client.h"
#include "client/socket.h"
#include "client/transcript.h"

namespace cts {

/// What is sent and what arrives during one request of an HttpClient: libcurl's callbacks write here.
class HttpExchange {
 public:
  static constexpr std::size_t head_limit = 256u << 10;

  HttpExchange(Transcript& transcript, std::string channel, std::size_t take_at_most)
      : transcript_(transcript), channel_(std::move(channel)), take_at_most_(take_at_most) {}
  HttpExchange(const HttpExchange&) = delete;
  HttpExchange& operator=(const HttpExchange&) = delete;
  ~HttpExchange() = default;

  /// Sets the callbacks of `easy`. The exchange outlives the transfer.
  void attach(CURL* easy);

  /// The head of the answer (not of a 1xx) is complete.
  bool head_done() const noexcept { return head_done_; }
  /// When the request's head went out; `no_wait` as long as it did not.
  Deadline sent_at() const noexcept { return sent_at_; }
  std::size_t body_octets() const noexcept { return reply_.body.size(); }

  /// What became of it. `problem`: why it was given up, or empty; `detail`: libcurl's own words. Once.
  HttpReply finish(CURL* easy, CURLcode code, const std::string& problem, const char* detail);

 private:
  void take_header_line(std::string_view line);
  std::string problem_of(CURLcode code, CURL* easy, const char* detail) const;
  std::string cut_off(CURL* easy) const;
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
  static int on_debug(CURL* easy, curl_infotype type, char* data, std::size_t size, void* self);

  Transcript& transcript_;
  std::string channel_;
  std::size_t take_at_most_;
  HttpReply reply_;
  std::string head_;  // of the present answer, status line included
  std::size_t head_octets_ = 0;
  bool is_final_ = false;  // the present head is not that of a 1xx
  bool head_done_ = false;
  bool too_much_ = false;
  Deadline sent_at_{};
};

/// Sets one option; throws when libcurl does not know it.
template <class Value>
void set_option(CURL* easy, CURLoption option, Value value) {
  const CURLcode code = curl_easy_setopt(easy, option, value);
  if (code != CURLE_OK) throw std::runtime_error(std::string("libcurl: ") + curl_easy_strerror(code));
}

/// Names of headers are the same in upper and lower case.
bool same_header_name(std::string_view a, std::string_view b);

}  // namespace cts
