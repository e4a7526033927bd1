#pragma once

#include <span>
#include <string_view>

#include "pop3/pop_session.h"

namespace refd {

/// One command: a row of the table that dispatch and CAPA read.
struct PopCommand {
  enum class State { authorization, transaction, any };
  /// A number and two numbers are separated words; text is everything behind the one space.
  enum class Takes { nothing, optional_word, word, two_words, text };

  std::string_view verb;
  std::string_view syntax;  ///< of the argument
  State state;
  Takes takes;
  PopStep (PopSession::*handler)(std::string_view);
  bool is_slow;                 ///< hashes a password or waits for the disk
  std::string_view capability;  ///< CAPA's line (RFC 2449); empty: none
  std::string_view clause;      ///< the promise, or the RFC's section where no clause names it
};

struct PopCommandTable {
  static std::span<const PopCommand> rows();
  /// The row of a verb in whatever case, or null.
  static const PopCommand* find(std::string_view verb);
};

}  // namespace refd
