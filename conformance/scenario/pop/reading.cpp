// POP-1, POP-5: messages are listed, fetched as they are and deleted; what is not deleted stays.

#include <algorithm>

#include "check/large_message.h"
#include "check/message.h"
#include "check/pop_checks.h"
#include "scenario/context.h"
#include "scenario/mail/mailbox.h"
#include "scenario/mail/sending.h"
#include "scenario/patience.h"
#include "scenario/pop/talk.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::AnyOf;
using testing::Eq;
using testing::Ne;

Letter letter_to(Context& context, const Mailbox& mailbox, const std::string& body = "Hello.\r\n") {
  return write_letter(new_mark(context), {.from = mailbox.address(), .to = mailbox.address(), .body = body});
}

/// A session, and the number of the letter in it; inconclusive when it is not there.
struct Found {
  PopClient session;
  std::size_t number = 0;
};
Found found(Context& context, const Mailbox& mailbox, const std::string& mark) {
  PopClient session = reopened(context, mailbox.account());
  const auto number = number_of(session, mark);
  context.need("the letter that was put into the mailbox is there", number.has_value(), Eq(true));
  return {std::move(session), *number};
}
Found found(Context& context, const Mailbox& mailbox, const Letter& letter) {
  return found(context, mailbox, letter.mark);
}

/// As it would be if the sending side had left its doubling of dots in (RFC 5321 §4.5.2).
std::string with_doubled_dots(const std::string& message) {
  std::string out;
  for (std::size_t i = 0; i < message.size(); ++i) {
    if (message[i] == '.' && (i == 0 || message[i - 1] == '\n')) out += '.';
    out += message[i];
  }
  return out;
}

/// Whether a new session finds it.
bool is_there(Context& context, const Mailbox& mailbox, const Letter& letter) {
  PopClient session = reopened(context, mailbox.account());
  const bool there = number_of(session, letter.mark).has_value();
  session.abandon();
  return there;
}

void lists_sizes(Context& context) {
  Mailbox mailbox(context);
  const Letter letter = letter_to(context, mailbox);
  put_into(mailbox, context, letter);
  put_into(mailbox, context, letter_to(context, mailbox, std::string(3000, 'x') + "\r\n"));
  auto [session, number] = found(context, mailbox, letter);
  const auto stat = stat_of(session);
  const auto listed = list_of(session);
  context.need("STAT and LIST can be read", stat.has_value() && listed.has_value(), Eq(true));
  context.expect("LIST shows as many messages as STAT counts", listed->size(), Eq(stat->messages));
  std::uint64_t octets = 0;
  for (const PopListed& row : *listed) octets += row.octets;
  context.record("pop.stat_is_the_sum_of_list", octets == stat->octets ? "yes" : "no");
  const PopText whole = session.fetch("RETR " + std::to_string(number));
  const auto row = std::find_if(listed->begin(), listed->end(),
                                [n = number](const PopListed& one) { return one.number == n; });
  context.expect("a message that is listed can be fetched", whole, Positive());
  context.record("pop.listed_size", row->octets == whole.text.size() ? "is exact" : "is about right");
  session.command("DELE " + std::to_string(number));
  context.expect("what was deleted is no longer listed",
                 list_of(session).value_or(std::vector<PopListed>()).size(), Eq(listed->size() - 1));
  session.quit();
  context.expect("after QUIT it is gone", is_there(context, mailbox, letter), Eq(false));
}

void fetched_as_sent(Context& context) {
  Mailbox mailbox(context);
  std::string body = ".\r\n..\r\n.one dot\r\n...three\r\n\r\n \r\n.";
  for (int length = 0; length < 80; ++length) body += std::string(length, '.') + "\r\n";
  body += "-- \r\nthe last line.\r\n";
  const Letter letter = letter_to(context, mailbox, body);
  put_into(mailbox, context, letter);
  auto [session, number] = found(context, mailbox, letter);
  const PopText first = session.fetch("RETR " + std::to_string(number));
  context.need("the letter can be fetched", first, Positive());
  // Whether the sending side undoes its own doubling of dots is not judged here.
  context.expect("a message is fetched as it was sent, dots at the head of its lines included", first.text,
                 AnyOf(Carries(letter.octets), Carries(with_doubled_dots(letter.octets))));
  context.expect("it is the same when it is fetched again", session.fetch("RETR " + std::to_string(number)),
                 TextIs(first.text));
  session.quit();
}

void deleted_at_quit(Context& context) {
  Mailbox mailbox(context);
  const Letter goes = letter_to(context, mailbox);
  const Letter stays = letter_to(context, mailbox);
  put_into(mailbox, context, goes);
  put_into(mailbox, context, stays);
  auto [session, number] = found(context, mailbox, goes);
  const std::string it = std::to_string(number);
  context.expect("DELE is accepted", session.command("DELE " + it), Positive());
  context.expect("what was deleted cannot be fetched any more", session.fetch("RETR " + it), Negative());
  context.expect("QUIT is accepted", session.quit(), Positive());
  context.expect("what was deleted is gone in the next session", is_there(context, mailbox, goes), Eq(false));
  context.expect("what was not deleted is still there", is_there(context, mailbox, stays), Eq(true));
}

void cut_deletes_nothing(Context& context) {
  Mailbox mailbox(context);
  const Letter letter = letter_to(context, mailbox);
  put_into(mailbox, context, letter);
  auto [session, number] = found(context, mailbox, letter);
  context.need("DELE is accepted", session.command("DELE " + std::to_string(number)), Positive());
  session.abandon();
  context.expect("a connection that is cut deletes nothing: the message is there in the next session",
                 is_there(context, mailbox, letter), Eq(true));
}

void fetched_stays(Context& context) {
  Mailbox mailbox(context);
  const Letter letter = letter_to(context, mailbox);
  // Waiting for it by fetching it is what this is about.
  const std::size_t before = mailbox.use().messages;
  put(context, letter, mailbox.address());
  const bool arrived =
      seen_within(context.profile().mail.bounce_wait, [&] { return mailbox.use().messages > before; });
  context.need("a letter arrives", arrived, Eq(true));
  auto [session, number] = found(context, mailbox, letter);
  session.fetch("RETR " + std::to_string(number));
  context.need("QUIT is accepted", session.quit(), Positive());
  context.expect("what was fetched and not deleted stays", is_there(context, mailbox, letter), Eq(true));
}

void unique_ids_last(Context& context) {
  Mailbox mailbox(context);
  const Letter first = letter_to(context, mailbox);
  const Letter second = letter_to(context, mailbox);
  put_into(mailbox, context, first);
  auto before = found(context, mailbox, first);
  const std::string id = id_of(before.session, before.number);
  if (id.empty()) context.stop_inconclusive("UIDL tells no unique id");
  before.session.quit();
  put_into(mailbox, context, second);
  auto after = found(context, mailbox, first);
  context.expect("a message has the same unique id in a later session", id_of(after.session, after.number),
                 Eq(id));
  const auto other = number_of(after.session, second.mark);
  context.need("the second letter is there", other.has_value(), Eq(true));
  context.expect("another message has another", id_of(after.session, *other), Ne(id));
  after.session.quit();
}

void largest_message(Context& context) {
  Mailbox mailbox(context);
  const LargeLetter letter = write_letter_of(new_mark(context), mailbox.address(), mailbox.address(),
                                             context.profile().mail.largest_message);
  put_into(mailbox, context, letter);
  auto [session, number] = found(context, mailbox, letter.mark);
  MessageComparison received(letter.text());
  session.fetch_into([&received](std::string_view piece) { received.add(piece); },
                     "RETR " + std::to_string(number));
  context.expect("a message of the largest size is received whole", received.result(),
                 IsAsSent(letter.octets));
  session.quit();
}

const Scenario table[] = {
    {.id = "pop.reading.lists_sizes",
     .clauses = {"POP-1"},
     .purpose = "A mail program sees how many messages there are, and how large they are.",
     .needs = Need::pop_login | Need::smtp,
     .mail_accounts = 1,
     .run = lists_sizes},
    {.id = "pop.reading.fetched_as_sent",
     .clauses = {"POP-1"},
     .purpose = "A message is fetched octet by octet as it was sent.",
     .needs = Need::pop_login | Need::smtp,
     .tier = Tier::smoke,
     .mail_accounts = 1,
     .run = fetched_as_sent},
    {.id = "pop.reading.deleted_at_quit",
     .clauses = {"POP-1"},
     .purpose = "What is deleted goes when the session ends properly, and nothing else goes.",
     .needs = Need::pop_login | Need::smtp,
     .mail_accounts = 1,
     .run = deleted_at_quit},
    {.id = "pop.reading.cut_deletes_nothing",
     .clauses = {"POP-1"},
     .purpose = "A connection that breaks loses no mail.",
     .needs = Need::pop_login | Need::smtp,
     .mail_accounts = 1,
     .run = cut_deletes_nothing},
    {.id = "pop.reading.fetched_stays",
     .clauses = {"POP-1"},
     .purpose = "Mail that is left on the server stays there.",
     .needs = Need::pop_login | Need::smtp,
     .mail_accounts = 1,
     .run = fetched_stays},
    {.id = "pop.reading.unique_ids_last",
     .clauses = {"POP-1", "POP-6"},
     .purpose = "A mail program knows a message again that it leaves on the server.",
     .needs = Need::pop_login | Need::smtp,
     .mail_accounts = 1,
     .run = unique_ids_last},
    {.id = "pop.large.received_whole",
     .clauses = {"POP-5", "SMTP-5"},
     .purpose = "A message of 20 MB can be received whole.",
     .needs = Need::pop_login | Need::smtp,
     .tier = Tier::slow,
     .mail_accounts = 1,
     .run = largest_message},
};

}  // namespace

std::span<const Scenario> pop_reading_scenarios() {
  return table;
}

}  // namespace cts
