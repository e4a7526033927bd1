#include "http/answer.h"

#include <algorithm>
#include <array>
#include <utility>

#include "http/text.h"

namespace refd::http {

namespace {

constexpr auto reasons = std::to_array<std::pair<unsigned, std::string_view>>({
    {200, "OK"},
    {201, "Created"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
});

bool is_clean(std::string_view value) {
  return std::none_of(value.begin(), value.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
  });
}

}  // namespace

std::string_view reason_of(unsigned status) noexcept {
  for (const auto& [number, reason] : reasons) {
    if (number == status) return reason;
  }
  return "Unknown";
}

void AnswerHead::set_reason(std::string_view phrase) {
  if (is_clean(phrase)) reason_ = phrase;
}

void AnswerHead::add(std::string_view name, std::string_view value) {
  if (is_clean(value)) fields_.append(name).append(": ").append(value).append("\r\n");
}

Answer Answer::of_text(unsigned status, std::string_view content_type, std::string text) {
  Answer answer{AnswerHead(status), {}, {}, text.size(), false};
  if (!content_type.empty()) answer.head.add("Content-Type", content_type);
  if (!text.empty()) answer.body.push_back({std::move(text), 0, 0});
  return answer;
}

Answer error_answer(unsigned status) {
  const auto title = std::to_string(status) + " " + std::string(reason_of(status));
  return Answer::of_text(status, "text/html",
                         "<!DOCTYPE html>\n<html><head><title>" + title + "</title></head>\n<body><h1>" +
                             title + "</h1></body></html>\n");
}

Answer redirect_answer(std::string_view location) {
  const auto escaped = html_escaped(location);
  auto answer = Answer::of_text(301, "text/html",
                                "<!DOCTYPE html>\n<html><head><title>301 Moved Permanently</title></head>\n"
                                "<body><p><a href=\"" +
                                    escaped + "\">" + escaped + "</a></p></body></html>\n");
  answer.head.add("Location", location);
  return answer;
}

}  // namespace refd::http
