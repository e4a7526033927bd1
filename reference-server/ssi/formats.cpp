#include "ssi/formats.h"

#include <array>
#include <ctime>
#include <string_view>

#include <fmt/format.h>

namespace refd::ssi {

namespace {

// strftime() would take "%s" for the machine's own zone.
std::string with_seconds_filled_in(const std::string& format, std::time_t seconds) {
  std::string out;
  out.reserve(format.size());
  for (std::size_t i = 0; i < format.size(); ++i) {
    const bool is_escape = format[i] == '%' && i + 1 < format.size();
    if (is_escape && format[i + 1] == 's') {
      out.append(std::to_string(seconds));
      ++i;
    } else {
      out.push_back(format[i]);
      if (is_escape) out.push_back(format[++i]);
    }
  }
  return out;
}

}  // namespace

std::string formatted_time(std::chrono::system_clock::time_point time, const std::string& format, Zone zone) {
  constexpr std::time_t japan_offset = 32'400;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  const auto local = static_cast<std::time_t>(seconds) + (zone == Zone::japan ? japan_offset : 0);
  std::tm parts{};
  ::gmtime_r(&local, &parts);
  parts.tm_gmtoff = zone == Zone::japan ? japan_offset : 0;
  parts.tm_zone = zone == Zone::japan ? "JST" : "GMT";
  std::array<char, 8192> text{};
  const auto length =
      std::strftime(text.data(), text.size(), with_seconds_filled_in(format, seconds).c_str(), &parts);
  return {text.data(), length};
}

std::string abbreviated_size(std::uint64_t octets) {
  if (octets < 973) return fmt::format("{:3} ", octets);
  constexpr std::string_view units = "KMGTPE";
  std::uint64_t whole = octets;
  std::uint64_t rest = 0;
  std::size_t unit = 0;
  for (;; ++unit) {
    rest = whole & 1023U;
    whole >>= 10U;
    if (whole < 973) break;
  }
  if (whole > 9 || (whole == 9 && rest >= 973)) {
    return fmt::format("{:3}{}", whole + (rest >= 512 ? 1 : 0), units[unit]);
  }
  const auto tenths = (rest * 5 + 256) / 512;
  return fmt::format("{}.{}{}", whole + tenths / 10, tenths % 10, units[unit]);
}

std::string size_in_octets(std::uint64_t octets) {
  auto digits = std::to_string(octets);
  for (auto place = static_cast<std::ptrdiff_t>(digits.size()) - 3; place > 0; place -= 3)
    digits.insert(static_cast<std::size_t>(place), 1, ',');
  return digits;
}

}  // namespace refd::ssi
