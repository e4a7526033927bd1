#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenario/mail/sending.h"

namespace cts {

/// A message that was offered to a mailbox, and what became of it.
struct Offered {
  LargeLetter letter;
  SmtpTransaction transaction;
  bool stored = false;  ///< it is in the mailbox
};

/// The size of messages that fill so many octets: a few do, and none is near the limit for one.
std::uint64_t piece_for(const Profile::Mail& mail, std::uint64_t octets);

/// Offers a message of so many octets to the mailbox, from that account's owner, and looks whether it comes.
Offered offer(Context& context, Mailbox& mailbox, const Target::MailAccount& from, std::uint64_t octets);

/// Fills the mailbox with messages of the size that fits best, up to one that is not stored, or that brings
/// it above the profile's space by more than a message; what was offered, in order. `from` hears of what is
/// not stored. Inconclusive when the mailbox takes more than twice its space.
std::vector<Offered> fill(Context& context, Mailbox& mailbox, const Target::MailAccount& from);

}  // namespace cts
