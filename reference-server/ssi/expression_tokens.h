#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace refd::ssi {

enum class TokenKind {
  string,
  pattern,
  both,    // &&
  either,  // ||
  negation,
  equal,
  unequal,
  less,
  less_or_equal,
  greater,
  greater_or_equal,
  opening,
  closing,
  access,  // -A
  end,
};

struct Token {
  TokenKind kind = TokenKind::end;
  std::string text;  ///< of a string or pattern, its quotes and backslashes removed
};

/// The tokens of an expression, the last one `end`. A quote or pattern that is never closed is an empty one,
/// as in mod_include. None: there are more than a person would write.
std::optional<std::vector<Token>> tokens_of(std::string_view text);

}  // namespace refd::ssi
