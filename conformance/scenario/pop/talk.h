#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/pop_client.h"
#include "target/target.h"

namespace cts {

class Context;

// How scenarios of receiving mail speak POP3.

/// What STAT tells.
struct PopStat {
  std::uint64_t messages = 0;
  std::uint64_t octets = 0;
};
/// nullopt when it tells no two numbers.
std::optional<PopStat> stat_of(PopClient& session);
/// The rows of LIST and UIDL; nullopt when there are none, or one cannot be read.
std::optional<std::vector<PopListed>> list_of(PopClient& session);
std::optional<std::vector<PopUniqueId>> uidl_of(PopClient& session);
/// The number of the newest message that holds `mark`; nullopt: none does. Reads messages whole, as every
/// server lets one.
std::optional<std::size_t> number_of(PopClient& session, std::string_view mark);
/// The unique id of message `number`, or "".
std::string id_of(PopClient& session, std::size_t number);

/// The answer to a login that a target may be slow to refuse (POP-3: some try for twelve seconds).
PopReply patient_login(Context& context, PopClient& session, const Target::MailAccount& account);
/// The same again and again in new sessions, as long as a target may take to see that a session has ended;
/// the last session. Positive, or the last refusal, is told in `reply`.
PopClient login_when_free(Context& context, const Target::MailAccount& account, PopReply& reply);
/// The same as a precondition.
PopClient reopened(Context& context, const Target::MailAccount& account);

/// That the target tells what there is from what there is not: whoever says yes to everything has let nobody
/// in. The session goes on.
void need_judgement(Context& context, PopClient& session);

/// `text` with the case of its first letter changed; empty when it has no letter.
std::string with_first_letter_in_another_case(std::string text);

}  // namespace cts
