#include "selftest/host_pop_session.h"
#include "client/small_letters.h"

#include <algorithm>
#include <cstdlib>

namespace cts::selftest {
namespace {

std::string dots_doubled(const std::string& text) {
  std::string out;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find("\r\n", begin), text.size() - 2) + 2;
    if (text[begin] == '.') out += '.';
    out += text.substr(begin, end - begin);
    begin = end;
  }
  return out;
}

// Header, empty line, and so many lines of the body.
std::string top_of(const std::string& text, std::size_t lines) {
  std::size_t end = std::min(text.find("\r\n\r\n"), text.size() - 4) + 4;
  for (; lines > 0 && end < text.size(); --lines) end = std::min(text.find("\r\n", end), text.size() - 2) + 2;
  return text.substr(0, end);
}

}  // namespace

HostPopSession::~HostPopSession() {
  if (account_.empty()) return;
  const std::scoped_lock lock(rooms_.mutex);
  rooms_.unlock(rooms_.rooms.at(account_));
}

void HostPopSession::run() {
  say("+OK ready");
  for (std::string line; connection_.read_line(line);) {
    const std::size_t space = std::min(line.find(' '), line.size());
    const std::string verb = in_small_letters(line.substr(0, space));
    const std::string argument = line.substr(std::min(space + 1, line.size()));
    if (verb == "quit") {
      if (!account_.empty()) remove_deleted();
      say("+OK bye");
      return;
    }
    if (!(account_.empty() ? before_login(verb, argument) : on_command(verb, argument))) return;
  }
}

bool HostPopSession::before_login(const std::string& verb, const std::string& argument) {
  if (verb == "capa" && rooms_.manners.knows_capa) return say("+OK\r\nUSER\r\nUIDL\r\nTOP\r\n.");
  if (verb == "user") {
    name_ = argument;
    return say("+OK");
  }
  if (verb == "pass") return log_in(argument);
  return say("-ERR");
}

bool HostPopSession::log_in(const std::string& password) {
  std::unique_lock lock(rooms_.mutex);
  const auto room = rooms_.rooms.find(name_);
  if (room == rooms_.rooms.end() || password != MailHost::password_of(name_))
    return say("-ERR [AUTH] Authentication failed.");
  if (room->second.locked || room->second.refusals_left > 0) {
    if (!room->second.locked) --room->second.refusals_left;
    lock.unlock();
    say(rooms_.manners.locked);
    return !rooms_.manners.locked_ends_session;
  }
  room->second.locked = true;
  account_ = name_;
  messages_ = room->second.messages;
  rooms_.read_from.insert(peer_of(connection_.descriptor()));
  return say("+OK");
}

bool HostPopSession::on_command(const std::string& verb, const std::string& argument) {
  if (verb == "stat") {
    std::uint64_t octets = 0;
    for (std::size_t i = 0; i < messages_.size(); ++i)
      if (!deleted_.contains(i)) octets += messages_[i].text.size();
    return say("+OK " + std::to_string(messages_.size() - deleted_.size()) + " " + std::to_string(octets));
  }
  if (verb == "list" || verb == "uidl") {
    list(argument, verb == "uidl");
  } else if (verb == "retr") {
    retrieve(argument, std::nullopt);
  } else if (verb == "top") {
    const std::size_t space = std::min(argument.find(' '), argument.size());
    retrieve(argument.substr(0, space), std::strtoul(argument.c_str() + space, nullptr, 10));
  } else if (verb == "dele") {
    if (const auto index = message_at(argument)) {
      deleted_.insert(*index);
      say("+OK");
    }
  } else if (verb == "rset") {
    deleted_.clear();
    say("+OK");
  } else if (verb == "noop") {
    say("+OK");
  } else if (verb == "capa" && rooms_.manners.knows_capa) {
    say("+OK\r\nUSER\r\nUIDL\r\nTOP\r\n.");
  } else {
    say("-ERR");
  }
  return true;
}

std::optional<std::size_t> HostPopSession::message_at(const std::string& number) {
  const std::size_t wanted = std::strtoul(number.c_str(), nullptr, 10);
  if (wanted >= 1 && wanted <= messages_.size() && !deleted_.contains(wanted - 1)) return wanted - 1;
  say("-ERR There's no message " + number + ".");
  return std::nullopt;
}

std::string HostPopSession::row(std::size_t index, bool ids) const {
  const MailRooms::Stored& message = messages_[index];
  return std::to_string(index + 1) + " " +
         (ids ? "u" + std::to_string(message.id) : std::to_string(message.text.size()));
}

void HostPopSession::list(const std::string& argument, bool ids) {
  if (!argument.empty()) {
    if (const auto index = message_at(argument)) say("+OK " + row(*index, ids));
    return;
  }
  std::string answer = "+OK\r\n";
  for (std::size_t i = 0; i < messages_.size(); ++i)
    if (!deleted_.contains(i)) answer += row(i, ids) + "\r\n";
  say(answer + ".");
}

void HostPopSession::retrieve(const std::string& argument, std::optional<std::size_t> lines) {
  const auto index = message_at(argument);
  if (!index) return;
  const std::string& text = messages_[*index].text;
  say("+OK\r\n" + dots_doubled(lines ? top_of(text, *lines) : text) + ".");
}

void HostPopSession::remove_deleted() {
  const std::scoped_lock lock(rooms_.mutex);
  std::set<unsigned> gone;
  for (const std::size_t index : deleted_) gone.insert(messages_[index].id);
  MailRooms::Room& room = rooms_.rooms.at(account_);
  std::erase_if(room.messages, [&](const MailRooms::Stored& message) { return gone.contains(message.id); });
  // Before the client hears of the end: it may come again at once.
  rooms_.unlock(room);
  account_.clear();
}

}  // namespace cts::selftest
