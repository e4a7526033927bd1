#include "draft/toml_text.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "reports/text/safe_text.h"

namespace cts {
namespace {

constexpr std::size_t widest = 110;
constexpr std::size_t longest_told = 160;

}  // namespace

std::string toml_string(std::string_view bytes) {
  std::string text = "\"";
  for (const char c : reports::valid_utf8(bytes)) {
    const auto octet = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      text += fmt::format("\\{}", c);
    else if (octet < 0x20 || octet == 0x7F)
      text += fmt::format("\\u{:04x}", octet);
    else
      text += c;
  }
  return text + "\"";
}

std::string told(std::string_view bytes) {
  return "\"" + reports::beginning(reports::printable(bytes, reports::Lines::join), longest_told) + "\"";
}

std::string toml_size(std::uint64_t octets) {
  struct Unit {
    std::uint64_t octets;
    std::string_view name;
  };
  constexpr std::array units{Unit{1'000'000'000, "GB"}, Unit{1'000'000, "MB"}, Unit{1'000, "kB"}};
  for (const Unit& unit : units) {
    if (octets >= unit.octets && octets % unit.octets == 0)
      return toml_string(fmt::format("{} {}", octets / unit.octets, unit.name));
  }
  return std::to_string(octets);
}

TomlText& TomlText::comment(std::string_view text) {
  std::string_view rest = text;
  while (!rest.empty()) {
    std::size_t end = rest.size();
    if (end > widest - 2) {
      end = rest.rfind(' ', widest - 2);
      if (end == std::string_view::npos || end == 0) end = std::min(rest.find(' ', 1), rest.size());
    }
    content_ += fmt::format("# {}\n", rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return *this;
}

TomlText& TomlText::line(std::string_view text) {
  content_ += text;
  content_ += '\n';
  return *this;
}

TomlText& TomlText::key(std::string_view name, std::string_view value) {
  return line(fmt::format("{} = {}", name, value));
}

TomlText& TomlText::key_to_fill_in(std::string_view name, std::string_view value) {
  return line(fmt::format("# {} = {}", name, value));
}

}  // namespace cts
