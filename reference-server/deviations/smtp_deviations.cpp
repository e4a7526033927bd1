#include "deviations/tables.h"

namespace refd {
namespace {

// What becomes of sending mail: SMTP.
const Deviation rows[] = {
    {.id = "smtp.host.refuses_connections",
     .clauses = {"HOST-3", "SMTP-1"},
     .summary = "SMTP refuses every connection on port 25",
     .mail =
         [](MailPolicy& m) {
           m.smtp.accepts_connections = false;
         }},
    {.id = "smtp.ports.submission_refuses_connections",
     .clauses = {"SMTP-1"},
     .summary = "port 587 refuses every connection",
     .mail =
         [](MailPolicy& m) {
           m.smtp.accepts_submission = false;
         }},
    {.id = "smtp.ports.taken_is_lost",
     .clauses = {"SMTP-1", "SMTP-7"},
     .summary = "of the messages that a session hands over every second is lost",
     .mail =
         [](MailPolicy& m) {
           m.smtp.acknowledged_is_delivered = false;
         }},
    {.id = "smtp.ports.nobody_may_send",
     .clauses = {"SMTP-1", "SMTP-2", "SMTP-3", "SMTP-7"},
     .summary = "nobody is let send, neither for elsewhere nor for the contract's own addresses",
     .mail =
         [](MailPolicy& m) {
           m.smtp.authentication_lets_send = false;
           m.smtp.pop_login_lets_send = false;
           m.smtp.own_addresses_are_taken_from_anyone = false;
         }},
    {.id = "smtp.ports.nothing_leaves",
     .clauses = {"SMTP-1", "SMTP-2", "SMTP-3", "SMTP-4", "SMTP-8"},
     .summary = "mail for elsewhere is taken, and lost",
     .mail =
         [](MailPolicy& m) {
           m.smtp.mail_for_elsewhere_leaves = false;
         }},
    {.id = "smtp.auth.not_offered",
     .clauses = {"SMTP-2", "SMTP-11"},
     .summary = "AUTH PLAIN is neither offered nor taken",
     .mail =
         [](MailPolicy& m) {
           m.smtp.plain_is_offered = false;
         }},
    {.id = "smtp.auth.no_initial_response",
     .clauses = {"SMTP-2"},
     .summary = "AUTH PLAIN takes no response that comes with it",
     .mail =
         [](MailPolicy& m) {
           m.smtp.initial_response_is_taken = false;
         }},
    {.id = "smtp.auth.password_in_any_case",
     .clauses = {"SMTP-2"},
     .summary = "the case of passwords does not count",
     .mail =
         [](MailPolicy& m) {
           m.smtp.passwords_are_case_sensitive = false;
         }},
    {.id = "smtp.auth.any_password",
     .clauses = {"SMTP-2"},
     .summary = "every password is accepted",
     .mail =
         [](MailPolicy& m) {
           m.smtp.any_password_is_accepted = true;
         }},
    {.id = "smtp.auth.wrong_password_is_550",
     .clauses = {"SMTP-2"},
     .summary = "a wrong password is answered 550",
     .mail =
         [](MailPolicy& m) {
           m.smtp.wrong_password_code = 550;
         }},
    {.id = "smtp.auth.lets_nobody_send",
     .clauses = {"SMTP-1", "SMTP-2"},
     .summary = "whoever has logged in may send no more than others",
     .mail =
         [](MailPolicy& m) {
           m.smtp.authentication_lets_send = false;
         }},
    {.id = "smtp.pop_before_smtp.lets_nobody_send",
     .clauses = {"SMTP-3"},
     .summary = "a POP3 login lets nobody send",
     .mail =
         [](MailPolicy& m) {
           m.smtp.pop_login_lets_send = false;
         }},
    {.id = "smtp.pop_before_smtp.lets_everybody_send",
     .clauses = {"SMTP-3", "SMTP-4"},
     .summary = "a POP3 login lets everybody send",
     .mail =
         [](MailPolicy& m) {
           m.smtp.pop_login_lets_everybody_send = true;
         }},
    {.id = "smtp.pop_before_smtp.failed_login_lets_send",
     .clauses = {"SMTP-3", "SMTP-4"},
     .summary = "a failed POP3 login lets its address send",
     .mail =
         [](MailPolicy& m) {
           m.smtp.failed_pop_login_lets_send = true;
         }},
    {.id = "smtp.pop_before_smtp.never_ends",
     .clauses = {"SMTP-3"},
     .summary = "a POP3 login lets its address send for ever",
     .mail =
         [](MailPolicy& m) {
           m.smtp.pop_before_smtp = std::chrono::hours(24 * 365 * 10);
         }},
    {.id = "smtp.pop_before_smtp.ends_at_once",
     .clauses = {"SMTP-3"},
     .summary = "a POP3 login lets its address send for a minute",
     .mail =
         [](MailPolicy& m) {
           m.smtp.pop_before_smtp = std::chrono::minutes(1);
         }},
    {.id = "smtp.relay.for_everybody",
     .clauses = {"SMTP-3", "SMTP-4"},
     .summary = "everybody's mail for elsewhere is taken",
     .mail =
         [](MailPolicy& m) {
           m.smtp.anyone_may_relay = true;
         }},
    {.id = "smtp.relay.by_percent_hack",
     .clauses = {"SMTP-4"},
     .summary = "user%elsewhere@here is sent elsewhere",
     .mail =
         [](MailPolicy& m) {
           m.smtp.percent_hack_relays = true;
         }},
    {.id = "smtp.relay.by_source_route",
     .clauses = {"SMTP-4"},
     .summary = "@here:user@elsewhere is sent elsewhere",
     .mail =
         [](MailPolicy& m) {
           m.smtp.source_route_relays = true;
         }},
    {.id = "smtp.relay.by_quoting",
     .clauses = {"SMTP-4"},
     .summary = "\"user@elsewhere\"@here is sent elsewhere",
     .mail =
         [](MailPolicy& m) {
           m.smtp.quoted_address_relays = true;
         }},
    {.id = "smtp.relay.for_the_null_sender",
     .clauses = {"SMTP-4"},
     .summary = "mail of the null sender for elsewhere is taken",
     .mail =
         [](MailPolicy& m) {
           m.smtp.null_sender_relays = true;
         }},
    {.id = "smtp.relay.for_local_senders",
     .clauses = {"SMTP-3", "SMTP-4"},
     .summary = "whoever says that he is one of ours may send elsewhere",
     .mail =
         [](MailPolicy& m) {
           m.smtp.local_sender_relays = true;
         }},
    {.id = "smtp.size.four_fifths",
     .clauses = {"SMTP-5", "SMTP-6", "POP-5", "MBOX-5"},
     .summary = "messages have little more than four fifths of the size at most",
     .mail =
         [](MailPolicy& m) {
           m.smtp.message_octets = m.smtp.message_octets / 100 * 82;
         }},
    {.id = "smtp.size.fourfold",
     .clauses = {"SMTP-5", "SMTP-6"},
     .summary = "messages have four times the size at most",
     .mail =
         [](MailPolicy& m) {
           m.smtp.message_octets *= 4;
         }},
    {.id = "smtp.size.not_told",
     .clauses = {"SMTP-5"},
     .summary = "EHLO does not tell how large a message may be",
     .mail =
         [](MailPolicy& m) {
           m.smtp.size_is_advertised = false;
         }},
    {.id = "smtp.size.parameter_is_ignored",
     .clauses = {"SMTP-5"},
     .summary = "the size told with MAIL is not looked at",
     .mail =
         [](MailPolicy& m) {
           m.smtp.size_parameter_is_honoured = false;
         }},
    {.id = "smtp.size.data_is_not_counted",
     .clauses = {"SMTP-5", "SMTP-6"},
     .summary = "the octets of a message are not counted",
     .mail =
         [](MailPolicy& m) {
           m.smtp.size_is_checked_at_data = false;
         }},
    {.id = "smtp.incoming.from_customers_only",
     .clauses = {"SMTP-7"},
     .summary = "mail for the customer is taken from himself only",
     .mail =
         [](MailPolicy& m) {
           m.smtp.own_addresses_are_taken_from_anyone = false;
         }},
    {.id = "smtp.incoming.nobody_is_taken_too",
     .clauses = {"SMTP-7"},
     .summary = "mail for addresses that nobody has is taken, and dropped",
     .mail =
         [](MailPolicy& m) {
           m.smtp.unknown_addresses_are_refused = false;
         }},
    {.id = "smtp.incoming.case_matters",
     .clauses = {"SMTP-7"},
     .summary = "addresses are others in another case",
     .mail =
         [](MailPolicy& m) {
           m.smtp.address_case_matters = true;
         }},
    {.id = "smtp.bounce.none",
     .clauses = {"SMTP-8", "SMTP-9"},
     .summary = "no error mails are sent",
     .mail =
         [](MailPolicy& m) {
           m.smtp.bounces_are_sent = false;
         }},
    {.id = "smtp.dialogue.no_pipelining",
     .clauses = {"SMTP-10"},
     .summary = "what comes with a command is dropped",
     .mail =
         [](MailPolicy& m) {
           m.smtp.pipelining_works = false;
         }},
    {.id = "smtp.dialogue.reset_is_ignored",
     .clauses = {"SMTP-10"},
     .summary = "RSET takes nothing back",
     .mail =
         [](MailPolicy& m) {
           m.smtp.reset_is_honoured = false;
         }},
    {.id = "smtp.dialogue.vrfy_tells",
     .clauses = {"SMTP-10"},
     .summary = "VRFY tells who exists",
     .mail =
         [](MailPolicy& m) {
           m.smtp.vrfy_tells_who_exists = true;
         }},
    {.id = "smtp.program.unknown_ends_session",
     .clauses = {"SMTP-11"},
     .summary = "an unknown command ends the session",
     .mail =
         [](MailPolicy& m) {
           m.smtp.session_survives_unknown_commands = false;
         }},
    {.id = "smtp.octets.dots_stay_doubled",
     .clauses = {"SMTP-10", "POP-1"},
     .summary = "the dot that a sender doubles stays doubled",
     .mail =
         [](MailPolicy& m) {
           m.smtp.dot_stuffing_is_undone = false;
         }},
    {.id = "smtp.octets.line_feed_ends",
     .clauses = {"SMTP-10"},
     .summary = "LF . LF ends a message",
     .mail =
         [](MailPolicy& m) {
           m.smtp.bare_line_feed_ends_message = true;
         }},
    {.id = "smtp.octets.return_ends",
     .clauses = {"SMTP-10"},
     .summary = "CR . CR ends a message",
     .mail =
         [](MailPolicy& m) {
           m.smtp.bare_return_ends_message = true;
         }},
    {.id = "smtp.octets.long_lines_are_cut",
     .clauses = {"SMTP-10"},
     .summary = "lines are cut after 1,000 octets",
     .mail =
         [](MailPolicy& m) {
           m.smtp.long_lines_are_kept = false;
         }},
    {.id = "smtp.octets.seven_bits",
     .clauses = {"SMTP-10", "POP-1"},
     .summary = "the eighth bit is lost",
     .mail =
         [](MailPolicy& m) {
           m.smtp.eight_bits_are_kept = false;
         }},
};

}  // namespace

std::span<const Deviation> smtp_deviations() {
  return rows;
}

}  // namespace refd
