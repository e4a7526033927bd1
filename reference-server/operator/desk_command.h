#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "operator/desk.h"

namespace refd {

/// One thing that the desk does. `run` gets as many words as `arguments` names.
struct DeskCommand {
  std::string_view group;
  std::string_view verb;
  std::string_view arguments;  ///< how help calls them, separated by blanks; empty: it takes none
  std::string_view help;
  Desk::Answer (*run)(DeskServices&, const std::vector<std::string>&);
  bool changes = false;  ///< what it does is for the audit log
};

/// An answer that is not ok.
Desk::Answer refusal(std::string text);

/// The office's: accounts, plan, applications, letters, requests.
std::span<const DeskCommand> office_commands();

}  // namespace refd
