#include "survey/readings.h"

#include <arpa/inet.h>

#include <array>
#include <charconv>
#include <ctime>

#include "client/small_letters.h"

namespace cts {

std::optional<std::chrono::sys_seconds> moment_of_http_date(std::string_view text) {
  constexpr std::size_t exact_length = 29;
  if (text.size() != exact_length || !text.ends_with(" GMT")) return std::nullopt;
  std::tm parts{};
  const std::string copy(text);
  const char* const end = ::strptime(copy.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  if (end == nullptr || *end != '\0') return std::nullopt;
  return std::chrono::sys_seconds(std::chrono::seconds(::timegm(&parts)));
}

std::uint64_t size_of_parameter(std::string_view text) {
  std::uint64_t octets = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), octets);
  constexpr std::uint64_t most = 1ull << 50;
  const bool sound = error == std::errc() && end == text.data() + text.size() && octets <= most;
  return sound ? octets : 0;
}

bool is_phpmyadmin(const HttpReply& reply) {
  if (reply.status == 0 || reply.status == 404) return false;
  const auto names_it = [](std::string_view text) {
    return in_small_letters(text).find("phpmyadmin") != std::string::npos;
  };
  for (const auto& [name, value] : reply.headers) {
    const std::string small = in_small_letters(name);
    if (small == "set-cookie" && names_it(value)) return true;
    if (small == "www-authenticate" && reply.status == 401 && names_it(value)) return true;
  }
  return reply.status == 200 && names_it(reply.body);
}

bool is_private_address(const std::string& address) {
  in_addr four{};
  if (::inet_pton(AF_INET, address.c_str(), &four) == 1) {
    const std::uint32_t value = ntohl(four.s_addr);
    struct Network {
      std::uint32_t prefix;
      unsigned bits;
    };
    constexpr std::array networks{Network{0x0A00'0000, 8},  Network{0xAC10'0000, 12},
                                  Network{0xC0A8'0000, 16}, Network{0x6440'0000, 10},
                                  Network{0x7F00'0000, 8},  Network{0xA9FE'0000, 16}};
    for (const Network& network : networks) {
      if (value >> (32 - network.bits) == network.prefix >> (32 - network.bits)) return true;
    }
    return false;
  }
  in6_addr six{};
  if (::inet_pton(AF_INET6, address.c_str(), &six) != 1) return false;
  return IN6_IS_ADDR_LOOPBACK(&six) || IN6_IS_ADDR_LINKLOCAL(&six) || (six.s6_addr[0] & 0xFE) == 0xFC;
}

}  // namespace cts
