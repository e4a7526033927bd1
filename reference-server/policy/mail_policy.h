#pragma once

#include <chrono>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

namespace refd {

/// What the manuals fix about receiving mail by POP3. A deviation is another set of these values.
struct PopPolicy {
  /// HOST-3, POP-4: the service greets; false: an error, and the connection is closed.
  bool accepts_connections = true;
  bool accepts_tls_connections = true;

  /// POP-1: an account's name and password open its mailbox.
  bool names_are_case_sensitive = true;
  /// POP-2.
  bool passwords_are_case_sensitive = true;
  bool any_password_is_accepted = false;

  /// POP-3: a second session for the same account gets an error. false: it is let in.
  bool one_session_an_account = true;
  /// POP-3: true: one session for all accounts.
  bool one_session_for_everybody = false;
  /// POP-3: whether a session that ended by QUIT, or by a cut connection, frees its account.
  bool quit_frees_the_account = true;
  bool cut_connection_frees_the_account = true;

  /// POP-1: what was deleted goes at QUIT, and only then.
  bool quit_deletes = true;
  bool cut_connection_deletes = false;
  /// POP-1: what was not deleted stays; true: what was fetched goes with it.
  bool fetching_deletes = false;
  /// POP-1: RSET takes deletions back.
  bool reset_is_honoured = true;

  /// POP-6: verbs that are answered as unknown although the service knows them (empty in the reference).
  std::set<std::string, std::less<>> withheld_verbs;
  /// POP-6: an unknown command is an error that the session survives. false: the session ends.
  bool session_survives_unknown_commands = true;
};

/// What the manuals fix about an account's space.
struct MailboxPolicy {
  /// MBOX-2: once the space is used up, no further message is stored. false: it always is.
  bool full_is_refused = true;
  /// MBOX-3: the message that crosses the limit is stored whole. false: it is refused.
  bool crossing_message_is_stored = true;
  /// MBOX-1: how much of an account's space there really is.
  unsigned percent_of_space = 100;
  /// MBOX-4: deleting frees space.
  bool deleting_frees_space = true;
};

/// What the manuals fix about handing mail in by SMTP.
struct SmtpPolicy {
  /// SMTP-3: how long a POP3 login lets its address send without AUTH, on the server's clock.
  std::chrono::seconds pop_before_smtp{30 * 60};
};

/// Everything that the manuals fix about mail.
struct MailPolicy {
  PopPolicy pop;
  MailboxPolicy mailbox;
  SmtpPolicy smtp;
};

}  // namespace refd
