#include "scenario/letter_remover.h"

namespace cts {
namespace {

constexpr std::string_view footprint_head = "mailbox ";
// Enough for the header of the message that an error mail is about.
constexpr std::string_view shown_lines = " 400";
constexpr std::uint64_t small = 1u << 20;

bool holds(PopClient& session, const PopListed& message, std::string_view mark) {
  const std::string number = std::to_string(message.number);
  PopText text = session.fetch("TOP " + number + std::string(shown_lines));
  if (text.status.negative() && message.octets <= small) text = session.fetch("RETR " + number);
  return text.text.find(mark) != std::string::npos;
}

}  // namespace

std::string mailbox_footprint(std::string_view account) {
  return std::string(footprint_head) + std::string(account);
}

std::string account_in_footprint(std::string_view footprint) {
  return footprint.starts_with(footprint_head) ? std::string(footprint.substr(footprint_head.size())) : "";
}

std::vector<std::size_t> letters_with(PopClient& session, std::string_view mark) {
  std::vector<std::size_t> found;
  const auto listed = parse_pop_list(session.fetch("LIST").lines());
  if (!listed) return found;
  for (const PopListed& message : *listed) {
    if (holds(session, message, mark)) found.push_back(message.number);
  }
  return found;
}

std::vector<std::string> remove_letters(PopClient& session, std::string_view mark) {
  std::vector<std::string> problems;
  for (const std::size_t number : letters_with(session, mark)) {
    const PopReply reply = session.command("DELE " + std::to_string(number));
    if (!reply.positive)
      problems.push_back("message " + std::to_string(number) + ": " + reply.line + reply.problem);
  }
  const PopReply goodbye = session.quit();
  if (!goodbye.positive) problems.push_back("QUIT: " + goodbye.line + goodbye.problem);
  return problems;
}

}  // namespace cts
