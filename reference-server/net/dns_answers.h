#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

struct sockaddr;

/// What name servers answer, read out of the octets of their answers. It is as hostile as what clients say.
namespace refd::net {

/// An IP address as name servers are asked about it.
struct BinaryAddress {
  int family = 0;
  std::array<unsigned char, 16> octets{};
  int length = 0;

  /// Of the form that inet_ntop writes.
  static std::optional<BinaryAddress> parse(const std::string& text);
  /// "2.0.0.127.in-addr.arpa"; of IPv6 the hexadecimal digits, backwards too.
  std::string reverse_name() const;
  bool is(const sockaddr& other) const;
};

/// A host's name as others may be told of it: small letters, without a final dot. None for what holds
/// anything but letters, digits, '-', '.' and '_'; nor for a name like a number, which would be taken for an
/// address, and confirm itself.
std::optional<std::string> host_name(const char* text);

/// Names that an address has, by the word of whoever answers for it.
struct NamesTold {
  int status = 0;  ///< of c-ares
  std::vector<std::string> names;
  bool all = true;  ///< false: there were more than are looked at
};
inline constexpr std::size_t most_names = 16;
NamesTold names_told(std::span<const unsigned char> answer, const BinaryAddress& address);

/// A server that takes a domain's mail, by the word of whoever answers for the domain.
struct ExchangerTold {
  unsigned short preference = 0;
  std::string host;  ///< as host_name() has it
};
struct ExchangersTold {
  int status = 0;                         ///< of c-ares
  std::vector<ExchangerTold> exchangers;  ///< those that have a host's name
  bool any = false;                       ///< some were named, whatever their names are worth
  bool takes_no_mail = false;             ///< RFC 7505
};
/// In the order of the answer.
ExchangersTold exchangers_told(std::span<const unsigned char> answer);

}  // namespace refd::net
