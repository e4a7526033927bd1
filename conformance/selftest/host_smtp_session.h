#pragma once

#include <optional>
#include <string>
#include <vector>

#include "selftest/hostile_server.h"
#include "selftest/mail_rooms.h"

namespace cts::selftest {

/// One SMTP session with a MailHost, on port 25 or on that for customers.
class HostSmtpSession {
 public:
  HostSmtpSession(MailRooms& rooms, HostileConnection& connection, bool submission)
      : rooms_(rooms), connection_(connection), submission_(submission) {}
  HostSmtpSession(const HostSmtpSession&) = delete;
  HostSmtpSession& operator=(const HostSmtpSession&) = delete;
  ~HostSmtpSession() = default;

  void run();

 private:
  struct Transaction {
    std::string sender;
    std::vector<std::string> recipients;
    bool refused_later = false;
  };

  // False: the session ends.
  bool on_line(const std::string& line);
  bool auth(const std::string& argument);
  bool mail(const std::string& argument);
  bool rcpt(const std::string& argument);
  bool rcpt_elsewhere(const std::string& recipient);
  bool rcpt_here(const std::string& recipient);
  bool data();
  bool deliver(const std::string& message);
  bool may_send() const;
  bool say(int code, const std::string& text = "Ok");

  MailRooms& rooms_;
  HostileConnection& connection_;
  const bool submission_;
  bool authenticated_ = false;
  unsigned mistakes_ = 0;
  unsigned refusals_ = 0;
  std::optional<Transaction> transaction_;
};

}  // namespace cts::selftest
