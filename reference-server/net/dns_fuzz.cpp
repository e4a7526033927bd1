#include <ares.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>

#include "fuzzing/target.h"
#include "net/dns_answers.h"
#include "net/net_fuzz.h"

namespace refd::net {
namespace {

using fuzzing::require;
using fuzzing::require_same;

std::span<const unsigned char> answer_in(std::string_view octets) {
  return {reinterpret_cast<const unsigned char*>(octets.data()), octets.size()};
}

const BinaryAddress& asked_about() {
  static const auto address = *BinaryAddress::parse("192.0.2.7");
  return address;
}

void require_name(const std::string& name) {
  require(!name.empty() && name.size() <= 253, "a host's name is not too long", name);
  require(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-._") == std::string::npos,
          "a host's name is of plain characters", name);
  require(!BinaryAddress::parse(name), "a host's name is no address", name);
  require(host_name(name.c_str()) == name, "a host's name stays", name);
}

// What every answer begins with: a question as it is sent, for inputs that are texts.
std::string answered(std::string_view text, unsigned char type) {
  std::string octets("\x12\x34\x81\x80\0\1\0\1\0\0\0\0", 12);
  octets += std::string("\1a\7example\0\0", 11) + static_cast<char>(type) + std::string("\0\1", 2);
  octets += std::string("\xc0\x0c\0", 3) + static_cast<char>(type) + std::string("\0\1\0\0\0\x3c", 6);
  std::string data = type == 15 ? std::string("\0\x0a", 2) : std::string();
  for (auto rest = text.substr(0, 250); !rest.empty();) {
    const auto label = rest.substr(0, std::min<std::size_t>(rest.find('.'), 63));
    rest.remove_prefix(std::min(rest.size(), label.size() + 1));
    if (label.empty()) continue;
    data += static_cast<char>(label.size());
    data += label;
  }
  data += '\0';
  octets += static_cast<char>(data.size() >> 8U);
  octets += static_cast<char>(data.size() & 255U);
  return octets + data;
}

void require_names(std::string_view octets) {
  const auto told = names_told(answer_in(octets), asked_about());
  require(told.names.size() <= most_names, "not too many names are looked at");
  require(told.status == ARES_SUCCESS || told.names.empty(), "what is no answer tells no names");
  require(told.all || told.names.size() == most_names, "names are left out when there are too many");
  for (const auto& name : told.names) {
    require_name(name);
    require(std::count(told.names.begin(), told.names.end(), name) == 1, "no name is looked at twice", name);
  }
}

void require_address(std::string_view octets) {
  for (const auto& [family, length] :
       {std::pair{AF_INET, std::size_t{4}}, std::pair{AF_INET6, std::size_t{16}}}) {
    if (octets.size() < length) continue;
    BinaryAddress address{.family = family, .length = static_cast<int>(length)};
    std::copy_n(octets.begin(), length, address.octets.begin());
    const auto name = address.reverse_name();
    require(name.size() < 80 && host_name(name.c_str()) == name, "an address is asked for by a name", name);
    sockaddr_in6 six{};
    sockaddr_in four{};
    six.sin6_family = AF_INET6;
    four.sin_family = AF_INET;
    std::copy_n(octets.begin(), length,
                family == AF_INET ? reinterpret_cast<char*>(&four.sin_addr)
                                  : reinterpret_cast<char*>(&six.sin6_addr));
    const auto& same =
        family == AF_INET ? reinterpret_cast<const sockaddr&>(four) : reinterpret_cast<const sockaddr&>(six);
    require(address.is(same), "an address is itself");
  }
}

}  // namespace

void check_names(std::string_view octets) {
  require_names(octets);
  require_names(answered(octets, 12));
  require_address(octets);
  const std::string text(octets.substr(0, octets.find('\0')));
  if (const auto name = host_name(text.c_str())) require_name(*name);
  if (const auto address = BinaryAddress::parse(text))
    require(host_name(text.c_str()) != text, "an address is no name", text);
}

void check_names_unread(std::string_view octets) {
  const std::string text(octets.substr(0, octets.find('\0')));
  if (BinaryAddress::parse(text)) require_name(text);
}

void check_exchangers(std::string_view octets) {
  for (const auto& answer : {std::string(octets), answered(octets, 15)}) {
    const auto told = exchangers_told(answer_in(answer));
    require(told.status == ARES_SUCCESS || told.exchangers.empty(), "what is no answer tells no servers");
    require(!told.takes_no_mail || told.exchangers.empty(), "who takes no mail names nobody who does");
    require(told.any || told.exchangers.empty(), "who names somebody names any");
    for (const auto& exchanger : told.exchangers) require_name(exchanger.host);
  }
}

}  // namespace refd::net
