#include "ftp/command_line.h"

#include <algorithm>

namespace refd {
namespace {

constexpr std::size_t verb_limit = 16;

// How many octets the Telnet command that begins `text` takes; 0 when it is none.
std::size_t telnet_length(std::string_view text) {
  constexpr unsigned char first_function = 240;
  constexpr unsigned char first_negotiation = 251;
  constexpr unsigned char interpret = 255;
  if (static_cast<unsigned char>(text[0]) != interpret) return 0;
  if (text.size() == 1) return 1;
  const auto code = static_cast<unsigned char>(text[1]);
  if (code < first_function || code == interpret) return 0;
  return std::min<std::size_t>(text.size(), code < first_negotiation ? 2 : 3);
}

}  // namespace

std::string without_telnet(std::string_view line) {
  std::string text;
  text.reserve(line.size());
  while (!line.empty()) {
    const auto length = telnet_length(line);
    if (length > 0) {
      line.remove_prefix(length);
      continue;
    }
    text.push_back(line.front());
    line.remove_prefix(line.starts_with("\xFF\xFF") ? 2 : 1);
  }
  return text;
}

CommandLine parse_command(std::string_view line) {
  const auto text = without_telnet(line);
  const auto space = text.find(' ');
  const auto end = std::min({space, text.size(), verb_limit});
  CommandLine command{.verb = capitals(std::string_view(text).substr(0, end)), .argument = {}};
  if (space != std::string::npos) command.argument = text.substr(space + 1);
  return command;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t";
  const auto first = text.find_first_not_of(blank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

std::string capitals(std::string_view text) {
  std::string upper(text);
  for (auto& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return upper;
}

}  // namespace refd
