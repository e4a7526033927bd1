#include "http/answer_writer.h"

#include <charconv>
#include <iterator>

#include "http/http_date.h"

namespace refd::http {

namespace {

void append_number(std::uint64_t value, int base, std::string& out) {
  char digits[24];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), value, base).ptr;
  out.append(digits, static_cast<std::size_t>(end - digits));
}

}  // namespace

void append_head(const AnswerHead& head, const HeadLines& lines, std::string& out) {
  out.append("HTTP/1.1 ");
  append_number(head.status, 10, out);
  out.append(" ").append(head.reason());
  out.append("\r\nDate: ").append(http_date(lines.now));
  out.append("\r\nServer: hosting-refd\r\n").append(head.fields());
  if (lines.framing == Framing::chunks) {
    out.append("Transfer-Encoding: chunked\r\n");
  } else if (lines.framing == Framing::length && !never_has_body(head.status)) {
    out.append("Content-Length: ");
    append_number(lines.length, 10, out);
    out.append("\r\n");
  }
  if (lines.close) {
    out.append("Connection: close\r\n");
  } else if (!lines.is_http_1_1) {
    out.append("Connection: keep-alive\r\n");
  }
  out.append("\r\n");
}

void append_chunk(std::string_view octets, std::string& out) {
  if (octets.empty()) return;
  append_number(octets.size(), 16, out);
  out.append("\r\n").append(octets).append("\r\n");
}

}  // namespace refd::http
