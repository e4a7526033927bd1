#include "scenario/mbox/filling.h"

#include <algorithm>

#include "check/smtp_checks.h"

namespace cts {

std::uint64_t piece_for(const Profile::Mail& mail, std::uint64_t octets) {
  return std::min(mail.largest_message / 5 * 4, octets / 3);
}

Offered offer(Context& context, Mailbox& mailbox, const Target::MailAccount& from, std::uint64_t octets) {
  Offered offered;
  offered.letter = write_letter_of(new_mark(context), from.address, mailbox.address(), octets);
  SmtpClient smtp = permitted(context, from);
  offered.transaction = send(smtp, {.from = from.address, .to = {mailbox.address()}}, offered.letter);
  if (smtp.is_open()) smtp.quit();
  if (offered.transaction.accepted()) offered.stored = !mailbox.await(offered.letter).empty();
  return offered;
}

std::vector<Offered> fill(Context& context, Mailbox& mailbox, const Target::MailAccount& from) {
  const Profile::Mail& mail = context.profile().mail;
  const std::uint64_t piece = piece_for(mail, mail.mailbox);
  std::vector<Offered> all;
  for (std::uint64_t offered = 0; offered <= mail.mailbox + 2 * piece; offered += piece) {
    all.push_back(offer(context, mailbox, from, piece));
    if (!all.back().stored) return all;
  }
  return all;
}

}  // namespace cts
