#pragma once

#include <string>
#include <string_view>

#include "client/mail_sink.h"
#include "client/smtp_client.h"
#include "scenario/context.h"
#include "scenario/mail/large_letter.h"
#include "scenario/mail/letter.h"
#include "scenario/mail/mailbox.h"

namespace cts {

// Mailboxes are read from the default vantage point, so that for POP before SMTP its address is one from
// which somebody has logged in. Strangers come from the next, from which nobody logs in by POP3.
inline constexpr unsigned customers_place = 0;
inline constexpr unsigned strangers_place = 1;
/// Where wrong passwords come from: the last of the vantage points, and those before it in turn as far as
/// nobody else comes from there. Servers let an address wait that has just guessed, ever longer, and who
/// comes from there with the right password waits too. `guess`: its number, among those of all scenarios.
unsigned guessers_place(const Context& context, unsigned guess);

/// What a letter is known by: no other holds it, and it is no part of another's.
std::string new_mark(Context& context);

/// A connection to port 25 or 587, greeted by EHLO; inconclusive when the target does not greet back.
SmtpClient greeted(Context& context, Context::SmtpPort port = Context::SmtpPort::transfer,
                   unsigned from = customers_place);
/// That the target tells what it knows from what it does not: who says yes to everything has not taken
/// anything. In a session of its own; inconclusive when it does not.
void need_judgement(Context& context);
/// One whose owner may send anywhere, on port 25: by AUTH, or by whatever else the target takes for a proof.
/// What is judged may not be how that comes about.
SmtpClient permitted(Context& context, const Target::MailAccount& account);

/// "<who>@<a domain that is not the customer's>".
std::string foreign_address(Context& context, std::string_view who);

/// How a message would fare as far as RCPT: nothing is sent, and the session is as before.
SmtpTransaction ask_for(SmtpClient& smtp, const std::string& from, const std::string& to);

/// The same for one who may not send: some servers refuse no earlier than at DATA. Where the message could
/// begin, the connection is cut instead, which takes all back (RFC 5321 §4.1.1.4).
SmtpTransaction try_to_send(SmtpClient& smtp, const std::string& from, const std::string& to);

/// Hands the letter over for one of the customer's own addresses, by whichever way the target takes it;
/// inconclusive when it takes it by none. For what is to be in a mailbox, when how it got there is not
/// judged.
void put(Context& context, const Letter& letter, const std::string& to);
void put(Context& context, const LargeLetter& letter, const std::string& to);
/// The same for a scenario's mailbox, and waits until it is there; as it arrived.
std::string put_into(Mailbox& mailbox, Context& context, const Letter& letter);
void put_into(Mailbox& mailbox, Context& context, const LargeLetter& letter);
/// Hands it over in a session, as SmtpClient does with one that is held.
SmtpTransaction send(SmtpClient& smtp, const SmtpEnvelope& envelope, const LargeLetter& letter);

}  // namespace cts
