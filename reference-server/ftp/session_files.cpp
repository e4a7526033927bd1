#include <algorithm>

#include <fmt/format.h>

#include "ftp/command_line.h"
#include "ftp/file_mode.h"
#include "ftp/ftp_session.h"

namespace refd {
namespace {

FtpStep done(const std::string& what) {
  return {.reply = {250, what}};
}

// "word rest": the word, and the rest behind one space as it is.
std::pair<std::string_view, std::string_view> first_word(std::string_view text) {
  const auto space = text.find(' ');
  if (space == std::string_view::npos) return {text, {}};
  return {text.substr(0, space), text.substr(space + 1)};
}

}  // namespace

// CWD <sp> directory. FTP-DIR-2: "../../web" in one command.
FtpStep FtpSession::cwd(Argument name) {
  const bool climbs_by_several = name.find("..") != Argument::npos && name.find('/') != Argument::npos;
  if (climbs_by_several && !policy().relative_paths_may_climb) {
    return {.reply = file_failure(name, system_error(ENOENT))};
  }
  return enter(name, "CWD");
}

// FTP-DIR-1: climbing ends at "/" and stays there.
FtpStep FtpSession::cdup(Argument) {
  return enter("..", "CDUP");
}

FtpStep FtpSession::enter(Argument name, std::string_view verb) {
  const auto path = place(name);
  if (!path) return {.reply = file_failure(name, path.error())};
  const auto facts = around_.files.facts(*path, Reader::owner);
  if (!facts) return {.reply = file_failure(name, facts.error())};
  if (facts->kind != FileKind::directory) return {.reply = file_failure(name, system_error(ENOTDIR))};
  if ((facts->mode & S_IXUSR) == 0) return {.reply = file_failure(name, system_error(EACCES))};
  // What is closed looks absent, as under ProFTPD.
  if (!permits(*path, verb)) return {.reply = file_failure(name, system_error(ENOENT))};
  directory_ = *path;
  return done("CWD command successful.");
}

FtpStep FtpSession::pwd(Argument) {
  if (!permits(directory_, "PWD")) return {.reply = {550, "PWD: Permission denied"}};
  return {.reply = {257, quoted(directory_.text()) + " is the current directory."}};
}

FtpStep FtpSession::mkd(Argument name) {
  const auto path = place(name);
  if (!path) return {.reply = file_failure(name, path.error())};
  if (!permits(*path, "MKD")) return forbidden(name);
  const auto made = around_.files.make_directory(*path);
  if (!made) return {.reply = file_failure(name, made.error())};
  return {.reply = {257, quoted(path->text()) + " created."}};
}

FtpStep FtpSession::rmd(Argument name) {
  const auto path = place(name);
  if (!path) return {.reply = file_failure(name, path.error())};
  if (!permits(*path, "RMD")) return forbidden(name);
  const auto removed = around_.files.remove_directory(*path);
  if (!removed) return {.reply = file_failure(name, removed.error())};
  return done("RMD command successful.");
}

FtpStep FtpSession::dele(Argument name) {
  const auto path = place(name);
  if (!path) return {.reply = file_failure(name, path.error())};
  if (!permits(*path, "DELE")) return forbidden(name);
  const auto removed = around_.files.remove_file(*path);
  if (!removed) return {.reply = file_failure(name, removed.error())};
  return done("DELE command successful.");
}

// A link that leads nowhere exists too, though it has no facts.
bool FtpSession::exists(const TreePath& path) const {
  if (around_.files.facts(path, Reader::owner)) return true;
  const auto entries = around_.files.list(path.parent(), Reader::owner);
  return entries && std::any_of(entries->begin(), entries->end(),
                                [&](const DirectoryEntry& entry) { return entry.name == path.name(); });
}

FtpStep FtpSession::rnfr(Argument name) {
  const auto path = place(name);
  if (!path) return {.reply = file_failure(name, path.error())};
  if (!permits(*path, "RNFR")) return forbidden(name);
  if (!exists(*path)) return {.reply = file_failure(name, system_error(ENOENT))};
  rename_from_ = *path;
  return {.reply = {350, "Send RNTO with the new name."}};
}

FtpStep FtpSession::rnto(Argument name) {
  if (!rename_from_) return {.reply = {503, "Send RNFR first."}};
  const auto from = std::move(*rename_from_);
  rename_from_.reset();
  const auto to = place(name);
  if (!to) return {.reply = file_failure(name, to.error())};
  if (!guard_.allows_rename(from, *to, name_)) return forbidden(name);
  const auto renamed = around_.files.rename(from, *to);
  if (!renamed) return {.reply = file_failure(name, renamed.error())};
  return done("Rename successful.");
}

// RFC 3659 section 4: the octets that a RETR would send, which in TYPE A only sending can tell.
FtpStep FtpSession::size(Argument name) {
  if (ascii_) return {.reply = {550, "SIZE needs TYPE I."}};
  const auto path = place(name);
  if (!path) return {.reply = file_failure(name, path.error())};
  if (!permits(*path, "SIZE")) return forbidden(name);
  const auto facts = around_.files.facts(*path, Reader::owner);
  if (!facts) return {.reply = file_failure(name, facts.error())};
  if (facts->kind != FileKind::regular) return {.reply = {550, fmt::format("{}: not a regular file", name)}};
  return {.reply = {213, std::to_string(facts->size)}};
}

// MDTM <sp> file (RFC 3659 section 3). Some clients send MDTM <sp> time <sp> file to set it, as with MFMT.
FtpStep FtpSession::mdtm(Argument argument) {
  const auto path = place(argument);
  if (!path) return {.reply = file_failure(argument, path.error())};
  const auto facts = around_.files.facts(*path, Reader::owner);
  const auto [time, name] = first_word(argument);
  if (!facts && !name.empty() && parse_time_value(time)) return mfmt(argument);
  if (!permits(*path, "MDTM")) return forbidden(argument);
  if (!facts) return {.reply = file_failure(argument, facts.error())};
  if (facts->kind != FileKind::regular)
    return {.reply = {550, fmt::format("{}: not a regular file", argument)}};
  return {.reply = {213, time_value(facts->modified)}};
}

// MFMT <sp> time <sp> path
FtpStep FtpSession::mfmt(Argument argument) {
  const auto [time, name] = first_word(argument);
  const auto moment = parse_time_value(time);
  if (!moment || name.empty()) return {.reply = {501, "MFMT takes YYYYMMDDhhmmss and a name."}};
  const auto path = place(name);
  if (!path) return {.reply = file_failure(name, path.error())};
  if (!permits(*path, "MFMT")) return forbidden(name);
  const auto changed = around_.files.set_modified(*path, *moment);
  if (!changed) return {.reply = file_failure(name, changed.error())};
  return {.reply = {213, fmt::format("Modify={}; {}", time_value(*moment), name)}};
}

// MFF <sp> *( ( "Modify=" time | "UNIX.mode=" octal ) ";" ) <sp> path
FtpStep FtpSession::mff(Argument argument) {
  const auto [facts, name] = first_word(argument);
  if (name.empty()) return {.reply = {501, "MFF takes facts and a name."}};
  const auto path = place(name);
  if (!path) return {.reply = file_failure(name, path.error())};
  if (!permits(*path, "MFF")) return forbidden(name);
  for (auto rest = facts; !rest.empty();) {
    const auto fact = rest.substr(0, rest.find(';'));
    rest.remove_prefix(std::min(rest.size(), fact.size() + 1));
    const auto equals = std::min(fact.find('='), fact.size());
    const auto key = capitals(fact.substr(0, equals));
    const auto value = fact.substr(std::min(fact.size(), equals + 1));
    Result<void> changed = system_error(EINVAL);
    if (key == "MODIFY") {
      if (const auto moment = parse_time_value(value)) changed = around_.files.set_modified(*path, *moment);
    } else if (key == "UNIX.MODE") {
      changed = change_mode(*path, value);
    } else {
      return {.reply = {504, fmt::format("{}: a fact that cannot be set", for_log(key))}};
    }
    if (!changed && changed.error().value() == EINVAL) return {.reply = {501, "Malformed fact."}};
    if (!changed) return {.reply = file_failure(name, changed.error())};
  }
  return {.reply = {213, fmt::format("{} {}", facts, name)}};
}

// FTP-MODE-1
Result<void> FtpSession::change_mode(const TreePath& path, Argument mode) {
  const auto facts = around_.files.facts(path, Reader::owner);
  if (!facts) return facts.error();
  const auto wanted = parse_file_mode(mode, facts->mode, facts->kind == FileKind::directory);
  if (!wanted) return wanted.error();
  if (!policy().chmod_takes_effect) return {};
  return around_.files.change_mode(path, *wanted);
}

// SITE <sp> ( CHMOD <sp> mode <sp> path | HELP )
FtpStep FtpSession::site(Argument argument) {
  const auto [word, rest] = first_word(argument);
  const auto command = capitals(word);
  if (command == "CHMOD" && !policy().withheld_verbs.contains("SITE CHMOD")) return site_chmod(rest);
  if (command == "HELP") {
    FtpReply reply{.code = 214, .text = "SITE commands:", .foot = "End of help.", .in_lines = true};
    reply.body = {"CHMOD <sp> mode <sp> path", "HELP"};
    return {.reply = std::move(reply)};
  }
  return {.reply = {500, fmt::format("SITE {}: not understood.", for_log(command))}};
}

FtpStep FtpSession::site_chmod(Argument argument) {
  const auto [mode, name] = first_word(argument);
  if (name.empty()) return {.reply = {501, "SITE CHMOD takes a mode and a name."}};
  const auto path = place(name);
  if (!path) return {.reply = file_failure(name, path.error())};
  if (!permits(*path, "SITE_CHMOD")) return forbidden(name);
  const auto changed = change_mode(*path, mode);
  if (!changed && changed.error().value() == EINVAL) return {.reply = {501, "No such mode."}};
  if (!changed) return {.reply = file_failure(name, changed.error())};
  return {.reply = {200, "SITE CHMOD command successful."}};
}

}  // namespace refd
