#include "smtp/reply.h"

namespace refd::smtp {

Reply::Reply(int number, std::string_view enhanced, std::string text) : code(number), status(enhanced) {
  lines.push_back(std::move(text));
}

std::string Reply::wire() const {
  std::string out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    out.append(std::to_string(code)).append(i + 1 < lines.size() ? "-" : " ");
    if (!status.empty()) out.append(status).append(" ");
    out.append(lines[i]).append("\r\n");
  }
  return out;
}

std::string shown(std::string_view text) {
  constexpr std::size_t limit = 64;
  std::string safe(text.substr(0, limit));
  for (auto& c : safe) {
    if (c < ' ' || c > '~') c = '?';
  }
  return safe;
}

}  // namespace refd::smtp
