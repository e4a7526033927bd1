#pragma once

#include <optional>
#include <string_view>

#include "reports/record/scenario_result.h"

/// Words that writer and reader of result.json share.
namespace reports {

std::string_view direction_word(Direction direction);
std::optional<Direction> parse_direction(std::string_view word);

}  // namespace reports
