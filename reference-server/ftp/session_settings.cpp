#include <fmt/format.h>

#include "ftp/command_line.h"
#include "ftp/ftp_commands.h"
#include "ftp/ftp_session.h"

namespace refd {

// TYPE <sp> ( A [<sp> N] | I | L [<sp>] 8 )
FtpStep FtpSession::type(Argument argument) {
  const auto wanted = capitals(argument);
  if (wanted == "A" || wanted == "A N") {
    ascii_ = true;
  } else if (wanted == "I" || wanted == "L 8" || wanted == "L8") {
    ascii_ = false;
  } else if (wanted.starts_with("A ") || wanted.starts_with('E') || wanted.starts_with('L')) {
    return {.reply = {504, "Only the types A N, I and L 8 are known."}};
  } else {
    return {.reply = {501, "No such type."}};
  }
  return {.reply = {200, fmt::format("Type set to {}.", ascii_ ? "A" : "I")}};
}

FtpStep FtpSession::mode(Argument argument) {
  if (capitals(argument) == "S") return {.reply = {200, "Mode set to S."}};
  return {.reply = {504, "Only mode S is known."}};
}

FtpStep FtpSession::stru(Argument argument) {
  if (capitals(argument) == "F") return {.reply = {200, "Structure set to F."}};
  return {.reply = {504, "Only structure F is known."}};
}

// OPTS <sp> ( UTF8 [<sp> ON | OFF] | MLST [<sp> fact; …] )
FtpStep FtpSession::opts(Argument argument) {
  const auto space = argument.find(' ');
  const auto name = capitals(argument.substr(0, space));
  const auto value = space == Argument::npos ? Argument() : trimmed(argument.substr(space + 1));
  if (name == "UTF8" || name == "UTF-8") {
    // Names pass octet by octet: there is nothing to switch.
    const auto wanted = capitals(value);
    if (wanted.empty() || wanted == "ON" || wanted == "OFF")
      return {.reply = {200, "Names are UTF-8 octets."}};
    return {.reply = {501, "UTF8 is ON or OFF."}};
  }
  if (name == "MLST") {
    mlst_facts_ = parse_mlst_facts(value);
    return {.reply = {200, "MLST OPTS " + mlst_names(mlst_facts_)}};
  }
  return {.reply = {501, "No such option."}};
}

// RFC 2389 section 3.2: one feature a line. A verb that is withheld is announced all the same: a server that
// promises what it does not do is what a deviation is for.
FtpStep FtpSession::feat(Argument) {
  FtpReply reply{.code = 211, .text = "Features:", .in_lines = true};
  for (const auto& row : FtpCommandTable::rows()) {
    if (row.feature.empty()) continue;
    reply.body.push_back(row.verb == "MLST" ? mlst_feature(mlst_facts_) : std::string(row.feature));
  }
  return {.reply = std::move(reply)};
}

FtpStep FtpSession::help(Argument argument) {
  const auto wanted = capitals(argument);
  if (wanted == "SITE") return site("HELP");
  if (!wanted.empty()) {
    const auto* row = FtpCommandTable::find(wanted);
    if (row == nullptr || policy().withheld_verbs.contains(wanted)) {
      return {.reply = {502, fmt::format("{}: unknown command.", for_log(wanted))}};
    }
    return {.reply = {214, fmt::format("Syntax: {} {}", row->verb, row->syntax)}};
  }
  FtpReply reply{
      .code = 214, .text = "Commands (* known, not offered):", .foot = "End of help.", .in_lines = true};
  constexpr std::size_t columns = 8;
  std::size_t count = 0;
  for (const auto& row : FtpCommandTable::rows()) {
    if (policy().withheld_verbs.contains(row.verb)) continue;
    if (count++ % columns == 0) reply.body.emplace_back();
    reply.body.back() += fmt::format("{:<8}", std::string(row.verb) + (row.offered ? "" : "*"));
  }
  return {.reply = std::move(reply)};
}

FtpStep FtpSession::syst(Argument) {
  return {.reply = {215, "UNIX Type: L8"}};
}
FtpStep FtpSession::noop(Argument) {
  return {.reply = {200, "Nothing done."}};
}
FtpStep FtpSession::allo(Argument) {
  return {.reply = {202, "No reservation is needed."}};
}
FtpStep FtpSession::clnt(Argument) {
  return {.reply = {200, "Noted."}};
}

FtpStep FtpSession::lang(Argument argument) {
  const auto wanted = capitals(argument);
  if (wanted.empty() || wanted == "EN" || wanted.starts_with("EN-"))
    return {.reply = {200, "Answers are in English."}};
  return {.reply = {504, "Only EN is known."}};
}

// RFC 7151: the one site of this machine, whatever its name; before the login only.
FtpStep FtpSession::host(Argument) {
  if (logged_in_) return {.reply = {503, "Already logged in."}};
  return {.reply = {220, around_.public_name + " FTP server ready."}};
}

// Refused as not implemented, so that clients fall back to plain FTP.
FtpStep FtpSession::not_offered(Argument) {
  return {.reply = {502, "Not offered."}};
}

}  // namespace refd
