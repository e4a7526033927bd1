#include "net/dns_answers.h"

#include <ares.h>
#include <arpa/inet.h>
#include <netdb.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string_view>

#include <fmt/format.h>

namespace refd::net {

std::optional<BinaryAddress> BinaryAddress::parse(const std::string& text) {
  BinaryAddress address;
  for (const auto& [family, length] : {std::pair{AF_INET, 4}, std::pair{AF_INET6, 16}}) {
    if (::inet_pton(family, text.c_str(), address.octets.data()) != 1) continue;
    address.family = family;
    address.length = length;
    return address;
  }
  return std::nullopt;
}

std::string BinaryAddress::reverse_name() const {
  std::string name;
  for (auto i = static_cast<std::size_t>(length); i-- > 0;) {
    const unsigned octet = octets.at(i);
    name +=
        family == AF_INET ? fmt::format("{}.", octet) : fmt::format("{:x}.{:x}.", octet & 15U, octet >> 4U);
  }
  return name + (family == AF_INET ? "in-addr.arpa" : "ip6.arpa");
}

bool BinaryAddress::is(const sockaddr& other) const {
  if (other.sa_family != family) return false;
  const void* theirs = family == AF_INET
                           ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in&>(other).sin_addr)
                           : &reinterpret_cast<const sockaddr_in6&>(other).sin6_addr;
  return std::memcmp(theirs, octets.data(), static_cast<std::size_t>(length)) == 0;
}

std::optional<std::string> host_name(const char* text) {
  constexpr std::size_t longest = 253;
  if (text == nullptr) return std::nullopt;
  std::string name(text, ::strnlen(text, longest + 2));
  if (name.ends_with('.')) name.pop_back();
  if (name.empty() || name.size() > longest || name.front() == '.') return std::nullopt;
  for (auto& c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const bool usual = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
    if (!usual) return std::nullopt;
  }
  const auto last = name.substr(name.rfind('.') + 1);
  const bool is_number = std::all_of(last.begin(), last.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (is_number || last.starts_with("0x")) return std::nullopt;
  return name;
}

NamesTold names_told(std::span<const unsigned char> answer, const BinaryAddress& address) {
  hostent* found = nullptr;
  NamesTold told;
  told.status = ares_parse_ptr_reply(answer.data(), static_cast<int>(answer.size()), address.octets.data(),
                                     address.length, address.family, &found);
  const std::unique_ptr<hostent, void (*)(hostent*)> host(found, ares_free_hostent);
  if (told.status != ARES_SUCCESS || !host) return told;
  const auto add = [&told](const char* text) {
    auto name = host_name(text);
    if (!name || std::find(told.names.begin(), told.names.end(), *name) != told.names.end()) return;
    if (told.names.size() < most_names) {
      told.names.push_back(std::move(*name));
    } else {
      told.all = false;
    }
  };
  for (char** alias = host->h_aliases; alias != nullptr && *alias != nullptr; ++alias) add(*alias);
  add(host->h_name);
  return told;
}

ExchangersTold exchangers_told(std::span<const unsigned char> answer) {
  ares_mx_reply* list = nullptr;
  ExchangersTold told;
  told.status = ares_parse_mx_reply(answer.data(), static_cast<int>(answer.size()), &list);
  const std::unique_ptr<ares_mx_reply, void (*)(void*)> owned(list, ares_free_data);
  for (const auto* each = list; each != nullptr; each = each->next) {
    // c-ares makes a text of any octets, "\\000" of one that is 0.
    if (auto host = host_name(each->host)) told.exchangers.push_back({each->priority, std::move(*host)});
  }
  told.any = list != nullptr;
  told.takes_no_mail = list != nullptr && list->next == nullptr &&
                       (*list->host == '\0' || std::string_view(list->host) == ".");
  return told;
}

}  // namespace refd::net
