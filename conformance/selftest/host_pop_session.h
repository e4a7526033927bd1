#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "selftest/hostile_server.h"
#include "selftest/mail_rooms.h"

namespace cts::selftest {

/// One POP3 session with a MailHost.
class HostPopSession {
 public:
  HostPopSession(MailRooms& rooms, HostileConnection& connection) : rooms_(rooms), connection_(connection) {}
  HostPopSession(const HostPopSession&) = delete;
  HostPopSession& operator=(const HostPopSession&) = delete;
  ~HostPopSession();

  void run();

 private:
  // False: the session ends.
  bool before_login(const std::string& verb, const std::string& argument);
  bool log_in(const std::string& password);
  bool on_command(const std::string& verb, const std::string& argument);
  void list(const std::string& argument, bool ids);
  void retrieve(const std::string& argument, std::optional<std::size_t> lines);
  void remove_deleted();
  /// The index of a message that is there; nothing when there is none, and it has been said.
  std::optional<std::size_t> message_at(const std::string& number);
  std::string row(std::size_t index, bool ids) const;
  bool say(const std::string& line) { return connection_.send(line + "\r\n"); }

  MailRooms& rooms_;
  HostileConnection& connection_;
  std::string name_;
  std::string account_;  // whose mailbox is open; empty: none
  std::vector<MailRooms::Stored> messages_;
  std::set<std::size_t> deleted_;
};

}  // namespace cts::selftest
