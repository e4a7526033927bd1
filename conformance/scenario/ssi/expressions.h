#pragma once

#include <string>
#include <string_view>

namespace cts {

class Context;

/// How a page asks for a variable's value: "$x = 'yes'" up to Apache 2.2, and in 2.4 where the provider chose
/// so; "v('x') = 'yes'" in Apache 2.4; "$x = yes", where quotes belong to the value and nothing connects
/// comparisons, in nginx.
enum class Dialect { none, legacy, modern, plain };

/// The one that the target understands, found by conditions of which one holds and one does not; recorded.
Dialect dialect_of(Context& context);

/// An expression in that dialect: the variable `name` is `value`. For `none` the legacy one.
std::string variable_is(Dialect dialect, std::string_view name, std::string_view value);
/// The same for a regular expression that is to be found in it.
std::string variable_matches(Dialect dialect, std::string_view name, std::string_view pattern);

/// A whole `if`: one of two texts.
std::string choice(std::string_view expression, std::string_view if_it_holds, std::string_view otherwise);

}  // namespace cts
