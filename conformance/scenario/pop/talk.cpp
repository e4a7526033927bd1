#include "scenario/pop/talk.h"

#include <algorithm>
#include <cctype>
#include <sstream>

#include "check/pop_checks.h"
#include "scenario/context.h"

namespace cts {

std::optional<PopStat> stat_of(PopClient& session) {
  const PopReply reply = session.command("STAT");
  std::istringstream words(reply.text());
  PopStat stat;
  if (!reply.positive || !(words >> stat.messages >> stat.octets)) return std::nullopt;
  return stat;
}

std::optional<std::vector<PopListed>> list_of(PopClient& session) {
  const PopText text = session.fetch("LIST");
  if (!text.succeeded()) return std::nullopt;
  return parse_pop_list(text.lines());
}

std::optional<std::vector<PopUniqueId>> uidl_of(PopClient& session) {
  const PopText text = session.fetch("UIDL");
  if (!text.succeeded()) return std::nullopt;
  return parse_pop_uidl(text.lines());
}

namespace {

bool holds(PopClient& session, std::size_t number, std::string_view mark) {
  std::string ahead;  // what `mark` may begin in
  bool found = false;
  const auto look = [&](std::string_view piece) {
    if (found) return;
    ahead += piece;
    found = ahead.find(mark) != std::string::npos;
    ahead.erase(0, ahead.size() - std::min(ahead.size(), mark.size()));
  };
  session.fetch_into(look, "RETR " + std::to_string(number));
  return found;
}

}  // namespace

std::optional<std::size_t> number_of(PopClient& session, std::string_view mark) {
  const auto listed = list_of(session);
  if (!listed) return std::nullopt;
  for (auto message = listed->rbegin(); message != listed->rend(); ++message)
    if (holds(session, message->number, mark)) return message->number;
  return std::nullopt;
}

std::string id_of(PopClient& session, std::size_t number) {
  const auto ids = uidl_of(session);
  if (!ids) return {};
  const auto found = std::find_if(ids->begin(), ids->end(),
                                  [number](const PopUniqueId& row) { return row.number == number; });
  return found == ids->end() ? std::string() : found->id;
}

PopReply patient_login(Context& context, PopClient& session, const Target::MailAccount& account) {
  const auto patience = std::max(context.profile().mail.second_session_wait, context.target().timeouts.reply);
  return session.login(account.name, account.password.reveal(), patience);
}

PopClient login_when_free(Context& context, const Target::MailAccount& account, PopReply& reply) {
  return context.try_pop(account, reply, {.after_any_refusal = true});
}

PopClient reopened(Context& context, const Target::MailAccount& account) {
  PopReply reply;
  // What is not judged may take longer: another test's session may have ended just now.
  PopClient session = context.try_pop(account, reply, {.after_any_refusal = true, .waits = 3});
  context.need("the mailbox can be opened again", reply, Positive());
  return session;
}

void need_judgement(Context& context, PopClient& session) {
  context.need("a message that there cannot be is not fetched", session.command("RETR 99999999"), Negative());
}

std::string with_first_letter_in_another_case(std::string text) {
  const auto letter = std::ranges::find_if(text, [](unsigned char c) { return std::isalpha(c) != 0; });
  if (letter == text.end()) return {};
  const auto octet = static_cast<unsigned char>(*letter);
  *letter = static_cast<char>(std::islower(octet) != 0 ? std::toupper(octet) : std::tolower(octet));
  return text;
}

}  // namespace cts
