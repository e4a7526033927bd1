#include "selftest/host_smtp_session.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "client/small_letters.h"
#include "scenario/mail/letter.h"

namespace cts::selftest {
namespace {

using At = MailManners::At;
using WhenFull = MailManners::WhenFull;

// What stands between the angle brackets, without a source route.
std::string path_of(const std::string& argument) {
  const std::size_t begin = argument.find('<');
  const std::size_t end = argument.rfind('>');
  if (begin == std::string::npos || end == std::string::npos || end < begin) return "";
  std::string path = argument.substr(begin + 1, end - begin - 1);
  if (path.starts_with('@')) path.erase(0, path.find(':') + 1);
  return path;
}

// Behind the last @ that stands in no quotes; empty: none.
std::string domain_of(const std::string& path) {
  const std::size_t at = path.rfind('@');
  return at == std::string::npos || path.ends_with('"') ? "" : in_small_letters(path.substr(at + 1));
}

std::uint64_t size_told(const std::string& argument) {
  const std::size_t at = argument.find("SIZE=");
  return at == std::string::npos ? 0 : std::strtoull(argument.c_str() + at + 5, nullptr, 10);
}

bool is_base64(const std::string& text) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::size_t end = text.find_last_not_of('=');
  return end != std::string::npos && text.substr(0, end + 1).find_first_not_of(digits) == std::string::npos;
}

std::string dots_undone(std::string text) {
  for (std::size_t at = text.find("\r\n."); at != std::string::npos; at = text.find("\r\n.", at + 2))
    text.erase(at + 2, 1);
  return text;
}

}  // namespace

void HostSmtpSession::run() {
  say(220, "sv1.example.jp ESMTP");
  for (std::string line; connection_.read_line(line);)
    if (!on_line(line)) return;
}

bool HostSmtpSession::on_line(const std::string& line) {
  if (refusals_ >= rooms_.manners.refusals_until_end) {
    say(421, "4.7.0 Too many errors");
    return false;
  }
  const std::size_t space = std::min(line.find(' '), line.size());
  const std::string verb = in_small_letters(line.substr(0, space));
  const std::string argument = line.substr(std::min(space + 1, line.size()));
  if (verb == "ehlo" || verb == "helo" || verb == "rset") {
    transaction_.reset();
    if (verb != "ehlo") return say(250);
    return connection_.send("250-sv1.example.jp\r\n250-PIPELINING\r\n250-SIZE " +
                            std::to_string(MailHost::largest_message) +
                            "\r\n250-AUTH LOGIN PLAIN\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES\r\n");
  }
  if (verb == "noop") return say(250);
  if (verb == "vrfy" || verb == "expn") {
    const bool known = verb == "expn" || !account_at(argument).empty();
    return say(known ? rooms_.manners.vrfy_code : rooms_.manners.vrfy_unknown_code, "Perhaps");
  }
  if (verb == "auth") return auth(argument);
  if (verb == "mail") return mail(argument);
  if (verb == "rcpt") return rcpt(argument);
  if (verb == "data") return data();
  if (verb != "quit") return say(rooms_.manners.unknown_command_code, "5.5.2 What?");
  say(221);
  return false;
}

bool HostSmtpSession::say(int code, const std::string& text) {
  if (!connection_.send(std::to_string(code) + " " + text + "\r\n")) return false;
  if (code >= 500) ++refusals_;
  const bool is_mistake = code >= 500 && code <= 503;
  return !is_mistake || ++mistakes_ <= rooms_.manners.most_mistakes || rooms_.manners.most_mistakes == 0;
}

bool HostSmtpSession::may_send() const {
  const std::scoped_lock lock(rooms_.mutex);
  return authenticated_ || rooms_.read_from.contains(peer_of(connection_.descriptor()));
}

bool HostSmtpSession::auth(const std::string& argument) {
  if (authenticated_ || transaction_) return say(503, "5.5.1 Not now");
  const std::size_t space = std::min(argument.find(' '), argument.size());
  if (argument.empty()) return say(501, "5.5.4 Which mechanism?");
  if (in_small_letters(argument.substr(0, space)) != "plain")
    return say(rooms_.manners.unknown_mechanism_code);
  std::string response = argument.substr(std::min(space + 1, argument.size()));
  if (response.empty()) {
    connection_.send("334 \r\n");
    if (!connection_.read_line(response)) return false;
  }
  if (response == "*") return say(501, "5.7.0 Called off");
  if (!is_base64(response)) return say(rooms_.manners.malformed_response_code, "5.5.2 That is no response");
  const std::string plain = from_base64(response);
  const std::size_t first = std::min(plain.find('\0'), plain.size());
  const std::size_t second = std::min(plain.find('\0', first + 1), plain.size());
  if (second == plain.size()) return say(rooms_.manners.malformed_response_code, "5.5.2 That is no response");
  const std::string name = plain.substr(first + 1, second - first - 1);
  authenticated_ =
      !account_at(name + "@example.jp").empty() && plain.substr(second + 1) == MailHost::password_of(name);
  if (authenticated_) return say(235, "2.7.0 Welcome");
  const std::scoped_lock lock(rooms_.mutex);
  const bool in_trouble = rooms_.guesses++ == rooms_.manners.guesses_until_trouble;
  return in_trouble ? say(454, "4.7.0 Connection lost to authentication server") : say(535, "5.7.8 No");
}

bool HostSmtpSession::mail(const std::string& argument) {
  if (transaction_) return say(503, "5.5.1 A sender was given");
  if (!in_small_letters(argument).starts_with("from:")) return say(501, "5.5.4 From whom?");
  if (submission_ && !may_send() && rooms_.manners.submission_is_refused == At::mail)
    return say(rooms_.manners.submission_code, "5.7.0 Authentication required");
  if (size_told(argument) > MailHost::largest_message) return say(552, "5.3.4 Too large");
  transaction_ = Transaction{.sender = path_of(argument), .recipients = {}};
  return say(250);
}

bool HostSmtpSession::rcpt(const std::string& argument) {
  if (!transaction_) return say(503, "5.5.1 From whom?");
  if (submission_ && !may_send()) return say(rooms_.manners.submission_code, "5.7.1 Client host rejected");
  const std::string recipient = path_of(argument);
  const std::string domain = domain_of(recipient);
  return domain.empty() || domain == "example.jp" ? rcpt_here(recipient) : rcpt_elsewhere(recipient);
}

bool HostSmtpSession::rcpt_elsewhere(const std::string& recipient) {
  if (!may_send() && rooms_.manners.relay_is_refused == At::rcpt)
    return say(rooms_.manners.relay_code, "5.7.1 Relaying denied");
  transaction_->refused_later = transaction_->refused_later || !may_send();
  transaction_->recipients.push_back(recipient);
  return say(250);
}

bool HostSmtpSession::rcpt_here(const std::string& recipient) {
  const std::string account = account_at(recipient);
  if (account.empty() && !rooms_.manners.unknown_is_taken) return say(550, "5.1.1 Nobody of that name");
  if (!account.empty() && rooms_.manners.when_full == WhenFull::refuses_recipient) {
    const std::scoped_lock lock(rooms_.mutex);
    if (rooms_.is_full(account)) return say(rooms_.manners.full_code, "5.2.2 Mailbox full");
  }
  transaction_->recipients.push_back(recipient);
  return say(250);
}

bool HostSmtpSession::data() {
  if (!transaction_ || transaction_->recipients.empty()) return say(503, "5.5.1 For whom?");
  if (transaction_->refused_later) return say(rooms_.manners.relay_code, "5.7.1 Relaying denied");
  say(354, "Go on");
  std::string message = "\r\n";  // a message may be empty
  bool is_too_large = false;
  constexpr std::string_view end = "\r\n.\r\n";
  constexpr std::size_t most = MailHost::largest_message + end.size();
  while (!connection_.read_through(end, message, most)) {
    if (message.size() <= most || rooms_.manners.too_large_is_cut) return false;
    is_too_large = true;
    if (message.ends_with(end)) break;
    message.erase(0, message.size() - end.size());
  }
  if (is_too_large) {
    transaction_.reset();
    return say(rooms_.manners.too_large_code, "5.3.4 Too large");
  }
  message.erase(message.size() - 3);
  return deliver(dots_undone(message).substr(2));
}

bool HostSmtpSession::deliver(const std::string& message) {
  const Transaction transaction = *std::exchange(transaction_, std::nullopt);
  const std::scoped_lock lock(rooms_.mutex);
  const std::string text = "Received: by sv1.example.jp\r\n" + message;
  for (const std::string& recipient : transaction.recipients) {
    const std::string account = account_at(recipient);
    const std::string domain = domain_of(recipient);
    if (account.empty() && !domain.empty() && domain != "example.jp") continue;
    if (!account.empty() && rooms_.has_room(account, text.size())) {
      rooms_.store(account, text);
      continue;
    }
    const bool refuses = !account.empty() && (rooms_.manners.when_full == WhenFull::refuses_message ||
                                              rooms_.manners.when_full == WhenFull::refuses_recipient);
    if (refuses) return say(rooms_.manners.full_code, "5.2.2 Mailbox full");
    rooms_.report(transaction.sender, recipient, message);
  }
  return say(250, "2.0.0 Taken");
}

}  // namespace cts::selftest
