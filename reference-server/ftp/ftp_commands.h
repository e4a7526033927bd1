#pragma once

#include <span>
#include <string_view>

#include "ftp/ftp_session.h"

namespace refd {

/// One command: a row of the table that dispatch, HELP and FEAT read.
struct FtpCommand {
  enum class Login { needed, not_needed };
  /// A path is given to the handler octet by octet, a word without spaces around it. Both kinds that are
  /// `required` are refused with 501 when they are missing.
  enum class Takes { nothing, word, required_word, path, required_path };

  std::string_view verb;
  std::string_view syntax;  ///< of the argument, for HELP
  Login login;
  Takes takes;
  FtpStep (FtpSession::*handler)(std::string_view);
  std::string_view feature;  ///< FEAT's line; empty: none
  std::string_view clause;   ///< the promise, or the RFC's section where no clause names it
  bool offered = true;       ///< false: known, refused; HELP marks it
};

struct FtpCommandTable {
  static std::span<const FtpCommand> rows();
  /// The row of a verb in capitals, or null.
  static const FtpCommand* find(std::string_view verb);
};

}  // namespace refd
