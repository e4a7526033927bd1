#include "smtp/smtp_session.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "smtp/command_line.h"
#include "smtp/smtp_commands.h"

namespace refd::smtp {

using Next = Step::Next;

namespace {

bool is_of_http(std::string_view verb) {
  static constexpr std::array<std::string_view, 6> verbs = {"GET",  "POST",    "PUT",
                                                            "HEAD", "OPTIONS", "CONNECT"};
  return std::find(verbs.begin(), verbs.end(), verb) != verbs.end();
}

}  // namespace

Session::Session(const Surroundings& surroundings, Ends ends)
    : around_(surroundings), ends_(std::move(ends)) {}

// HOST-3, SMTP-1: SMTP answers at smtp.<domain>, on both ports.
Step Session::greet() {
  const bool open = ends_.door == Door::relay ? policy().accepts_connections : policy().accepts_submission;
  if (!open) return {{554, "", around_.host_name + " does not take mail"}, Next::end};
  return {{220, "", around_.host_name + " ESMTP ready"}};
}

Step Session::on_line(std::string_view line) {
  if (awaits_credentials_) return take_credentials(line);
  // A NUL or a lone CR in a command is never meant well, and 8-bit addresses need an extension.
  if (!is_plain_text(line)) return mistake(500, "5.5.2", "A command is printable US-ASCII");
  const auto command = parse_command(line);
  const auto* const row = CommandTable::find(command.verb);
  if (row == nullptr) return unknown(command.verb);
  if (row->after == Command::After::greeting && greeted_as_.empty())
    return mistake(503, "5.5.1", "Send EHLO or HELO first");
  return (this->*row->handler)(command.argument);
}

bool Session::is_slow(std::string_view line) const {
  return awaits_credentials_ || parse_command(line).verb == "AUTH";
}

Step Session::on_overlong_line() {
  awaits_credentials_ = false;
  return mistake(500, "5.5.2", "Line too long");
}

std::size_t Session::line_limit() const {
  constexpr std::size_t longest_response = 12'288;  // RFC 4954 section 4
  return awaits_credentials_ ? longest_response : around_.limits.line_octets;
}

// Whoever only makes mistakes is a program that looks for holes, or one that takes us for something else.
Step Session::mistake(int code, std::string_view status, std::string text) {
  if (++mistakes_ > around_.limits.mistakes)
    return {{421, "4.7.0", "Too many mistakes, closing connection"}, Next::end};
  return {{code, status, std::move(text)}};
}

// SMTP-10: an unknown command gets 500, and the session goes on.
Step Session::unknown(std::string_view verb) {
  if (!policy().session_survives_unknown_commands)
    return {{421, "4.7.0", "Unknown command, closing connection"}, Next::end};
  // A browser, which a page has made to speak to us: what it sends next may be commands, from an address that
  // may send.
  if (is_of_http(verb)) return {{421, "4.7.0", "This is not HTTP, closing connection"}, Next::end};
  return mistake(500, "5.5.2", shown(verb) + ": not understood");
}

Step Session::not_offered(Argument) {
  return mistake(502, "5.5.1", "Not implemented");
}

// SMTP-2, SMTP-3: who has authenticated, and whose address has just logged in by POP3.
bool Session::may_send() const {
  const auto& rules = policy();
  if (account_ && rules.authentication_lets_send) return true;
  const auto now = around_.clock.now();
  if (rules.pop_login_lets_everybody_send && around_.pop_logins.any_recent(now, rules.pop_before_smtp))
    return true;
  return rules.pop_login_lets_send && around_.pop_logins.recent(ends_.client, now, rules.pop_before_smtp);
}

// "HELO" SP Domain CRLF
Step Session::helo(Argument argument) {
  if (argument.empty()) return mistake(501, "", "HELO needs your name");
  transaction_.reset();
  greeted_as_ = argument;
  extended_ = false;
  return {{250, "", around_.host_name}};
}

// "EHLO" SP ( Domain / address-literal ) CRLF
Step Session::ehlo(Argument argument) {
  if (argument.empty()) return mistake(501, "", "EHLO needs your name");
  transaction_.reset();
  greeted_as_ = argument;
  extended_ = true;
  const auto& rules = policy();
  Reply hello(250, "", around_.host_name);
  const auto offer = [&hello](bool offered, std::string keyword) {
    if (offered) hello.lines.push_back(std::move(keyword));
  };
  offer(true, "PIPELINING");
  offer(rules.size_is_advertised, fmt::format("SIZE {}", rules.message_octets));
  offer(ends_.tls_offered && !encrypted_, "STARTTLS");
  offer(rules.plain_is_offered, "AUTH PLAIN");
  offer(true, "8BITMIME");
  offer(true, "DSN");
  offer(true, "ENHANCEDSTATUSCODES");
  return {std::move(hello)};
}

// RFC 3207 section 4
Step Session::starttls(Argument argument) {
  if (!argument.empty()) return mistake(501, "5.5.4", "STARTTLS takes no argument");
  if (!ends_.tls_offered) return mistake(502, "5.5.1", "There is no TLS here");
  if (encrypted_) return mistake(503, "5.5.1", "TLS is on already");
  return {{220, "2.0.0", "Ready to start TLS"}, Next::tls};
}

void Session::on_tls() {
  encrypted_ = true;
  greeted_as_.clear();
  account_.reset();
  transaction_.reset();
}

// SMTP-10
Step Session::rset(Argument argument) {
  if (!argument.empty()) return mistake(501, "5.5.4", "RSET takes no argument");
  if (policy().reset_is_honoured) transaction_.reset();
  return {{250, "2.0.0", "Ok"}};
}

Step Session::noop(Argument) {
  return {{250, "2.0.0", "Ok"}};
}

// SMTP-10: VRFY tells nobody who has an address here (RFC 5321 section 3.5.3).
Step Session::vrfy(Argument argument) {
  if (argument.empty()) return mistake(501, "5.5.4", "VRFY needs an address");
  if (policy().vrfy_tells_who_exists) {
    const auto path = take_path(argument);
    const auto account = path ? around_.accounts.at(path->address.text()) : std::nullopt;
    return account ? Step{{250, "2.1.5", "<" + account->address + ">"}}
                   : Step{{550, "5.1.1", "Nobody here has this address"}};
  }
  return {{252, "2.5.2", "Send some mail, and see"}};
}

Step Session::help(Argument) {
  std::string verbs = "Commands:";
  for (const auto& row : CommandTable::rows()) {
    if (row.offered) verbs.append(" ").append(row.verb);
  }
  return {{214, "2.0.0", std::move(verbs)}};
}

Step Session::quit(Argument argument) {
  if (!argument.empty()) return mistake(501, "5.5.4", "QUIT takes no argument");
  return {{221, "2.0.0", "Goodbye"}, Next::end};
}

}  // namespace refd::smtp
