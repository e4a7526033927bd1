#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace refd::ssi {

struct Argument {
  std::string name;                  ///< in lower case
  std::optional<std::string> value;  ///< without its quotes; none: only the name was written
};

/// One `<!--#name argument="value" … -->` (SSI-3).
struct Directive {
  std::string name;  ///< in lower case
  std::vector<Argument> arguments;
  bool is_malformed = false;  ///< it could not be understood, was too long, or never ended
};

/// A stretch of text to be passed on, or a directive to be carried out.
using Piece = std::variant<std::string, Directive>;
using Page = std::vector<Piece>;

}  // namespace refd::ssi
