#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "client/pop_client.h"

namespace cts {

/// How a mailbox is called in a footprint: "mailbox taro". It begins with no slash, as paths do.
std::string mailbox_footprint(std::string_view account);
/// The account's name out of that; empty when `footprint` is no mailbox's.
std::string account_in_footprint(std::string_view footprint);

/// Removes the messages that hold `mark` (a run's id) in their header or the beginning of their body, also
/// the error mails about them, from the mailbox that `session` is logged in to, and ends the session. Returns
/// what went wrong; nothing: it is done, as far as the target says. Whether it is is seen by the next
/// session.
std::vector<std::string> remove_letters(PopClient& session, std::string_view mark);

/// Messages that hold `mark`, by their numbers; what cannot be read holds it not.
std::vector<std::size_t> letters_with(PopClient& session, std::string_view mark);

}  // namespace cts
