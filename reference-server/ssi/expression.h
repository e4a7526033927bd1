#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "ssi/pattern.h"
#include "ssi/substitution.h"

namespace refd::ssi {

/// What an expression asks of the page that holds it.
struct ExpressionContext {
  Lookup lookup;                                        ///< values of variables, $0 … $9 among them
  std::function<bool(std::string_view url)> may_reach;  ///< -A
  /// Told of each regular expression that was tried: what its groups took; none when it did not match.
  std::function<void(std::optional<Captures>)> captured;
};

/// Whether an `if` or `elif` holds, by the grammar of Apache before 2.4 (the manual's platform):
///
///   expression  = operand [ ("&&" | "||") expression ]
///   operand     = "!" operand | "(" expression ")" | "-A" string | string [ comparison ]
///   comparison  = ("=" | "==" | "!=") (string | "/" pattern "/") | ("<" | "<=" | ">" | ">=") string
///   string      = words, joined by blanks; a word may stand in '…', a backslash hides the next character
///
/// A string holds when it is not empty; comparisons are those of strings. Both connectives bind alike, and
/// the right operand reaches as far as it can. The right operand is not looked at when the left one decides,
/// unless a pattern is still to be tried. None: the expression is wrong, too long, or a pattern fails.
std::optional<bool> expression_holds(std::string_view text, const ExpressionContext& context);

}  // namespace refd::ssi
