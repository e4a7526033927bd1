#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace refd::sendmail {

/// What a caller of sendmail asks for.
struct Command {
  enum class Mode {
    deliver,       ///< -bm
    show_queue,    ///< -bp
    show_version,  ///< -d0…
    run_queue,     ///< -q…, -bi: others do it, or there is nothing to do
  };
  Mode mode = Mode::deliver;
  bool header_names_recipients = false;  ///< -t
  bool dot_ends = true;                  ///< not with -i, -oi
  bool has_sender = false;               ///< -f, -r
  std::string sender;                    ///< … as given; empty or "<>": the null sender
  std::string full_name;                 ///< -F
  std::vector<std::string> recipients;   ///< as given: each may be a list

  // Ours, from the script at the manual's path.
  std::string drop;  ///< --drop DIRECTORY: where messages go
  std::string host;  ///< --host NAME: the domain of addresses without one
  std::string user;  ///< --user NAME: the sender whom nobody named
};

/// Understands the options of Sendmail 8, as far as they mean something to one that hands mail in; those
/// about how it is delivered are taken and without effect. The text is what is wrong.
std::variant<Command, std::string> understand_command(std::span<const std::string_view> arguments);

}  // namespace refd::sendmail
