#include "http/answer.h"

#include <algorithm>

#include "http/text.h"

namespace refd::http {

std::string_view reason_of(unsigned status) noexcept {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 411:
      return "Length Required";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 416:
      return "Range Not Satisfiable";
    case 417:
      return "Expectation Failed";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Unknown";
  }
}

void AnswerHead::add(std::string_view name, std::string_view value) {
  const bool is_clean = std::none_of(value.begin(), value.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
  });
  if (is_clean) fields_.append(name).append(": ").append(value).append("\r\n");
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
