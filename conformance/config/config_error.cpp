#include "config/config_error.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

#include <fmt/format.h>

namespace cts {

// A message repeats what stands in the file, escapes understood: a terminal is to show it, not to obey it.
std::string ConfigError::text() const {
  std::string shown = message;
  std::replace_if(
      shown.begin(), shown.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; },
      '?');
  if (line == 0) return fmt::format("{}: {}", file, shown);
  return fmt::format("{}:{}:{}: {}", file, line, column, shown);
}

std::string text_of(const ConfigErrors& errors) {
  std::string all;
  for (const ConfigError& error : errors) all += error.text() + "\n";
  return all;
}

Checked<std::string> read_text_file(const std::string& file, std::size_t most) {
  const auto failed = [&file](std::string why) {
    return Checked<std::string>{std::nullopt, {{file, 0, 0, std::move(why)}}};
  };
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  if (!in) return failed("cannot be read: " + std::generic_category().message(errno != 0 ? errno : ENOENT));
  std::string text;
  char block[16 * 1024];
  while (in.read(block, sizeof block), in.gcount() > 0) {
    text.append(block, static_cast<std::size_t>(in.gcount()));
    if (text.size() > most) return failed(fmt::format("is larger than {} octets", most));
  }
  if (in.bad()) return failed("cannot be read: it is a directory, or the disk failed");
  return {std::move(text), {}};
}

}  // namespace cts
