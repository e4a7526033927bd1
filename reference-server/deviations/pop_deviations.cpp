#include "deviations/tables.h"

namespace refd {
namespace {

// What becomes of receiving mail: POP, MBOX.
const Deviation rows[] = {
    {.id = "pop.host.refuses_connections",
     .clauses = {"HOST-3"},
     .summary = "POP3 refuses every connection",
     .mail =
         [](MailPolicy& p) {
           p.pop.accepts_connections = false;
         }},
    {.id = "pop.tls.refuses_connections",
     .clauses = {"POP-4"},
     .summary = "POP3 over TLS refuses every connection",
     .mail =
         [](MailPolicy& p) {
           p.pop.accepts_tls_connections = false;
         }},
    {.id = "pop.login.refuses_everybody",
     .clauses = {"POP-1"},
     .summary = "POP3 refuses the right password too",
     .effects =
         [](Effects& e) {
           e.mail_logins_are_refused = true;
         }},
    {.id = "pop.login.any_name",
     .clauses = {"POP-2"},
     .summary = "a password opens its mailbox under every name",
     .effects =
         [](Effects& e) {
           e.mail_names_do_not_matter = true;
         }},
    {.id = "pop.login.password_in_any_case",
     .clauses = {"POP-2"},
     .summary = "the case of passwords does not count",
     .mail =
         [](MailPolicy& p) {
           p.pop.passwords_are_case_sensitive = false;
         }},
    {.id = "pop.login.any_password",
     .clauses = {"POP-2"},
     .summary = "every password is accepted",
     .mail =
         [](MailPolicy& p) {
           p.pop.any_password_is_accepted = true;
         }},
    {.id = "pop.lock.none",
     .clauses = {"POP-3"},
     .summary = "a second session for the same account is let in",
     .mail =
         [](MailPolicy& p) {
           p.pop.one_session_an_account = false;
         }},
    {.id = "pop.lock.for_everybody",
     .clauses = {"POP-3", "POP-1"},
     .summary = "there is one session for all accounts",
     .mail =
         [](MailPolicy& p) {
           p.pop.one_session_for_everybody = true;
         }},
    {.id = "pop.lock.quit_does_not_free",
     .clauses = {"POP-3", "POP-1"},
     .summary = "QUIT leaves the account locked when a command was refused before",
     .mail =
         [](MailPolicy& p) {
           p.pop.quit_frees_the_account = false;
         }},
    {.id = "pop.lock.cut_does_not_free",
     .clauses = {"POP-3", "POP-1"},
     .summary = "a cut connection leaves the account locked when a command was refused before",
     .mail =
         [](MailPolicy& p) {
           p.pop.cut_connection_frees_the_account = false;
         }},
    {.id = "pop.reading.quit_deletes_nothing",
     .clauses = {"POP-1"},
     .summary = "what was deleted is still there after QUIT",
     .mail =
         [](MailPolicy& p) {
           p.pop.quit_deletes = false;
         }},
    {.id = "pop.reading.cut_deletes",
     .clauses = {"POP-1"},
     .summary = "a cut connection deletes what was marked",
     .mail =
         [](MailPolicy& p) {
           p.pop.cut_connection_deletes = true;
         }},
    {.id = "pop.reading.fetching_deletes",
     .clauses = {"POP-1"},
     .summary = "what was fetched goes at QUIT",
     .mail =
         [](MailPolicy& p) {
           p.pop.fetching_deletes = true;
         }},
    {.id = "pop.reading.reset_is_ignored",
     .clauses = {"POP-6"},
     .summary = "RSET takes nothing back",
     .mail =
         [](MailPolicy& p) {
           p.pop.reset_is_honoured = false;
         }},
    {.id = "pop.reading.unique_ids_change",
     .clauses = {"POP-1"},
     .summary = "every session gives other unique ids",
     .effects =
         [](Effects& e) {
           e.unique_ids_change = true;
         }},
    {.id = "pop.reading.mangled",
     .clauses = {"POP-1"},
     .summary = "a message that is fetched again has another letter in it",
     .effects =
         [](Effects& e) {
           e.letters_are_mangled = true;
         }},
    {.id = "pop.reading.dots_not_stuffed",
     .clauses = {"POP-1"},
     .summary = "when a message is fetched again, lines that begin with a dot lose it",
     .effects =
         [](Effects& e) {
           e.letters_lose_leading_dots = true;
         }},
    {.id = "pop.large.cut",
     .clauses = {"POP-5"},
     .summary = "a large message that is fetched again ends after 768 KiB",
     .effects =
         [](Effects& e) {
           e.large_letters_are_cut = true;
         }},
    {.id = "pop.programs.no_uidl",
     .clauses = {"POP-6"},
     .summary = "UIDL is not known",
     .mail =
         [](MailPolicy& p) {
           p.pop.withheld_verbs = {"UIDL"};
         }},
    {.id = "pop.programs.no_top",
     .clauses = {"POP-6"},
     .summary = "TOP is not known",
     .mail =
         [](MailPolicy& p) {
           p.pop.withheld_verbs = {"TOP"};
         }},
    {.id = "pop.programs.no_noop",
     .clauses = {"POP-6"},
     .summary = "NOOP is not known",
     .mail =
         [](MailPolicy& p) {
           p.pop.withheld_verbs = {"NOOP"};
         }},
    {.id = "pop.programs.unknown_ends_session",
     .clauses = {"POP-6"},
     .summary = "an unknown command ends the session",
     .mail =
         [](MailPolicy& p) {
           p.pop.session_survives_unknown_commands = false;
         }},
    {.id = "mbox.size.half",
     .clauses = {"MBOX-1", "MBOX-5"},
     .summary = "a mailbox has half the space",
     .mail =
         [](MailPolicy& p) {
           p.mailbox.percent_of_space = 50;
         }},
    {.id = "mbox.full.takes_all",
     .clauses = {"MBOX-2", "MBOX-3"},
     .summary = "a full mailbox takes everything",
     .mail =
         [](MailPolicy& p) {
           p.mailbox.full_is_refused = false;
         }},
    {.id = "mbox.full.deleting_frees_nothing",
     .clauses = {"MBOX-4"},
     .summary = "deleting frees no space as long as something is left",
     .mail =
         [](MailPolicy& p) {
           p.mailbox.deleting_frees_space = false;
         }},
};

}  // namespace

std::span<const Deviation> pop_deviations() {
  return rows;
}

}  // namespace refd
