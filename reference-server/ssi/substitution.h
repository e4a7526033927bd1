#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace refd::ssi {

/// The value of a variable; none: there is no such variable.
using Lookup = std::function<std::optional<std::string>(std::string_view name)>;

enum class Unknown { dropped, kept };

/// No text that a page makes may become longer, in octets.
inline constexpr std::size_t longest_text = 65'536;

/// `text` with $name and ${name} replaced by values; "\$" stands for "$". A "${" without its "}" ends the
/// result there, as in mod_include. Unknown variables become nothing, or stay as they were written. None:
/// the result would be too long.
std::optional<std::string> substituted(std::string_view text, const Lookup& lookup,
                                       Unknown unknown = Unknown::dropped);

}  // namespace refd::ssi
