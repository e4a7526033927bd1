#include "scenario/mail/letter.h"

#include "client/masking.h"

namespace cts {
namespace {

// "日本語のメール" and a sentence of every kind of character, in ISO-2022-JP: between the escape sequences
// two octets a character, seven bits each.
constexpr std::string_view subject_in_jis = "\x1b$BF|K\\8l$N%a!<%k\x1b(B";
constexpr std::string_view body_in_jis =
    "\x1b$B$3$s$K$A$O!#\x1b(B ASCII \x1b$B$H4A;z!\"\x1b(B\r\n\x1b$B%+%?%+%J\x1b(B.\r\n";

constexpr std::string_view body_in_utf8 = "こんにちは。ASCII と漢字、\r\nカタカナ、ﾊﾝｶｸ、é ü ß.\r\n";

// The value of a base64 character; -1: it is none.
int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

}  // namespace

Letter write_letter(std::string_view mark, const LetterText& text) {
  Letter letter{.mark = std::string(mark)};
  letter.octets = "From: <" + text.from + ">\r\nTo: <" + text.to + ">\r\nSubject: " + text.subject +
                  "\r\nDate: Mon, 23 Nov 2026 10:00:00 +0900\r\nMessage-ID: <" + letter.mark +
                  "@client.test>\r\n" + text.fields + "\r\n" + text.body;
  return letter;
}

Letter write_japanese_letter(std::string_view mark, const std::string& from, const std::string& to) {
  return write_letter(mark,
                      {.from = from,
                       .to = to,
                       .subject = "=?ISO-2022-JP?B?" + base64(subject_in_jis) + "?=",
                       .body = std::string(body_in_jis),
                       .fields = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=ISO-2022-JP\r\n"
                                 "Content-Transfer-Encoding: 7bit\r\n"});
}

Letter write_utf8_letter(std::string_view mark, const std::string& from, const std::string& to) {
  return write_letter(mark, {.from = from,
                             .to = to,
                             .subject = "=?UTF-8?B?" + base64("日本語のメール") + "?=",
                             .body = std::string(body_in_utf8),
                             .fields = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n"
                                       "Content-Transfer-Encoding: 8bit\r\n"});
}

Letter write_encoded_letter(std::string_view mark, const std::string& from, const std::string& to) {
  return write_letter(mark, {.from = from,
                             .to = to,
                             .subject = "=?UTF-8?B?" + base64("日本語のメール") + "?=",
                             .body = base64_lines(body_in_utf8),
                             .fields = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n"
                                       "Content-Transfer-Encoding: base64\r\n"});
}

std::string base64_lines(std::string_view octets) {
  constexpr std::size_t octets_a_line = 57;
  constexpr std::size_t line_octets = 78;
  std::string out;
  out.reserve(octets.size() / octets_a_line * line_octets + 2 * line_octets);
  for (std::size_t at = 0; at < octets.size(); at += octets_a_line)
    out += base64(octets.substr(at, octets_a_line)) + "\r\n";
  return out;
}

void Base64Reader::add(std::string_view piece, std::string& out) {
  for (const char c : piece) {
    const int value = base64_value(c);
    if (value < 0) continue;
    bits_ = (bits_ << 6 | static_cast<unsigned>(value)) & 0xFFFFu;
    count_ += 6;
    if (count_ < 8) continue;
    count_ -= 8;
    out += static_cast<char>(bits_ >> count_ & 0xFFu);
  }
}

std::string from_base64(std::string_view text) {
  std::string out;
  out.reserve(text.size() / 4 * 3);
  Base64Reader().add(text, out);
  return out;
}

}  // namespace cts
