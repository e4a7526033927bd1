#include "ftp/ftp_session.h"

#include <fmt/format.h>

#include "ftp/command_line.h"
#include "ftp/ftp_commands.h"

namespace refd {
namespace {

// A name that holds one of these could not be shown in a listing.
bool breaks_lines(std::string_view argument) {
  constexpr std::string_view octets("\0\r\n", 3);
  return argument.find_first_of(octets) != std::string_view::npos;
}

// Whether following `name` from `directory` would at some point climb above the root.
bool climbs_above_root(const TreePath& directory, std::string_view name) {
  auto depth = [](std::string_view path) {
    int components = 0;
    for (std::size_t i = 0; i < path.size(); ++i)
      components += path[i] != '/' && (i == 0 || path[i - 1] == '/');
    return components;
  };
  int left = name.starts_with('/') ? 0 : depth(directory.text());
  while (!name.empty()) {
    const auto slash = name.find('/');
    const auto component = name.substr(0, slash);
    name.remove_prefix(slash == std::string_view::npos ? name.size() : slash + 1);
    if (component.empty() || component == ".") continue;
    left += component == ".." ? -1 : 1;
    if (left < 0) return true;
  }
  return false;
}

}  // namespace

FtpSession::FtpSession(const FtpSurroundings& surroundings, Ends ends, DataPort& data)
    : around_(surroundings),
      ends_(std::move(ends)),
      data_(data),
      guard_(
          around_.files,
          around_.access_files ? around_.access_files
                               : std::make_shared<AccessStore>(around_.files, around_.log),
          around_.policies,
          {.address = ends_.client.text(), .names = ends_.client_names, .known = ends_.client_names_known}) {}

// HOST-2: FTP answers at www.<domain>.
FtpStep FtpSession::greet() {
  if (!policy().accepts_connections) {
    return {.reply = {421, "Service not available, closing control connection."}, .ends = true};
  }
  return {.reply = {policy().greeting_code, around_.public_name + " FTP server ready."}};
}

FtpStep FtpSession::on_overlong_line() const {
  return {.reply = {500, "Command line too long."}};
}

FtpStep FtpSession::on_line(std::string_view line) {
  const auto command = parse_command(line);
  const auto* row = FtpCommandTable::find(command.verb);
  if (row == nullptr || policy().withheld_verbs.contains(command.verb)) return unknown(command.verb);
  if (row->login == FtpCommand::Login::needed && !logged_in_ && policy().login_is_required) {
    return {.reply = {530, "Please log in with USER and PASS."}};
  }
  if (breaks_lines(command.argument)) return {.reply = {501, "A name cannot hold CR, LF or NUL."}};
  const auto restart = restart_;
  auto rename_from = rename_from_;
  auto step = run(*row, command.argument);
  if (!awaits_names()) return step;
  // All that a refused command changes.
  restart_ = restart;
  rename_from_ = std::move(rename_from);
  return {.awaits_names = true};
}

FtpStep FtpSession::run(const FtpCommand& command, Argument argument) {
  using Takes = FtpCommand::Takes;
  if (command.takes == Takes::word || command.takes == Takes::required_word) argument = trimmed(argument);
  if (argument.empty() && (command.takes == Takes::required_word || command.takes == Takes::required_path)) {
    return {.reply = {501, fmt::format("{} needs an argument.", command.verb)}};
  }
  // RFC 959 section 4.1.3: RNTO follows its RNFR at once.
  if (command.verb != "RNTO") rename_from_.reset();
  return (this->*command.handler)(argument);
}

// FTP-XFER-2: an unknown command gets 500 or 502, and the session goes on.
FtpStep FtpSession::unknown(std::string_view verb) const {
  if (!policy().session_survives_unknown_commands) {
    return {.reply = {421, "Unknown command, closing control connection."}, .ends = true};
  }
  return {.reply = {500, fmt::format("{}: not understood.", for_log(verb))}};
}

Interjection FtpSession::interjection(std::string_view line) {
  const auto command = parse_command(line);
  if (command.verb == "ABOR") return Interjection::abort;
  if (command.verb == "STAT" && trimmed(command.argument).empty()) return Interjection::status;
  return Interjection::later;
}

Result<TreePath> FtpSession::place(Argument name) const {
  if (!policy().root_is_a_floor && climbs_above_root(directory_, name)) return system_error(ENOENT);
  return TreePath::resolve(directory_, name);
}

FtpReply file_failure(std::string_view name, const boost::system::error_code& error) {
  const int number = error.category() == boost::system::system_category() ? error.value() : EIO;
  switch (number) {
    case ENOSPC:
      return {452, fmt::format("{}: No space left on the server.", name)};
    case EDQUOT:
    case EFBIG:
      return {552, fmt::format("{}: Storage allocation exceeded.", name)};
    case EPERM:
      return {550, fmt::format("{}: Operation not permitted", name)};
    case ENAMETOOLONG:
      return {553, fmt::format("{}: File name too long", name)};
    default:
      return {550, fmt::format("{}: {}", name, error.message())};
  }
}

std::string for_log(std::string_view text) {
  constexpr std::size_t limit = 64;
  std::string safe(text.substr(0, limit));
  for (auto& c : safe) {
    if (c < ' ' || c > '~') c = '?';
  }
  return safe;
}

}  // namespace refd
