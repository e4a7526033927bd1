#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace cts {

/// `text` as a JSON string; as {"octets": "<hex>"} when it is not UTF-8.
nlohmann::json json_of_text(std::string_view text);
/// The inverse. Throws nlohmann::json::exception when it is neither of both.
std::string text_of_json(const nlohmann::json& value);

}  // namespace cts
