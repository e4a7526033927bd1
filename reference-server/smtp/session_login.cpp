#include "smtp/command_line.h"
#include "smtp/credentials.h"
#include "smtp/smtp_session.h"

namespace refd::smtp {

// SMTP-2. "AUTH" SP "PLAIN" [SP ( initial-response / "=" )] CRLF (RFC 4954 section 4)
Step Session::auth(Argument argument) {
  if (argument.empty()) return mistake(501, "5.5.4", "AUTH needs a mechanism");
  if (account_) return mistake(503, "5.5.1", "You are authenticated already");
  if (transaction_) return mistake(503, "5.5.1", "Not within a transaction");
  const auto mechanism = argument.substr(0, argument.find(' '));
  if (!policy().plain_is_offered || capitals(mechanism) != "PLAIN")
    return mistake(504, "5.5.4", "Mechanism not offered");
  const auto initial = trimmed(argument.substr(mechanism.size()));
  if (initial.empty() || !policy().initial_response_is_taken) {
    awaits_credentials_ = true;
    return {{334, "", ""}};
  }
  return take_credentials(initial);
}

Step Session::take_credentials(Argument base64) {
  awaits_credentials_ = false;
  if (base64 == "*") return mistake(501, "5.7.0", "Authentication cancelled");
  const auto given = parse_plain(base64);
  if (!given) return mistake(501, "5.5.2", "That is no answer to AUTH PLAIN");
  const auto& rules = policy();
  const auto account =
      around_.accounts.login(given->name, given->password,
                             {.passwords_are_case_sensitive = rules.passwords_are_case_sensitive,
                              .any_password_is_accepted = rules.any_password_is_accepted});
  // Nobody acts as somebody else here.
  const bool as_itself = given->authorization.empty() || given->authorization == given->name;
  if (!account || !as_itself) return wrong_credentials(given->name);
  account_ = account;
  failed_logins_ = 0;
  around_.log->info("smtp: '{}' authenticated from {}", shown(account->name), ends_.client);
  return {{235, "2.7.0", "Authentication successful"}};
}

// SMTP-2: refused; slower each time, and not for ever.
Step Session::wrong_credentials(std::string_view name) {
  ++failed_logins_;
  around_.log->warn("smtp: authentication of '{}' from {} refused", shown(name), ends_.client);
  const auto delay = around_.limits.failed_login_delay;
  if (failed_logins_ >= around_.limits.login_attempts)
    return {{421, "4.7.0", "Too many failed logins, closing connection"}, Step::Next::end, delay};
  const auto code = policy().wrong_password_code;
  const auto* const status = code < 300 ? "2.7.0" : code < 500 ? "4.7.0" : "5.7.8";
  return {{static_cast<int>(code), status, "Authentication credentials invalid"}, Step::Next::line, delay};
}

}  // namespace refd::smtp
