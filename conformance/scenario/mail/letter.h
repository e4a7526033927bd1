#pragma once

#include <string>
#include <string_view>

namespace cts {

/// A message as a customer's program hands it over. A value.
struct Letter {
  std::string mark;    ///< occurs in its header and in no other message
  std::string octets;  ///< header and body, lines with CR LF
};

/// What a letter is written of.
struct LetterText {
  std::string from;
  std::string to;
  std::string subject = "Conformance";  ///< as it stands in the header
  std::string body = "Hello.\r\n";      ///< octets, lines with CR LF
  /// Further header fields, each with CR LF: what the body is.
  std::string fields = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n";
};
Letter write_letter(std::string_view mark, const LetterText& text);

/// In Japanese, as programs of the manual's time wrote it: the subject in encoded words and the body in
/// ISO-2022-JP, seven bits.
Letter write_japanese_letter(std::string_view mark, const std::string& from, const std::string& to);
/// In Japanese, as programs of today do: UTF-8, the body as it is, in eight bits.
Letter write_utf8_letter(std::string_view mark, const std::string& from, const std::string& to);
/// The same in base64.
Letter write_encoded_letter(std::string_view mark, const std::string& from, const std::string& to);

/// Base64 in lines of 76 characters, each with CR LF.
std::string base64_lines(std::string_view octets);
/// The octets of base64 in lines, which comes in pieces of any size; what is no character of it is passed
/// over (RFC 2045 §6.8).
class Base64Reader {
 public:
  /// Appends to `out` what the next piece gives.
  void add(std::string_view piece, std::string& out);

 private:
  unsigned bits_ = 0;
  unsigned count_ = 0;
};
std::string from_base64(std::string_view text);

}  // namespace cts
