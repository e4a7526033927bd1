#include "office/mail_text.h"

#include <iconv.h>

#include <algorithm>
#include <cerrno>

#include "accounts/password_hashes.h"
#include "base/percent.h"

namespace refd::office {

namespace {

constexpr unsigned deepest = 5;  // parts in parts

std::string from_base64(std::string_view text) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string octets;
  unsigned bits = 0;
  unsigned held = 0;
  for (const char c : text) {
    const auto value = digits.find(c);
    if (c == '=') break;
    if (value == std::string_view::npos) continue;
    held = (held << 6) | static_cast<unsigned>(value);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    octets += static_cast<char>((held >> bits) & 0xFFU);
  }
  return octets;
}

// RFC 2045 section 6.7; with `in_words` "_" is a blank (RFC 2047 section 4.2).
std::string from_quoted_printable(std::string_view text, bool in_words) {
  const auto digit = [&](std::size_t at) {
    return at < text.size() ? hex_value(text[at]) : -1;
  };
  std::string octets;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (in_words && text[i] == '_') {
      octets += ' ';
    } else if (text[i] == '=' && digit(i + 1) >= 0 && digit(i + 2) >= 0) {
      octets += static_cast<char>(digit(i + 1) * 16 + digit(i + 2));
      i += 2;
    } else if (text.substr(i, 3) == "=\r\n") {
      i += 2;
    } else if (text.substr(i, 2) == "=\n") {
      i += 1;
    } else {
      octets += text[i];
    }
  }
  return octets;
}

class Converter {
 public:
  explicit Converter(const std::string& charset) : handle_(::iconv_open("UTF-8", charset.c_str())) {}
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  ~Converter() {
    if (is_known()) ::iconv_close(handle_);
  }
  bool is_known() const {
    return handle_ != reinterpret_cast<iconv_t>(-1);  // NOLINT: as the manual of iconv_open has it
  }
  std::string convert(std::string from) const {
    std::string to;
    char buffer[4096];
    char* in = from.data();
    std::size_t left = from.size();
    while (left > 0) {
      char* out = buffer;
      std::size_t room = sizeof buffer;
      const auto done = ::iconv(handle_, &in, &left, &out, &room);
      to.append(buffer, sizeof buffer - room);
      if (done != static_cast<std::size_t>(-1)) break;
      if (errno == E2BIG) continue;
      // An octet that means nothing in that set.
      to += '?';
      ++in;
      --left;
    }
    return to;
  }

 private:
  iconv_t handle_;
};

std::string in_utf8(std::string text, std::string_view charset) {
  const auto name = without_case(charset);
  if (name.empty() || name == "utf-8" || name == "us-ascii") return text;
  // What mail programs call so is Microsoft's: with the characters beside the standard's.
  const Converter converter(name == "shift_jis" ? "CP932" : std::string(name.substr(0, 40)));
  return converter.is_known() ? converter.convert(std::move(text)) : text;
}

std::string_view header_of(std::string_view message) {
  for (const std::string_view end : {"\r\n\r\n", "\n\n"}) {
    const auto at = message.find(end);
    if (at != std::string_view::npos) return message.substr(0, at + end.size());
  }
  return message;
}

// A parameter of a Content-Type field.
std::string parameter(std::string_view field, std::string_view name) {
  const auto folded = without_case(field);
  const auto at = folded.find(std::string(name) + "=");
  if (at == std::string::npos) return {};
  auto value = field.substr(at + name.size() + 1);
  if (value.starts_with('"')) {
    value.remove_prefix(1);
    return std::string(value.substr(0, value.find('"')));
  }
  return std::string(value.substr(0, value.find_first_of("; \t\r\n")));
}

std::string text_of_part(std::string_view part, unsigned depth);

// The first of the parts that has a text.
std::string text_among(std::string_view body, const std::string& boundary, unsigned depth) {
  const auto mark = "--" + boundary;
  for (auto at = body.find(mark); at != std::string_view::npos;) {
    const auto begin = body.find('\n', at);
    if (begin == std::string_view::npos || body.substr(at + mark.size()).starts_with("--")) break;
    const auto end = body.find(mark, begin);
    const auto text = text_of_part(
        body.substr(begin + 1, end == std::string_view::npos ? end : end - begin - 1), depth + 1);
    if (!text.empty()) return text;
    at = end;
  }
  return {};
}

std::string text_of_part(std::string_view part, unsigned depth) {
  if (depth > deepest) return {};
  const auto type = mail_field(part, "Content-Type");
  const auto kind = without_case(type);
  const auto body = part.substr(header_of(part).size());
  if (kind.starts_with("multipart/")) {
    const auto boundary = parameter(type, "boundary");
    return boundary.empty() ? std::string() : text_among(body, boundary, depth);
  }
  if (!kind.empty() && !kind.starts_with("text/plain")) return {};
  const auto encoding = without_case(mail_field(part, "Content-Transfer-Encoding"));
  auto text = encoding == "base64"             ? from_base64(body)
              : encoding == "quoted-printable" ? from_quoted_printable(body, false)
                                               : std::string(body);
  text = in_utf8(std::move(text), parameter(type, "charset"));
  std::erase(text, '\r');
  return text;
}

// "=?charset?B?text?=", from its "=?"; how long it is, 0 when it is none.
std::size_t decode_word(std::string_view text, std::string& decoded) {
  const auto charset_end = text.find('?', 2);
  if (charset_end == std::string_view::npos || charset_end + 2 >= text.size() || text[charset_end + 2] != '?')
    return 0;
  const auto end = text.find("?=", charset_end + 3);
  if (end == std::string_view::npos) return 0;
  const auto content = text.substr(charset_end + 3, end - charset_end - 3);
  const char encoding = text[charset_end + 1];
  const bool is_base64 = encoding == 'B' || encoding == 'b';
  decoded += in_utf8(is_base64 ? from_base64(content) : from_quoted_printable(content, true),
                     text.substr(2, charset_end - 2));
  return end + 2;
}

}  // namespace

std::string mail_field(std::string_view message, std::string_view name) {
  auto header = header_of(message);
  const auto wanted = without_case(name) + ":";
  std::string value;
  bool is_inside = false;
  while (!header.empty()) {
    auto line = header.substr(0, header.find('\n'));
    header.remove_prefix(std::min(header.size(), line.size() + 1));
    if (line.ends_with('\r')) line.remove_suffix(1);
    const bool goes_on = line.starts_with(' ') || line.starts_with('\t');
    if (is_inside && !goes_on) break;
    if (is_inside) value += line;
    if (!is_inside && without_case(line.substr(0, wanted.size())) == wanted) {
      is_inside = true;
      value = line.substr(wanted.size());
    }
  }
  const auto first = value.find_first_not_of(" \t");
  if (first == std::string::npos) return {};
  return value.substr(first, value.find_last_not_of(" \t") - first + 1);
}

std::string decoded_words(std::string_view text) {
  std::string decoded;
  while (!text.empty()) {
    const auto at = std::min(text.find("=?"), text.size());
    // Blanks between two encoded words are no text.
    const bool is_gap = at > 0 && text.find_first_not_of(" \t") == at && !decoded.empty();
    if (!is_gap) decoded += text.substr(0, at);
    text.remove_prefix(at);
    if (text.empty()) break;
    const auto length = decode_word(text, decoded);
    if (length == 0) decoded += text.substr(0, 2);
    text.remove_prefix(length == 0 ? 2 : length);
  }
  return decoded;
}

std::string mail_text(std::string_view message) {
  return text_of_part(message, 0);
}

}  // namespace refd::office
