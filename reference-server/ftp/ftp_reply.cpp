#include "ftp/ftp_reply.h"

namespace refd {

std::string FtpReply::wire() const {
  if (code == 0) return {};
  const auto number = std::to_string(code);
  if (body.empty() && !in_lines) return number + " " + text + "\r\n";
  std::string out = number + "-" + text + "\r\n";
  for (const auto& line : body) out.append(" ").append(line).append("\r\n");
  return out + number + " " + foot + "\r\n";
}

std::string quoted(std::string_view path) {
  std::string out = "\"";
  for (const char c : path) out.append(c == '"' ? 2 : 1, c);
  return out + "\"";
}

}  // namespace refd
