#include <cerrno>
#include <charconv>

#include <fmt/format.h>

#include "pop3/contents.h"
#include "pop3/pop_session.h"

namespace refd {
namespace {

// Digits only: no sign, nothing behind them, and nothing that does not fit.
template <class Number>
std::optional<Number> number_in(std::string_view text) {
  Number number = 0;
  const auto [end, mistake] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (mistake != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

PopSession::Totals PopSession::totals() const {
  Totals all;
  for (std::size_t i = 0; i < deleted_.size(); ++i) {
    if (deleted_[i]) continue;
    ++all.messages;
    all.octets += drop_->messages()[i].octets;
  }
  return all;
}

// Messages are numbered from 1 as they were when the session began (RFC 1939 section 5). ENOENT: there is
// none of that number; EIDRM: it is marked as deleted.
Result<std::size_t> PopSession::index_of(Argument number) const {
  const auto parsed = number_in<std::size_t>(number);
  if (!parsed || *parsed == 0 || *parsed > deleted_.size()) return system_error(ENOENT);
  if (deleted_[*parsed - 1]) return system_error(EIDRM);
  return *parsed - 1;
}

PopStep PopSession::no_such_message(Argument number, const boost::system::error_code& error) const {
  if (error == system_error(EIDRM)) return {.reply = fmt::format("-ERR Message {} is deleted.\r\n", number)};
  return {.reply = fmt::format("-ERR No such message, there are {} in the mailbox.\r\n", deleted_.size())};
}

PopStep PopSession::content_failed(const boost::system::error_code& error) const {
  around_.log->error("pop3: a message of '{}': {}", account_, error.message());
  return {.reply = "-ERR [SYS/TEMP] The message cannot be read at the moment.\r\n"};
}

PopStep PopSession::stat(Argument) {
  const auto all = totals();
  return {.reply = fmt::format("+OK {} {}\r\n", all.messages, all.octets)};
}

PopStep PopSession::list(Argument argument) {
  const auto& messages = drop_->messages();
  if (!argument.empty()) {
    const auto index = index_of(argument);
    if (!index) return no_such_message(argument, index.error());
    return {.reply = fmt::format("+OK {} {}\r\n", *index + 1, messages[*index].octets)};
  }
  const auto all = totals();
  const auto line = [this, &messages](std::size_t i, std::string& out) {
    if (!deleted_[i]) out += fmt::format("{} {}\r\n", i + 1, messages[i].octets);
  };
  return {.reply = fmt::format("+OK {} messages ({} octets)\r\n", all.messages, all.octets),
          .content = content_of_lines(messages.size(), line)};
}

PopStep PopSession::uidl(Argument argument) {
  const auto& messages = drop_->messages();
  if (!argument.empty()) {
    const auto index = index_of(argument);
    if (!index) return no_such_message(argument, index.error());
    return {.reply = fmt::format("+OK {} {}\r\n", *index + 1, messages[*index].unique_id)};
  }
  const auto line = [this, &messages](std::size_t i, std::string& out) {
    if (!deleted_[i]) out += fmt::format("{} {}\r\n", i + 1, messages[i].unique_id);
  };
  return {.reply = "+OK Unique ids follow.\r\n", .content = content_of_lines(messages.size(), line)};
}

// POP-1, POP-5: octet by octet as it was stored, whatever its size.
PopStep PopSession::retr(Argument argument) {
  const auto index = index_of(argument);
  if (!index) return no_such_message(argument, index.error());
  auto content = drop_->read(*index);
  if (!content) return content_failed(content.error());
  fetched_[*index] = true;
  return {.reply = fmt::format("+OK {} octets\r\n", drop_->messages()[*index].octets),
          .content = std::move(*content)};
}

PopStep PopSession::top(Argument argument) {
  const auto end = argument.find(' ');
  const auto number = argument.substr(0, end);
  const auto index = index_of(number);
  if (!index) return no_such_message(number, index.error());
  const auto lines = number_in<std::uint64_t>(argument.substr(argument.find_first_not_of(' ', end)));
  if (!lines) return {.reply = "-ERR That is no number of lines.\r\n"};
  auto content = drop_->read(*index);
  if (!content) return content_failed(content.error());
  return {.reply = "+OK Top of the message follows.\r\n", .content = top_of(std::move(*content), *lines)};
}

PopStep PopSession::dele(Argument argument) {
  const auto index = index_of(argument);
  if (!index) return no_such_message(argument, index.error());
  deleted_[*index] = true;
  return {.reply = fmt::format("+OK Message {} deleted.\r\n", *index + 1)};
}

PopStep PopSession::rset(Argument) {
  if (policy().reset_is_honoured) deleted_.assign(deleted_.size(), false);
  const auto all = totals();
  return {.reply = fmt::format("+OK {} messages ({} octets)\r\n", all.messages, all.octets)};
}

PopStep PopSession::noop(Argument) {
  return {.reply = "+OK\r\n"};
}

}  // namespace refd
