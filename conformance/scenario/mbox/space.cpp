// MBOX-1 … MBOX-5: a mailbox has its space, and what happens when that is used up.
//
// Each scenario has two accounts: the mailbox that is filled, and the sender, who hears what became of his
// mail. A sender is told either in the dialogue, or by an error mail.

#include <algorithm>

#include "check/delivery_report.h"
#include "check/large_message.h"
#include "check/smtp_checks.h"
#include "scenario/context.h"
#include "scenario/mail_tables.h"
#include "scenario/mbox/filling.h"

namespace cts {
namespace {

using testing::Eq;
using testing::Le;
using testing::SizeIs;

constexpr std::size_t of_the_filled = 0;
constexpr std::size_t of_the_sender = 1;

struct Boxes {
  explicit Boxes(Context& context) : filled(context, of_the_filled), senders(context, of_the_sender) {
    filled.remove_what_earlier_runs_left();
    context.need("the mailbox is empty at first", filled.use().messages, Eq(0u));
  }
  const Target::MailAccount& sender() const { return senders.account(); }

  Mailbox filled;
  Mailbox senders;
};

std::uint64_t octets_of(const std::vector<Offered>& all) {
  std::uint64_t octets = 0;
  for (const Offered& one : all)
    if (one.stored) octets += one.letter.octets;
  return octets;
}

/// How the sender was told that the message is not stored: by the reply, or by an error mail about it.
std::string told_by(Boxes& boxes, const Offered& offered) {
  const SmtpReply& reply = offered.transaction.outcome();
  if (reply.refused()) return "the reply " + std::to_string(reply.code) + " " + reply.status();
  for (const std::string& message : boxes.senders.await(offered.letter.mark)) {
    const DeliveryReport report = read_report(message);
    if (report.is_one) return "an error mail " + report.action + " " + report.status;
  }
  return "";
}

void expect_all_there(Context& context, Mailbox& mailbox, const std::vector<Offered>& all) {
  for (const Offered& one : all) {
    if (!one.stored) continue;
    const auto found = mailbox.holding(one.letter);
    if (context.expect("what was stored is still there", found, SizeIs(1)))
      context.expect("as it was", found.front().message, IsAsSent(one.letter.octets));
  }
}

void has_its_space(Context& context) {
  Boxes boxes(context);
  const Profile::Mail& mail = context.profile().mail;
  // Servers count what they add, and some count in blocks: a little below the promise nothing may be refused.
  const std::uint64_t promised = mail.mailbox / 100 * 95;
  const std::uint64_t piece = piece_for(mail, promised);
  constexpr std::uint64_t too_little = 10'000;
  std::vector<Offered> all;
  for (std::uint64_t left = promised; left > too_little; left -= std::min(left, piece)) {
    all.push_back(offer(context, boxes.filled, boxes.sender(), std::min(left, piece)));
    if (!context.expect("a message that fits is taken", all.back().transaction, SmtpTaken())) return;
    if (!context.expect("and stored", all.back().stored, Eq(true))) return;
  }
  expect_all_there(context, boxes.filled, all);
  context.record("mbox.stored", std::to_string(octets_of(all)));
}

void full_is_told(Context& context) {
  Boxes boxes(context);
  context.need("a message is stored while there is room",
               fill(context, boxes.filled, boxes.sender()).front().stored, Eq(true));
  const auto before = boxes.filled.use();
  const Offered more = offer(context, boxes.filled, boxes.sender(), 20'000);
  // What is a little too large for the rest may have been the last refused: then a small one still fits.
  std::vector<Offered> small{more};
  while (small.back().stored && small.size() < 200)
    small.push_back(offer(context, boxes.filled, boxes.sender(), context.profile().mail.mailbox / 50));
  context.expect("once the space is used up a message is not stored", small.back().stored, Eq(false));
  if (small.back().stored) return;
  const std::string told = told_by(boxes, small.back());
  context.expect("its sender gets an error", told.empty(), Eq(false));
  context.record("mbox.full", told);
  context.expect("what is there stays", boxes.filled.use().messages, testing::Ge(before.messages));
}

void crossing_message(Context& context) {
  Boxes boxes(context);
  const Profile::Mail& mail = context.profile().mail;
  const std::vector<Offered> all = fill(context, boxes.filled, boxes.sender());
  context.need("a message is stored while there is room", all.front().stored, Eq(true));
  const std::uint64_t stored = octets_of(all);
  const bool crossed = stored > mail.mailbox;
  context.record("mbox.crossing_message", crossed ? "is stored" : "is refused");
  context.record("mbox.filled_up_to", std::to_string(stored));
  context.expect("filling comes to an end", all.back().stored, Eq(false));
  const std::uint64_t largest = all.front().letter.octets;
  context.expect("at most one message goes beyond the space", stored,
                 Le(mail.mailbox + mail.mailbox / 10 + largest));
  if (crossed) {
    const Offered next = offer(context, boxes.filled, boxes.sender(), 5'000);
    context.expect("after it nothing more is stored", next.stored, Eq(false));
    context.expect("and the sender gets an error", told_by(boxes, next).empty(), Eq(false));
  }
}

void deleting_makes_room(Context& context) {
  Boxes boxes(context);
  std::vector<Offered> all = fill(context, boxes.filled, boxes.sender());
  context.need("the mailbox is full", all.back().stored, Eq(false));
  context.need("and holds something", all.front().stored, Eq(true));
  boxes.filled.remove(all.front().letter.mark);
  if (all.size() > 2 && all[1].stored) boxes.filled.remove(all[1].letter.mark);
  const std::uint64_t piece = all.front().letter.octets;
  const Offered again = offer(context, boxes.filled, boxes.sender(), piece / 2);
  context.expect("after messages were deleted mail is taken again", again.transaction, SmtpTaken());
  context.expect("and stored", again.stored, Eq(true));
  all.erase(all.begin(), all.begin() + (all.size() > 2 && all[1].stored ? 2 : 1));
  expect_all_there(context, boxes.filled, all);
}

void free_space_bounds(Context& context) {
  Boxes boxes(context);
  const Profile::Mail& mail = context.profile().mail;
  const std::uint64_t largest = std::min(mail.largest_message, mail.mailbox);
  const Offered first = offer(context, boxes.filled, boxes.sender(), largest / 100 * 98);
  context.expect("an empty mailbox takes a message as large as may be", first.transaction, SmtpTaken());
  if (!context.expect("and stores it", first.stored, Eq(true))) return;
  std::vector<Offered> all{first};
  const std::vector<Offered> more = fill(context, boxes.filled, boxes.sender());
  all.insert(all.end(), more.begin(), more.end());
  const Offered last = offer(context, boxes.filled, boxes.sender(), largest / 100 * 98);
  context.expect("one of the same size, for which there is no room, is not stored", last.stored, Eq(false));
  context.expect("and its sender is told", told_by(boxes, last).empty(), Eq(false));
  expect_all_there(context, boxes.filled, all);
}

constexpr auto needs = Need::smtp | Need::pop_login;

const Scenario table[] = {
    {.id = "mbox.space.has_its_space",
     .clauses = {"MBOX-1"},
     .purpose = "A mailbox holds as much as the plan says.",
     .needs = needs,
     .tier = Tier::slow,
     .consent = Consent::destructive,
     .mail_accounts = 2,
     .run = has_its_space},
    {.id = "mbox.space.full_is_told",
     .clauses = {"MBOX-2"},
     .purpose = "Who writes to a full mailbox learns that his mail is not stored.",
     .needs = needs,
     .tier = Tier::slow,
     .consent = Consent::destructive,
     .mail_accounts = 2,
     .run = full_is_told},
    {.id = "mbox.space.crossing_message",
     .clauses = {"MBOX-3"},
     .purpose = "One message may exceed the space, and none after it.",
     .needs = needs,
     .tier = Tier::slow,
     .consent = Consent::destructive,
     .mail_accounts = 2,
     .run = crossing_message},
    {.id = "mbox.space.deleting_makes_room",
     .clauses = {"MBOX-4"},
     .purpose = "Deleting mail makes room for more, and loses nothing else.",
     .needs = needs,
     .tier = Tier::slow,
     .consent = Consent::destructive,
     .mail_accounts = 2,
     .run = deleting_makes_room},
    {.id = "mbox.space.free_space_bounds",
     .clauses = {"MBOX-5"},
     .purpose = "The largest message that can come in is what is free, or the limit for all mail.",
     .needs = needs,
     .tier = Tier::slow,
     .consent = Consent::destructive,
     .mail_accounts = 2,
     .run = free_space_bounds},
};

}  // namespace

std::span<const Scenario> mailbox_space_scenarios() {
  return table;
}

}  // namespace cts
