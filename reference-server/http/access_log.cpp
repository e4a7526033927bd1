#include "http/access_log.h"

#include "http/http_date.h"

namespace refd::http {

namespace {

// The letter after the backslash for the control characters that have one; 0 for the others.
char short_escape(char c) {
  switch (c) {
    case '\b':
      return 'b';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    case '\v':
      return 'v';
    case '"':
    case '\\':
      return c;
    default:
      return 0;
  }
}

void append_quoted(std::string_view text, std::string& out) {
  constexpr std::string_view digits = "0123456789abcdef";
  out += '"';
  if (text.empty()) out += '-';
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (const char letter = short_escape(c)) {
      out += '\\';
      out += letter;
    } else if (octet < 0x20 || octet >= 0x7f) {
      out += "\\x";
      out += digits[octet >> 4U];
      out += digits[octet & 15U];
    } else {
      out += c;
    }
  }
  out += '"';
}

}  // namespace

void append_combined_line(const Access& access, std::string& out) {
  out.append(access.visitor_address).append(" - - [");
  append_log_time(access.time, out);
  out += "] ";
  append_quoted(access.request_line, out);
  out.append(" ").append(std::to_string(access.status)).append(" ");
  out.append(access.body_octets == 0 ? "-" : std::to_string(access.body_octets)).append(" ");
  append_quoted(access.referer, out);
  out += ' ';
  append_quoted(access.user_agent, out);
  out += '\n';
}

}  // namespace refd::http
