#include "pop3/pop_commands.h"

#include <algorithm>

namespace refd {
namespace {

bool same_verb(std::string_view verb, std::string_view written) {
  return std::equal(verb.begin(), verb.end(), written.begin(), written.end(), [](char capital, char c) {
    return c >= 'a' && c <= 'z' ? capital == c - 'a' + 'A' : capital == c;
  });
}

}  // namespace

std::span<const PopCommand> PopCommandTable::rows() {
  using S = PopSession;
  constexpr auto before = PopCommand::State::authorization;
  constexpr auto within = PopCommand::State::transaction;
  constexpr auto any = PopCommand::State::any;
  constexpr auto nothing = PopCommand::Takes::nothing;
  constexpr auto maybe = PopCommand::Takes::optional_word;
  constexpr auto word = PopCommand::Takes::word;
  constexpr auto two = PopCommand::Takes::two_words;
  constexpr auto text = PopCommand::Takes::text;
  // clang-format off
  static constexpr PopCommand table[] = {
    {"USER", "<sp> name",         before, text,    &S::user, false, "USER", "POP-1"},
    {"PASS", "<sp> password",     before, text,    &S::pass, true,  "",     "POP-2"},
    {"CAPA", "",                  any,    nothing, &S::capa, false, "",     "RFC 2449 5"},
    {"QUIT", "",                  any,    nothing, &S::quit, true,  "",     "POP-1"},
    {"STAT", "",                  within, nothing, &S::stat, false, "",     "POP-1"},
    {"LIST", "[<sp> message]",    within, maybe,   &S::list, false, "",     "POP-1"},
    {"UIDL", "[<sp> message]",    within, maybe,   &S::uidl, false, "UIDL", "POP-1"},
    {"RETR", "<sp> message",      within, word,    &S::retr, false, "",     "POP-1"},
    {"TOP",  "<sp> message <sp> lines", within, two, &S::top, false, "TOP", "POP-1"},
    {"DELE", "<sp> message",      within, word,    &S::dele, false, "",     "POP-1"},
    {"RSET", "",                  within, nothing, &S::rset, false, "",     "POP-1"},
    {"NOOP", "",                  within, nothing, &S::noop, false, "",     "POP-1"},
  };
  // clang-format on
  return table;
}

const PopCommand* PopCommandTable::find(std::string_view verb) {
  const auto table = rows();
  const auto row =
      std::find_if(table.begin(), table.end(), [&](const auto& one) { return same_verb(one.verb, verb); });
  return row == table.end() ? nullptr : &*row;
}

}  // namespace refd
