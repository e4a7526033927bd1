#include "ftp/ftp_reply.h"

#include <algorithm>

namespace refd {
namespace {

constexpr int directory_name = 257;  // RFC 959 appendix II: programs read the name in it, octet by octet

// Replies repeat what they were asked for, and people read them at terminals, which obey control characters.
std::string shown(int code, std::string text) {
  if (code == directory_name) return text;
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; },
      '?');
  return text;
}

}  // namespace

std::string FtpReply::wire() const {
  if (code == 0) return {};
  const auto number = std::to_string(code);
  if (body.empty() && !in_lines) return number + " " + shown(code, text) + "\r\n";
  std::string out = number + "-" + shown(code, text) + "\r\n";
  for (const auto& line : body) out.append(" ").append(line).append("\r\n");
  return out + number + " " + foot + "\r\n";
}

std::string quoted(std::string_view path) {
  std::string out = "\"";
  for (const char c : path) out.append(c == '"' ? 2 : 1, c);
  return out + "\"";
}

}  // namespace refd
