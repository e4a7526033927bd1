#pragma once

#include <optional>
#include <string_view>

namespace cts {

/// What a scenario does to the target, and up to what a target allows: looks only; makes things of its own
/// and removes them; can lock the customer out or fill a quota. In rising order.
enum class Consent { observe, reversible, destructive };

/// "observe", "reversible" or "destructive".
std::string_view name_of(Consent consent);
std::optional<Consent> consent_named(std::string_view name);

}  // namespace cts
