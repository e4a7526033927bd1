#include "selftest/mail_host.h"

#include <algorithm>
#include <array>

#include <arpa/inet.h>
#include <sys/socket.h>

#include "client/small_letters.h"
#include "selftest/host_pop_session.h"
#include "selftest/host_smtp_session.h"
#include "selftest/hostile_server.h"
#include "selftest/mail_rooms.h"

namespace cts::selftest {

struct MailHost::Impl {
  explicit Impl(const MailManners& manners) : rooms(manners) {}

  MailRooms rooms;
  HostileServer smtp{[this](HostileConnection& connection) {
    HostSmtpSession(rooms, connection, false).run();
  }};
  HostileServer submission{[this](HostileConnection& connection) {
    HostSmtpSession(rooms, connection, true).run();
  }};
  HostileServer pop{[this](HostileConnection& connection) {
    HostPopSession(rooms, connection).run();
  }};
};

std::string MailHost::password_of(const std::string& account) {
  return "Word-of-" + account + "-4711";
}

MailHost::MailHost(const MailManners& manners) : impl_(std::make_unique<Impl>(manners)) {}
MailHost::~MailHost() = default;

std::uint16_t MailHost::smtp_port() const {
  return impl_->smtp.port();
}
std::uint16_t MailHost::submission_port() const {
  return impl_->submission.port();
}
std::uint16_t MailHost::pop_port() const {
  return impl_->pop.port();
}

std::size_t MailHost::messages() const {
  const std::scoped_lock lock(impl_->rooms.mutex);
  std::size_t count = 0;
  for (const auto& [name, room] : impl_->rooms.rooms) count += room.messages.size();
  return count;
}

void MailHost::put(const std::string& account, const std::string& text) {
  const std::scoped_lock lock(impl_->rooms.mutex);
  impl_->rooms.store(account, text);
}

std::uint64_t MailRooms::Room::octets() const {
  std::uint64_t sum = 0;
  for (const Stored& message : messages) sum += message.text.size();
  return sum;
}

void MailRooms::store(const std::string& account, const std::string& text) {
  // As other servers do it: every line of a message ends in CR LF, whatever it ended in before.
  std::string lines;
  for (const char c : text) {
    if (c == '\n' && !lines.ends_with('\r')) lines += '\r';
    lines += c;
  }
  rooms.at(account).messages.push_back({++last_id, std::move(lines)});
}

bool MailRooms::has_room(const std::string& account, std::uint64_t octets) const {
  if (is_full(account)) return false;
  return manners.crossing_message_is_stored || rooms.at(account).octets() + octets <= MailHost::mailbox;
}

void MailRooms::report(const std::string& sender, const std::string& recipient, const std::string& message) {
  const std::string account = account_at(sender);
  if (account.empty()) return;
  const bool warns =
      manners.when_full == MailManners::WhenFull::sends_warning && !account_at(recipient).empty();
  const std::string header = message.substr(0, message.find("\r\n\r\n") + 2);
  if (manners.reports_are_old) {
    store(account, "From: Mail Delivery Subsystem <MAILER-DAEMON@sv1.example.jp>\r\nTo: " + sender + "\r\n" +
                       (warns ? "Subject: Warning: delivery is delayed\r\n\r\n"
                              : "Subject: Returned mail: see transcript for details\r\n\r\n") +
                       "   ----- Transcript of session follows -----\r\n<" + recipient + ">\r\n\r\n" +
                       header);
    return;
  }
  store(account,
        "From: MAILER-DAEMON@sv1.example.jp\r\nTo: " + sender +
            "\r\nSubject: Undelivered Mail Returned to Sender\r\nMIME-Version: 1.0\r\n"
            "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n"
            "--b\r\nContent-Type: text/plain\r\n\r\nIt did not work.\r\n"
            "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; sv1.example.jp\r\n\r\n"
            "Final-Recipient: rfc822; " +
            recipient + "\r\nAction: " + (warns ? "delayed\r\nStatus: 4.2.2" : "failed\r\nStatus: 5.2.2") +
            "\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\n" + header + "\r\n--b--\r\n");
}

std::string peer_of(int descriptor) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  std::array<char, INET_ADDRSTRLEN> text{};
  if (::getpeername(descriptor, reinterpret_cast<sockaddr*>(&address), &size) != 0) return "";
  ::inet_ntop(AF_INET, &address.sin_addr, text.data(), text.size());
  return text.data();
}

std::string account_at(const std::string& address) {
  const std::string small = in_small_letters(address);
  for (const char* name : {"one", "two", "three", "four"})
    if (small == std::string(name) + "@example.jp") return name;
  return "";
}

}  // namespace cts::selftest
