#include "smtp/smtp_commands.h"

#include <algorithm>

namespace refd::smtp {

std::span<const Command> CommandTable::rows() {
  using S = Session;
  constexpr auto anything = Command::After::anything;
  constexpr auto greeting = Command::After::greeting;
  // clang-format off
  static constexpr Command table[] = {
    {"HELO",     anything, &S::helo,        "RFC 5321 4.1.1.1"},
    {"EHLO",     anything, &S::ehlo,        "SMTP-10"},
    {"AUTH",     greeting, &S::auth,        "SMTP-2"},
    {"STARTTLS", greeting, &S::starttls,    "RFC 3207 4"},
    {"MAIL",     greeting, &S::mail,        "SMTP-1"},
    {"RCPT",     greeting, &S::rcpt,        "SMTP-4, SMTP-7"},
    {"DATA",     greeting, &S::data,        "SMTP-5"},
    {"RSET",     anything, &S::rset,        "SMTP-10"},
    {"NOOP",     anything, &S::noop,        "RFC 5321 4.1.1.9"},
    {"VRFY",     anything, &S::vrfy,        "SMTP-10"},
    {"HELP",     anything, &S::help,        "RFC 5321 4.1.1.8"},
    {"QUIT",     anything, &S::quit,        "RFC 5321 4.1.1.10"},
    {"EXPN",     anything, &S::not_offered, "RFC 5321 7.3", false},
    {"ETRN",     anything, &S::not_offered, "RFC 1985", false},
    {"BDAT",     anything, &S::not_offered, "RFC 3030", false},
    {"TURN",     anything, &S::not_offered, "RFC 5321 F.1", false},
    {"SEND",     anything, &S::not_offered, "RFC 5321 F.6", false},
    {"SOML",     anything, &S::not_offered, "RFC 5321 F.6", false},
    {"SAML",     anything, &S::not_offered, "RFC 5321 F.6", false},
  };
  // clang-format on
  return table;
}

const Command* CommandTable::find(std::string_view verb) {
  const auto table = rows();
  const auto row =
      std::find_if(table.begin(), table.end(), [&](const auto& one) { return one.verb == verb; });
  return row == table.end() ? nullptr : &*row;
}

}  // namespace refd::smtp
