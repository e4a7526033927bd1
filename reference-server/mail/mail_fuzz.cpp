#include <algorithm>
#include <array>

#include "fuzzing/dice.h"
#include "fuzzing/target.h"
#include "mail/dot_stuffing.h"
#include "mail/mail_fuzz.h"
#include "mail/maildir_names.h"
#include "mail/wire_text.h"

namespace refd {
namespace {

using fuzzing::require;
using fuzzing::require_same;

template <class Pieces>
std::string fetched(const Pieces& pieces) {
  WireText wire;
  std::string text;
  for (const std::string_view piece : pieces) text += wire.add(piece);
  return text += wire.finish();
}

template <class Pieces>
std::string stuffed(const Pieces& pieces) {
  DotStuffing stuffing;
  std::string text;
  for (const std::string_view piece : pieces) text += stuffing.add(piece);
  return text += stuffing.finish();
}

// What a mail program makes of an answer to RETR (RFC 1939 section 3).
std::string received(std::string_view wire) {
  std::string text;
  while (!wire.empty()) {
    const auto end = wire.find("\r\n");
    require(end != std::string_view::npos, "a message ends with its end");
    const auto line = wire.substr(0, end);
    wire.remove_prefix(end + 2);
    require((line == ".") == wire.empty(), "a message ends where it ends", line);
    if (wire.empty()) break;
    text.append(line.starts_with('.') ? line.substr(1) : line).append("\r\n");
  }
  return text;
}

void check_wire_text(std::string_view octets) {
  fuzzing::Dice dice(octets);
  const auto whole = fetched(std::array{octets});
  const auto pieces = fuzzing::pieces_of(octets, dice);
  require_same(fetched(pieces), whole, "a message in pieces is the message");
  require_same(fetched(std::array{std::string_view(whole)}), whole, "what is in that form already stays");
  WireSize size;
  for (const auto piece : pieces) size.add(piece);
  require(size.octets() == whole.size(), "a size is what is fetched", octets);
  for (std::size_t i = 0; i < whole.size(); ++i)
    require(whole[i] != '\n' || (i > 0 && whole[i - 1] == '\r'), "there is no lone LF", whole);
  const auto wire = stuffed(fuzzing::pieces_of(whole, dice));
  require_same(received(wire), whole, "a message arrives as it was sent");
}

// As if only the first line of a piece could begin with a dot.
void check_wire_text_stuffed_piecewise(std::string_view octets) {
  const auto whole = fetched(std::array{octets});
  require_same(received(whole + ".\r\n"), whole, "a message arrives as it was sent");
}

void check_maildir_names(std::string_view text) {
  const auto folder = maildir_folder(text);
  require(folder.find('/') == std::string::npos && !folder.starts_with('.') && folder.size() <= 255,
          "a mailbox's folder is one name", folder);
  require(std::all_of(folder.begin(), folder.end(), [](char c) { return c > ' ' && c <= '~'; }),
          "a mailbox's folder is printable", folder);
  const auto file = MaildirFile::parse(text);
  require(!file.unique_id.empty() && file.unique_id.size() <= 70, "a unique id has 1 to 70 octets", text);
  require(
      std::all_of(file.unique_id.begin(), file.unique_id.end(), [](char c) { return c > ' ' && c <= '~'; }),
      "a unique id is printable", file.unique_id);
  const auto again = MaildirFile::parse(file.name());
  require_same(again.unique_id, file.unique_id, "a unique id stays for ever");
  require(again.octets == file.octets && again.wire_octets == file.wire_octets, "sizes in a name stay", text);
}

}  // namespace
}  // namespace refd

std::span<const fuzzing::Target> fuzzing::targets() {
  using namespace refd;
  static const std::array table{
      Target{.name = "mail.drop",
             .check = check_drop,
             .longest = 2000,
             .with_a_mistake = check_drop_after_the_header},
      Target{.name = "mail.maildir_names", .check = check_maildir_names, .longest = 300},
      Target{.name = "mail.wire_text",
             .check = check_wire_text,
             .with_a_mistake = check_wire_text_stuffed_piecewise},
  };
  return table;
}
