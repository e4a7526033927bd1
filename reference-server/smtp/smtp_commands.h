#pragma once

#include <span>
#include <string_view>

#include "smtp/smtp_session.h"

namespace refd::smtp {

/// One command: a row of the table that dispatch and HELP read.
struct Command {
  enum class After { anything, greeting };

  std::string_view verb;
  After after;  ///< what must have come before
  Step (Session::*handler)(std::string_view argument);
  std::string_view clause;  ///< the promise, or the RFC's section where no clause names it
  bool offered = true;      ///< false: known, refused
};

struct CommandTable {
  static std::span<const Command> rows();
  /// The row of a verb in capitals, or null.
  static const Command* find(std::string_view verb);
};

}  // namespace refd::smtp
