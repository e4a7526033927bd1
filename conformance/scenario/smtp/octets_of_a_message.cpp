// SMTP-10: what is in a message stays in it, and nothing in it is anything else.

#include <algorithm>

#include "check/message.h"
#include "check/octets.h"
#include "check/smtp_checks.h"
#include "scenario/context.h"
#include "scenario/mail/sending.h"
#include "scenario/mail_tables.h"
#include "scenario/octets.h"

namespace cts {
namespace {

using testing::Eq;
using testing::SizeIs;

std::string from_elsewhere(Context& context) {
  return foreign_address(context, "correspondent");
}

/// What arrives of the letter, from a customer: that strangers may write is promised elsewhere.
std::string arrival(Context& context, Mailbox& mailbox, const Letter& letter) {
  SmtpClient smtp = permitted(context, mailbox.account());
  context.expect("the message is taken",
                 smtp.send({.from = from_elsewhere(context), .to = {mailbox.address()}}, letter.octets),
                 SmtpTaken());
  smtp.quit();
  const auto arrived = mailbox.await(letter.mark);
  context.need("it arrives", arrived, SizeIs(1));
  return arrived.front();
}

Letter letter_with(Context& context, const Mailbox& mailbox, std::string body) {
  return write_letter(new_mark(context),
                      {.from = from_elsewhere(context), .to = mailbox.address(), .body = std::move(body)});
}

void dots(Context& context) {
  Mailbox mailbox(context);
  const Letter letter = letter_with(
      context, mailbox, ".\r\n..\r\n...\r\n.x\r\n..x\r\nx.\r\n. \r\n .\r\n.\r\n\r\n.\r\nQUIT\r\n.end\r\n");
  context.expect("lines that begin with dots arrive as they were sent", arrival(context, mailbox, letter),
                 Carries(letter.octets));
}

/// `text` without its line ends and what servers put at the break of a line.
std::string run_together(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != '\r' && c != '\n' && c != ' ' && c != '!') out += c;
  return out;
}

void long_lines(Context& context) {
  Mailbox mailbox(context);
  // RFC 5321 §4.5.3.1.6: lines of 1,000 octets with their end must be taken.
  std::string lines;
  for (const std::size_t length : {998u, 997u, 1u, 998u}) lines += std::string(length, 'x') + "\r\n";
  const Letter full = letter_with(context, mailbox, lines);
  context.expect("lines of 998 octets arrive as they were sent", arrival(context, mailbox, full),
                 Carries(full.octets));
  std::string line;
  for (const char c : base64_lines(noise(4'500, 10)))
    if (c != '\r' && c != '\n') line += c;
  const Letter letter = letter_with(context, mailbox, "Begin\r\n" + line + "\r\nEnd\r\n");
  SmtpClient smtp = permitted(context, mailbox.account());
  const SmtpTransaction done =
      smtp.send({.from = from_elsewhere(context), .to = {mailbox.address()}}, letter.octets);
  smtp.quit();
  // Beyond what the standard asks for, a server may refuse, or break the line; it may not lose its end.
  if (done.outcome().refused()) {
    context.record("smtp.overlong_line", "refused");
    context.expect("a line that is too long is refused with the message", done, SmtpRefused());
    return;
  }
  context.need("the message is taken", done, SmtpTaken());
  const auto arrived = mailbox.await(letter.mark);
  context.need("it arrives", arrived, SizeIs(1));
  const std::string_view body = body_of(arrived.front());
  context.record("smtp.overlong_line", body == body_of(letter.octets) ? "kept" : "broken");
  context.expect("nothing of a line that is too long is lost",
                 describe_difference(run_together(body_of(letter.octets)), run_together(body)),
                 Eq(std::string()));
}

void eight_bits(Context& context) {
  Mailbox mailbox(context);
  SmtpClient smtp = permitted(context, mailbox.account());
  if (!smtp.offered("8BITMIME")) context.not_applicable("the target does not offer 8BITMIME");
  const Letter letter = write_utf8_letter(new_mark(context), from_elsewhere(context), mailbox.address());
  context.expect(
      "a message in eight bits is taken",
      smtp.send(
          {.from = from_elsewhere(context), .to = {mailbox.address()}, .mail_parameters = "BODY=8BITMIME"},
          letter.octets),
      SmtpTaken());
  smtp.quit();
  const auto arrived = mailbox.await(letter.mark);
  context.need("it arrives", arrived, SizeIs(1));
  context.expect("all eight bits arrive", arrived.front(), Carries(letter.octets));
}

struct Ending {
  std::string_view name;
  std::string_view octets;
};
/// What is no end of a message, although one server or another has taken it for one.
constexpr std::string_view with_nul("\r\n.\0\r\n", 6);
constexpr Ending no_endings[] = {
    {"LF . LF", "\n.\n"},
    {"LF . CR LF", "\n.\r\n"},
    {"CR . CR", "\r.\r"},
    {"CR . CR LF", "\r.\r\n"},
    {"CR LF . LF", "\r\n.\n"},
    {"CR LF . CR", "\r\n.\r"},
    {"CR CR LF . CR CR LF", "\r\r\n.\r\r\n"},
    {"CR LF . NUL CR LF", with_nul},
};

/// Hands over one message with `ending` in its middle and another dialogue behind that, and looks how many
/// messages came of it.
void expect_one_message(Context& context, Mailbox& mailbox, const Ending& ending) {
  SmtpClient smtp = permitted(context, mailbox.account());
  const std::string from = from_elsewhere(context);
  const std::string hidden = new_mark(context);
  const std::string outer = new_mark(context);
  context.need("a sender is taken", smtp.command("MAIL FROM:<" + from + ">"), SmtpTaken());
  context.need("a recipient is taken", smtp.command("RCPT TO:<" + mailbox.address() + ">"), SmtpTaken());
  context.need("DATA is taken", smtp.command("DATA"), SmtpCode(354));
  const Letter letter = write_letter(outer, {.from = from, .to = mailbox.address()});
  const Letter inner = write_letter(hidden, {.from = from, .to = mailbox.address(), .subject = "Smuggled"});
  const SmtpReply reply =
      smtp.raw_message(letter.octets + std::string(ending.octets) + "MAIL FROM:<" + from + ">\r\nRCPT TO:<" +
                       mailbox.address() + ">\r\nDATA\r\n" + inner.octets + ".\r\n");
  context.record("smtp.no_ending." + std::string(ending.name),
                 reply.code == 0 ? "the connection is closed" : std::to_string(reply.code));
  if (smtp.is_open()) smtp.quit();
  // One that is sent afterwards arrives, and all before it would have.
  put_into(mailbox, context, write_letter(new_mark(context), {.from = from, .to = mailbox.address()}));
  const auto arrived = mailbox.holding(hidden + "@");
  const auto alone = std::count_if(arrived.begin(), arrived.end(), [&](const std::string& message) {
    return message.find(outer + "@") == std::string::npos;
  });
  context.expect("no message hides behind " + std::string(ending.name) + " in another", alone, Eq(0));
  context.expect("and " + std::string(ending.name) + " makes no two of one",
                 mailbox.holding(outer + "@").size(), testing::Le(1u));
}

template <std::size_t first, std::size_t last>
void no_ending(Context& context) {
  Mailbox mailbox(context);
  for (std::size_t i = first; i < last; ++i) expect_one_message(context, mailbox, no_endings[i]);
}

const Scenario table[] = {
    {.id = "smtp.octets.dots",
     .clauses = {"SMTP-10", "SMTP-7"},
     .purpose = "A line that begins with a dot, or is one, arrives as it was written.",
     .needs = Need::smtp | Need::pop_login,
     .mail_accounts = 1,
     .run = dots},
    {.id = "smtp.octets.long_lines",
     .clauses = {"SMTP-10", "SMTP-7"},
     .purpose =
         "Long lines arrive whole, and of one beyond the standard's length nothing is lost without a word.",
     .needs = Need::smtp | Need::pop_login,
     .mail_accounts = 1,
     .run = long_lines},
    {.id = "smtp.octets.eight_bits",
     .clauses = {"SMTP-10", "SMTP-7"},
     .purpose = "Text in UTF-8 arrives as it was written.",
     .needs = Need::smtp | Need::pop_login,
     .mail_accounts = 1,
     .run = eight_bits},
    {.id = "smtp.octets.line_feed_ends_nothing",
     .clauses = {"SMTP-10", "SMTP-7"},
     .purpose = "No line feed by itself ends a message, so that none can be smuggled in behind it.",
     .needs = Need::smtp | Need::pop_login,
     .mail_accounts = 1,
     .run = no_ending<0, 2>},
    {.id = "smtp.octets.return_ends_nothing",
     .clauses = {"SMTP-10", "SMTP-7"},
     .purpose = "No carriage return by itself ends a message, so that none can be smuggled in behind it.",
     .needs = Need::smtp | Need::pop_login,
     .mail_accounts = 1,
     .run = no_ending<2, 4>},
    {.id = "smtp.octets.only_the_whole_end_ends",
     .clauses = {"SMTP-10", "SMTP-7"},
     .purpose = "A message ends where the standard says, and nowhere else.",
     .needs = Need::smtp | Need::pop_login,
     .mail_accounts = 1,
     .run = no_ending<4, 8>},
};

}  // namespace

std::span<const Scenario> smtp_octet_scenarios() {
  return table;
}

}  // namespace cts
