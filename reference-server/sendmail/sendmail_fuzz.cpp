#include <algorithm>
#include <array>

#include "fuzzing/dice.h"
#include "fuzzing/target.h"
#include "sendmail/address_list.h"
#include "sendmail/command_line.h"
#include "sendmail/message_head.h"
#include "sendmail/message_text.h"

namespace refd::sendmail {
namespace {

using fuzzing::require;
using fuzzing::require_same;

void check_addresses(std::string_view text) {
  const auto addresses = addresses_in(text);
  if (!addresses) return;
  std::string again;
  for (const auto& address : *addresses) {
    require(!address.empty() && address.size() <= text.size() + 2, "an address is something", text);
    require(std::none_of(address.begin(), address.end(),
                         [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }),
            "an address is one line", address);
    again += (again.empty() ? "<" : ", <") + address + ">";
  }
  const auto parsed = addresses_in(again);
  require(parsed.has_value(), "addresses that are written are addresses", again);
  require(*parsed == *addresses, "addresses that are written are the same", again);
}

// What a program may pass, one argument a line.
void check_command_line(std::string_view text) {
  const auto arguments = fuzzing::lines_of(text);
  const auto understood = understand_command(arguments);
  if (const auto* const mistake = std::get_if<std::string>(&understood)) {
    require(!mistake->empty(), "a mistake is told");
    return;
  }
  const auto& command = std::get<Command>(understood);
  for (const auto& recipient : command.recipients)
    require(std::find(arguments.begin(), arguments.end(), recipient) != arguments.end(),
            "a recipient is an argument", recipient);
  require(command.has_sender || command.sender.empty(), "a sender was given, or there is none", text);
}

void check_head(std::string_view text) {
  const auto whole = read_message_head(text, true);
  require(whole.has_value(), "a message that has come has a head, perhaps an empty one");
  require(whole->octets <= text.size(), "a head is the text's beginning");
  std::size_t octets = 0;
  // Not at the beginning, where a line "From …" is a mailbox file's.
  std::string again = "X-First: 1\n";
  for (const auto& field : whole->fields) {
    require(!field.name.empty() && is_named(field, field.name) && whole->has(field.name),
            "a field has its name");
    require(field.text.ends_with('\n') && field.text.find("\n\n") == std::string::npos, "a field is lines",
            field.text);
    require(field.value().find('\n') == std::string::npos, "a value is unfolded", field.value());
    octets += field.text.size();
    again += field.text;
  }
  require(octets <= whole->octets + 1, "a head is its fields", text);
  const auto parsed = read_message_head(again + "\nbody", true);
  require(parsed && parsed->fields.size() == whole->fields.size() + 1, "a head that is written is the same",
          again);
  // Whoever waits for the end of the head sees the same one.
  fuzzing::Dice dice(text);
  std::string so_far;
  for (const auto piece : fuzzing::pieces_of(text, dice)) {
    so_far += piece;
    const auto early = read_message_head(so_far, false);
    if (!early) continue;
    require(early->octets == whole->octets && early->fields.size() == whole->fields.size(),
            "a head that has come does not change", so_far);
  }
}

template <class Pieces>
std::string message_in(const Pieces& pieces, bool dot_ends) {
  MessageText message(dot_ends);
  std::string text;
  for (const std::string_view piece : pieces) message.take(piece, text);
  message.end(text);
  return text;
}

template <bool dot_ends_both>
void check_text(std::string_view octets) {
  fuzzing::Dice dice(octets);
  const auto pieces = fuzzing::pieces_of(octets, dice);
  for (const bool dot_ends : {true, false}) {
    const auto whole = message_in(std::array{octets}, dot_ends);
    require_same(message_in(pieces, dot_ends || dot_ends_both), whole, "a message in pieces is the message");
    require(whole.empty() || whole.ends_with('\n'), "a message ends in a line end", whole);
    // A CR that is none of a line end's stays.
    if (octets.find("\r\r") == std::string_view::npos && !octets.ends_with('\r'))
      require(whole.find("\r\n") == std::string::npos, "line ends are LF", whole);
    if (dot_ends)
      require(!whole.starts_with(".\n") && whole.find("\n.\n") == std::string::npos, "a dot ends it", whole);
    if (!dot_ends && whole.find("\r\n") == std::string::npos)
      require_same(message_in(std::array{std::string_view(whole)}, false), whole, "lines stay");
  }
}

}  // namespace
}  // namespace refd::sendmail

std::span<const fuzzing::Target> fuzzing::targets() {
  using namespace refd::sendmail;
  static const std::array table{
      Target{.name = "sendmail.addresses", .check = check_addresses, .longest = 1000},
      Target{.name = "sendmail.command_line", .check = check_command_line, .longest = 1000},
      Target{.name = "sendmail.head", .check = check_head},
      Target{.name = "sendmail.text", .check = check_text<false>, .with_a_mistake = check_text<true>},
  };
  return table;
}
