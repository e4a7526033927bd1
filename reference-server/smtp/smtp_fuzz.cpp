#include "smtp/smtp_fuzz.h"

#include <algorithm>
#include <array>

#include "fuzzing/dice.h"
#include "fuzzing/target.h"
#include "mail/dot_stuffing.h"
#include "smtp/address.h"
#include "smtp/command_line.h"
#include "smtp/credentials.h"
#include "smtp/data_reader.h"
#include "smtp/report_wishes.h"
#include "smtp/wire_lines.h"

namespace refd::smtp {
namespace {

using fuzzing::require;
using fuzzing::require_same;

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

void check_address(std::string_view text) {
  auto rest = text;
  const auto path = take_path(rest);
  if (!path) return;
  require(text.ends_with(rest), "what a path leaves is the end of the text", text);
  if (path->is_null) return;
  const auto& address = path->address;
  const auto again = address.text();
  require(is_printable(again), "an address is printable, and one line", again);
  require(address.local.size() <= 64 && address.domain.size() <= 255, "an address keeps to the limits", text);
  const auto parsed = parse_address(again);
  require(parsed.has_value(), "an address that is written is an address", again);
  require_same(parsed->local, address.local, "the local part stays");
  require_same(parsed->domain, address.domain, "the domain stays");
  const auto bracketed = "<" + again + ">";
  std::string_view inside = bracketed;
  require(take_path(inside).has_value() && inside.empty(), "in angle brackets too", bracketed);
  for (const auto& hidden : {behind_percent(address), behind_quotes(address)}) {
    if (hidden) require(is_printable(hidden->text()), "a hidden address is printable", hidden->text());
  }
}

void check_command_line(std::string_view line) {
  const auto command = parse_command(line);
  require(command.verb.size() <= 16 && command.verb == capitals(command.verb), "a verb is short, in capitals",
          line);
  require(command.argument.empty() || line.find(command.argument) != std::string_view::npos,
          "an argument stands in the line", line);
  require_same(trimmed(command.argument), command.argument, "an argument has no spaces around it");
  if (const auto parameters = parse_parameters(command.argument)) {
    std::string again;
    for (const auto& [key, value] : *parameters) {
      require(is_printable(key) && (!value || is_printable(*value)), "a parameter is printable", line);
      again += " " + key + (value ? "=" + *value : "");
    }
    const auto parsed = parse_parameters(again);
    require(parsed && parsed->size() == parameters->size(), "parameters that are written are parameters",
            again);
    for (std::size_t i = 0; i < parsed->size(); ++i)
      require((*parsed)[i].key == (*parameters)[i].key && (*parsed)[i].value == (*parameters)[i].value,
              "a parameter stays", again);
  }
  (void)notify_of(line);
  (void)returns_of(line);
  if (is_envelope_id(line))
    require(is_printable(line) && !from_xtext(line).empty(), "an ENVID is printable", line);
  if (is_original_recipient(line)) require(is_printable(line), "an ORCPT is printable", line);
}

// RFC 4648, written once more.
std::string base64_of(std::string_view octets) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t at = 0; at < octets.size(); at += 3) {
    const auto group = octets.substr(at, 3);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i)
      bits = bits << 8U | (i < group.size() ? static_cast<unsigned char>(group[i]) : 0U);
    for (std::size_t i = 0; i < 4; ++i) out += i <= group.size() ? digits[bits >> (18 - 6 * i) & 63U] : '=';
  }
  return out;
}

void check_credentials(std::string_view text) {
  const auto octets = decode_base64(text);
  if (octets) require_same(base64_of(*octets), text, "only the one way to write octets in base64 is taken");
  const auto back = decode_base64(base64_of(text));
  require(back.has_value(), "base64 is base64", text);
  require_same(*back, text, "base64 comes back");
  for (const auto& said : {std::string(text), base64_of(text)}) {
    const auto plain = parse_plain(said);
    if (!plain) continue;
    const auto again = plain->authorization + '\0' + plain->name + '\0' + plain->password;
    require_same(base64_of(again), said, "credentials are all that was said");
  }
}

// What RFC 5321 says, in the simplest way: the message up to CR LF . CR LF, and each line's first dot gone.
struct Expected {
  bool ends = false;
  std::string message;
  std::size_t taken = 0;
};
Expected expected_of(std::string_view octets) {
  Expected expected;
  // The line of DATA has just ended.
  const auto all = "\r\n" + std::string(octets);
  const auto end = all.find("\r\n.\r\n");
  expected.ends = end != std::string::npos;
  expected.taken = expected.ends ? end + 3 : octets.size();
  auto text = expected.ends ? all.substr(0, end + 2) : all;
  for (auto dot = text.find("\r\n."); dot != std::string::npos; dot = text.find("\r\n.", dot + 2))
    text.erase(dot + 2, 1);
  expected.message = text.substr(2);
  return expected;
}

template <bool line_feed_ends>
void check_data(std::string_view octets) {
  const auto expected = expected_of(octets);
  DataReader reader({.line_feed_ends = line_feed_ends});
  fuzzing::Dice dice(octets);
  std::string message;
  std::size_t taken = 0;
  for (const auto piece : fuzzing::pieces_of(octets, dice)) {
    const auto count = reader.take(piece, message);
    require(count <= piece.size() && (count == piece.size() || reader.ended()),
            "all is taken unless it has ended");
    taken += count;
    if (reader.ended()) break;
  }
  require(reader.ended() == expected.ends, "only CR LF . CR LF ends a message", octets);
  require(taken == expected.taken, "what follows the message is left", octets);
  // What may yet be the end is held back.
  if (expected.ends) require_same(message, expected.message, "the message is what was sent");
  require(expected.message.starts_with(message), "what was given is the message's beginning", octets);
}

// What goes out comes in at another server as it was, its line ends mended.
void check_wire_lines(std::string_view octets) {
  fuzzing::Dice dice(octets);
  const auto pieces = fuzzing::pieces_of(octets, dice);
  const auto sent = [](const std::vector<std::string_view>& parts) {
    WireLines lines;
    std::string out;
    for (const auto part : parts) out += lines.add(part);
    return out += lines.finish();
  };
  const auto text = sent(pieces);
  require_same(text, sent({octets}), "a message in pieces is the message");
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r') require(i + 1 < text.size() && text[i + 1] == '\n', "there is no lone CR", text);
    if (text[i] == '\n') require(i > 0 && text[i - 1] == '\r', "there is no lone LF", text);
  }
  require_same(sent({text}), text, "what is in that form already stays");
  DotStuffing stuffing;
  std::string wire(stuffing.add(text));
  if (!text.empty() && !text.ends_with("\r\n")) return;  // the pump sends whole lines only
  wire += stuffing.finish();
  DataReader reader({});
  std::string message;
  require(reader.take(wire, message) == wire.size() && reader.ended(), "a message ends where it ends", wire);
  require_same(message, text, "a message arrives as it was sent");
}

}  // namespace
}  // namespace refd::smtp

std::span<const fuzzing::Target> fuzzing::targets() {
  using namespace refd::smtp;
  static const std::array table{
      Target{.name = "smtp.address", .check = check_address, .longest = 600},
      Target{.name = "smtp.command_line", .check = check_command_line, .longest = 2100},
      Target{.name = "smtp.credentials", .check = check_credentials, .longest = 600},
      Target{.name = "smtp.data", .check = check_data<false>, .with_a_mistake = check_data<true>},
      Target{.name = "smtp.sending", .check = check_sending},
      Target{.name = "smtp.session",
             .check = check_session,
             .longest = 8192,
             .with_a_mistake = check_session_that_swallows_octets},
      Target{.name = "smtp.wire_lines", .check = check_wire_lines},
  };
  return table;
}
