#include "pop3/pop_session.h"

#include <fmt/format.h>

#include "pop3/contents.h"
#include "pop3/pop_commands.h"

namespace refd {
namespace {

struct Line {
  std::string_view verb;
  std::string_view argument;
};

Line parsed(std::string_view line) {
  const auto space = line.find(' ');
  if (space == std::string_view::npos) return {line, {}};
  return {line.substr(0, space), line.substr(space + 1)};
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::size_t words_in(std::string_view text) {
  std::size_t words = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    words += text[i] != ' ' && (i == 0 || text[i - 1] == ' ') ? 1 : 0;
  return words;
}

bool takes(const PopCommand& command, std::string_view argument) {
  const auto words = words_in(argument);
  switch (command.takes) {
    case PopCommand::Takes::nothing:
      return words == 0;
    case PopCommand::Takes::optional_word:
      return words <= 1;
    case PopCommand::Takes::word:
      return words == 1;
    case PopCommand::Takes::two_words:
      return words == 2;
    case PopCommand::Takes::text:
      return !argument.empty();
  }
  return false;
}

PopStep error(std::string_view text) {
  return {.reply = fmt::format("-ERR {}\r\n", text)};
}

}  // namespace

PopSession::PopSession(const PopSurroundings& surroundings, Client client)
    : around_(surroundings), client_(std::move(client)) {}

// POP-1: what was deleted goes at QUIT only. RFC 1939 section 6: a session that ends otherwise removes
// nothing.
PopSession::~PopSession() {
  if (!drop_) return;
  if (policy().cut_connection_deletes) (void)remove_deleted();
  around_.maildrops.give_back(account_, std::move(drop_), {MaildropDesk::End::cut, had_error_});
}

// HOST-3: POP3 answers at pop3.<domain>. No time stamp in angle brackets: APOP is not offered (RFC 1939
// section 7).
PopStep PopSession::greet() const {
  const bool accepts = client_.over_tls ? policy().accepts_tls_connections : policy().accepts_connections;
  if (!accepts) return {.reply = "-ERR Service not available.\r\n", .ends = true};
  return {.reply = fmt::format("+OK {} POP3 server ready.\r\n", around_.public_name)};
}

PopStep PopSession::on_overlong_line() const {
  return error("Command line too long.");
}

bool PopSession::is_slow(std::string_view line) const {
  const auto* row = PopCommandTable::find(parsed(line).verb);
  return row != nullptr && row->is_slow;
}

PopStep PopSession::on_line(std::string_view line) {
  auto step = answer_to(line);
  if (is_logged_in() && step.reply.starts_with("-ERR")) had_error_ = true;
  return step;
}

PopStep PopSession::answer_to(std::string_view line) {
  const auto [verb, text] = parsed(line);
  const auto* row = PopCommandTable::find(verb);
  if (row == nullptr || policy().withheld_verbs.contains(row->verb)) {
    auto step = error("Unknown command.");
    step.ends = !policy().session_survives_unknown_commands;
    return step;
  }
  using State = PopCommand::State;
  if (row->state == State::transaction && !is_logged_in()) return error("Log in first, with USER and PASS.");
  if (row->state == State::authorization && is_logged_in()) return error("Already logged in.");
  const auto argument = row->takes == PopCommand::Takes::text ? text : trimmed(text);
  if (!takes(*row, argument)) {
    return error(row->syntax.empty() ? fmt::format("{} takes no argument.", row->verb)
                                     : fmt::format("Syntax: {} {}", row->verb, row->syntax));
  }
  return (this->*row->handler)(argument);
}

// RFC 2449: what the table says, and what no command stands for.
PopStep PopSession::capa(Argument) {
  std::string lines;
  for (const auto& row : PopCommandTable::rows()) {
    if (row.capability.empty() || policy().withheld_verbs.contains(row.verb)) continue;
    lines.append(row.capability).append("\r\n");
  }
  lines += "RESP-CODES\r\nAUTH-RESP-CODE\r\nPIPELINING\r\nEXPIRE NEVER\r\n";
  return {.reply = "+OK Capabilities follow.\r\n", .content = content_of(std::move(lines))};
}

PopStep PopSession::quit(Argument) {
  PopStep goodbye{.reply = "+OK Goodbye.\r\n", .ends = true};
  if (!is_logged_in()) return goodbye;
  const bool removed = !policy().quit_deletes || remove_deleted().has_value();
  around_.maildrops.give_back(account_, std::move(drop_), {MaildropDesk::End::quit, had_error_});
  // RFC 1939 section 6: also then the session ends.
  if (!removed) goodbye.reply = "-ERR Some deleted messages could not be removed.\r\n";
  return goodbye;
}

Result<void> PopSession::remove_deleted() {
  std::vector<std::size_t> indices;
  for (std::size_t i = 0; i < deleted_.size(); ++i) {
    if (deleted_[i] || (policy().fetching_deletes && fetched_[i])) indices.push_back(i);
  }
  if (indices.empty()) return {};
  const auto removed = drop_->remove(indices);
  if (!removed) around_.log->error("pop3: messages of '{}': {}", account_, removed.error().message());
  return removed;
}

}  // namespace refd
