#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace refd {

/// What a plan has (PLAN). Space by the larger of the two counts of a megabyte, so that both readings of the
/// promise are kept.
struct Plan {
  std::string_view name;
  std::uint64_t mailbox_octets;            ///< MBOX-1
  std::uint64_t mailbox_octets_with_more;  ///< … with the option for more space
  bool has_pops;                           ///< POP-4
};

inline constexpr std::uint64_t plan_mib = 1 << 20;
inline constexpr std::array plans = {
    Plan{"basic", 20 * plan_mib, 50 * plan_mib, false},
    Plan{"secure", 50 * plan_mib, 50 * plan_mib, true},
    Plan{"premium", 50 * plan_mib, 50 * plan_mib, true},
    Plan{"pro", 50 * plan_mib, 50 * plan_mib, false},
    Plan{"dedicated", 50 * plan_mib, 50 * plan_mib, false},
};

/// Null: there is no plan of that name.
constexpr const Plan* plan_named(std::string_view name) {
  for (const auto& plan : plans) {
    if (plan.name == name) return &plan;
  }
  return nullptr;
}

}  // namespace refd
