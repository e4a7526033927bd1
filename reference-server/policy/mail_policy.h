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
  /// HOST-3, SMTP-1: port 25 and port 587 take mail; false: 554, and the connection is closed.
  bool accepts_connections = true;
  bool accepts_submission = true;

  /// SMTP-2: AUTH PLAIN with an account's POP3 name and password lets its session send.
  bool plain_is_offered = true;
  bool initial_response_is_taken = true;  ///< RFC 4954 section 4
  bool passwords_are_case_sensitive = true;
  bool any_password_is_accepted = false;
  unsigned wrong_password_code = 535;
  /// SMTP-2: false: a login changes nothing.
  bool authentication_lets_send = true;

  /// SMTP-3: how long a POP3 login lets its address send without AUTH, on the server's clock.
  std::chrono::seconds pop_before_smtp{30 * 60};
  bool pop_login_lets_send = true;
  bool pop_login_lets_everybody_send = false;
  bool failed_pop_login_lets_send = false;

  /// SMTP-4: mail for elsewhere is taken from those only. What lets it through, each a disguise.
  bool anyone_may_relay = false;
  bool percent_hack_relays = false;    ///< user%elsewhere@here
  bool source_route_relays = false;    ///< @here:user@elsewhere
  bool quoted_address_relays = false;  ///< "user@elsewhere"@here
  bool null_sender_relays = false;
  bool local_sender_relays = false;  ///< whoever says that he is one of ours

  /// SMTP-5, SMTP-6: octets of a message, line ends counted as two, without dot-stuffing and the ending dot.
  std::uint64_t message_octets = 20ULL << 20;
  bool size_is_advertised = true;
  bool size_parameter_is_honoured = true;  ///< RFC 1870: 552 at MAIL
  bool size_is_checked_at_data = true;

  /// SMTP-7.
  bool own_addresses_are_taken_from_anyone = true;
  bool unknown_addresses_are_refused = true;
  bool address_case_matters = false;

  /// SMTP-8: a message that cannot be delivered comes back as an error mail.
  bool bounces_are_sent = true;

  /// SMTP-10.
  bool pipelining_works = true;  ///< false: what came with a command is dropped
  bool dot_stuffing_is_undone = true;
  bool bare_line_feed_ends_message = false;  ///< LF . LF
  bool bare_return_ends_message = false;     ///< CR . CR
  bool long_lines_are_kept = true;           ///< false: cut after 1,000 octets
  bool eight_bits_are_kept = true;
  bool reset_is_honoured = true;
  bool vrfy_tells_who_exists = false;
  bool session_survives_unknown_commands = true;
  /// What was acknowledged is delivered. false: every second message is lost.
  bool acknowledged_is_delivered = true;
  bool mail_for_elsewhere_leaves = true;
};

/// Everything that the manuals fix about mail.
struct MailPolicy {
  PopPolicy pop;
  MailboxPolicy mailbox;
  SmtpPolicy smtp;
};

}  // namespace refd
