#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace refd {

/// The named ways of breaking a clause, as the operator's desk sees them. At most one is on. Thread-safe.
class DeviationSwitch {
 public:
  struct Row {
    std::string_view id;
    std::vector<std::string_view> clauses;
    std::string_view summary;
  };

  DeviationSwitch() = default;
  DeviationSwitch(const DeviationSwitch&) = delete;
  DeviationSwitch& operator=(const DeviationSwitch&) = delete;
  virtual ~DeviationSwitch() = default;

  virtual std::vector<Row> rows() const = 0;
  /// Puts the server into that deviation, and out of any other; false when there is none of that name.
  virtual bool switch_on(std::string_view id) = 0;
  virtual void switch_off() = 0;
  virtual std::optional<std::string_view> active() const = 0;
  /// How often the deviation has come into play since it was switched on: an altered policy was consulted, or
  /// a wrapped object changed an outcome. 0 means that nothing noticed it.
  virtual std::uint64_t acted() const = 0;
};

}  // namespace refd
