#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace cts {

/// What a gzip file holds (RFC 1952, also of several members); nullopt when it is none, is cut short, or
/// holds more than `most` octets.
std::optional<std::string> gunzipped(std::string_view octets, std::size_t most = 512u << 20);

}  // namespace cts
