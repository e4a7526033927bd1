#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ssi/characters.h"

namespace refd::ssi {

/// The variables of a page and of whatever it includes: those of CGI, those of mod_include, those that were
/// set. Names ignore case, as Apache's do. Bounded in size.
class Variables {
 public:
  static constexpr std::size_t most_octets = 1 << 20;

  /// Sets or replaces; false when there is no room: nothing is changed then.
  bool set(std::string_view name, std::string value);
  /// A variable whose value is found out when it is first looked at: a name among others until then.
  void set_later(std::string_view name);

  enum class Kind { none, pending, known };
  Kind kind_of(std::string_view name) const;
  /// The value of a known one; null otherwise. Valid until the next change.
  const std::string* find(std::string_view name) const;

  /// Names with their values, in the order in which they came; no value: pending.
  using Row = std::pair<std::string, std::optional<std::string>>;
  const std::vector<Row>& rows() const noexcept { return rows_; }

 private:
  struct IgnoringCase {
    using is_transparent = void;
    bool operator()(std::string_view a, std::string_view b) const noexcept;
  };
  Row& row(std::string_view name);

  std::vector<Row> rows_;
  std::map<std::string, std::size_t, IgnoringCase> places_;
  std::size_t octets_ = 0;
};

}  // namespace refd::ssi
