#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace refd {

/// An IP address as its octets; an IPv4 one mapped into IPv6 counts as IPv4.
class IpAddress {
 public:
  /// nullopt when `text` is no address ("127.0.0.1", "2001:db8::1", "::ffff:192.0.2.1"; no zone, no
  /// brackets).
  static std::optional<IpAddress> parse(std::string_view text);

  bool is_v4() const noexcept { return bits_ == 32; }
  unsigned bits() const noexcept { return bits_; }
  /// Whether the first `prefix_bits` bits are those of `network`. Never across families.
  bool is_in(const IpAddress& network, unsigned prefix_bits) const noexcept;

 private:
  std::array<std::uint8_t, 16> octets_{};
  unsigned bits_ = 0;
};

/// Where a session comes from, as an access file can name it.
struct AccessSource {
  std::string address;
  /// Names that the address resolves to, each confirmed forward (ACL-4).
  std::vector<std::string> names;
  enum class Names {
    all_known,
    not_all_known,  ///< a name server gave no answer: there may be more than `names`
    not_asked_yet
  };
  Names known = Names::all_known;
};

/// Whether something speaks of a source, as far as its names are known.
enum class Match { no, perhaps, yes };

/// One item of an Allow or Deny line (spec of ProFTPD's access control lists, ACL-3…5).
class SourcePattern {
 public:
  /// "all", "none", "192.0.2.1", "192.0.2.", "192.0.2.0/24", "2001:db8::/32", ".isp.example.jp",
  /// "host.example.jp";
  /// "!" in front negates. nullopt when it is nothing of these ("127", "127.0.0.0/255.0.0.0",
  /// "127.0.0.1/99").
  static std::optional<SourcePattern> parse(std::string_view text);

  /// Whether it speaks of this source, negation left aside.
  Match matches(const AccessSource& source) const;
  bool is_negated() const noexcept { return negated_; }
  /// Whether the source's names decide, which must then be resolved first.
  bool needs_names() const noexcept { return kind_ == Kind::suffix || kind_ == Kind::host; }

 private:
  enum class Kind { all, none, network, suffix, host };
  Match among(const AccessSource& source, bool (*is_named)(std::string_view, std::string_view)) const;

  Kind kind_ = Kind::none;
  bool negated_ = false;
  IpAddress network_;
  unsigned prefix_bits_ = 0;
  std::string name_;  // lower case
};

/// Whether a list of items lets the source match: one plain item does, and every negated one does not.
Match any_matches(const std::vector<SourcePattern>& items, const AccessSource& source);

}  // namespace refd
