#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "http/answer.h"

namespace refd::http {

/// How the receiver can tell where a body ends.
enum class Framing { length, chunks, end_of_connection, no_body };

/// Status line, fields and the empty line, appended to `out`. Date and Server are added, the framing fields
/// by `framing` with `length`; Connection when `close`, or when the peer of HTTP/1.0 asked to keep it open.
struct HeadLines {
  Clock::time_point now;
  Framing framing = Framing::length;
  std::uint64_t length = 0;
  bool close = false;
  bool is_http_1_1 = true;
};
void append_head(const AnswerHead& head, const HeadLines& lines, std::string& out);

/// One chunk of a chunked body; nothing for an empty one, which would end the body.
void append_chunk(std::string_view octets, std::string& out);
inline constexpr std::string_view last_chunk = "0\r\n\r\n";

/// Whether an answer of that status never has a body (RFC 9110 section 6.4.1).
constexpr bool never_has_body(unsigned status) noexcept {
  return status < 200 || status == 204 || status == 304;
}

}  // namespace refd::http
