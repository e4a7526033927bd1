#include "smtp/sending_session.h"

#include <charconv>

#include <fmt/format.h>

#include "smtp/command_line.h"

namespace refd::smtp {
namespace {

using Kind = Outcome::Kind;

Kind kind_of(const RemoteReply& reply) {
  return reply.is_final() ? Kind::failed : Kind::deferred;
}

// The number behind "SIZE "; 0: no limit, or none that was told (RFC 1870 section 4).
std::uint64_t number_behind(std::string_view line, std::string_view word) {
  const auto after = trimmed(line.substr(word.size()));
  std::uint64_t number = 0;
  std::from_chars(after.data(), after.data() + after.size(), number);
  return number;
}

}  // namespace

SendingSession::Step SendingSession::on_reply(const RemoteReply& reply) {
  // "421: Service not available, closing transmission channel", to whatever.
  if (reply.code == 421 && state_ != State::quit) return refused(reply);
  switch (state_) {
    case State::greeting:
      return after_greeting(reply);
    case State::ehlo:
      return after_ehlo(reply);
    case State::helo:
      return reply.is_good() ? say_mail() : refused(reply);
    case State::mail:
      return after_mail(reply);
    case State::rcpt:
      return after_rcpt(reply);
    case State::data:
      return after_data(reply);
    case State::content:
      return after_content(reply);
    case State::quit:
      break;
  }
  return {"", Next::nothing};
}

void SendingSession::on_failure(const std::string& why) {
  conclude(Kind::deferred, "4.4.2", why);
}

SendingSession::Step SendingSession::after_greeting(const RemoteReply& reply) {
  if (!reply.is_good()) return refused(reply);
  state_ = State::ehlo;
  return {"EHLO " + task_.host_name + "\r\n"};
}

SendingSession::Step SendingSession::after_ehlo(const RemoteReply& reply) {
  if (reply.is_final()) {
    state_ = State::helo;
    return {"HELO " + task_.host_name + "\r\n"};
  }
  if (!reply.is_good()) return refused(reply);
  std::uint64_t limit = 0;
  for (const auto& line : reply.lines) {
    const auto keyword = capitals(line);
    if (keyword == "SIZE" || keyword.starts_with("SIZE ")) {
      says_sizes_ = true;
      limit = number_behind(line, "SIZE");
    }
    takes_eight_bits_ = takes_eight_bits_ || keyword == "8BITMIME";
    takes_wishes_ = takes_wishes_ || keyword == "DSN";
  }
  // SMTP-8: a receiver may take less than we do.
  if (limit > 0 && task_.octets > limit) {
    conclude(
        Kind::failed, "5.3.4",
        fmt::format("The message has {} octets, {} takes at most {}", task_.octets, task_.remote, limit));
    return say_quit();
  }
  return say_mail();
}

SendingSession::Step SendingSession::say_mail() {
  state_ = State::mail;
  return {fmt::format("MAIL FROM:<{}>{}{}{}\r\n", task_.sender,
                      says_sizes_ ? fmt::format(" SIZE={}", task_.octets) : "",
                      takes_eight_bits_ ? " BODY=8BITMIME" : "", wishes_of_message())};
}

// What the sender wants to be told goes on to whoever understands it (RFC 3461 section 5.2).
std::string SendingSession::wishes_of_message() const {
  std::string said;
  if (!takes_wishes_) return said;
  if (const auto& returns = task_.wishes.returns; !returns.empty()) said += " RET=" + returns;
  if (const auto& id = task_.wishes.envelope_id; !id.empty()) said += " ENVID=" + id;
  return said;
}

std::string SendingSession::wishes_about(const std::string& recipient) const {
  std::string said;
  const auto wishes = task_.wishes_about.find(recipient);
  if (!takes_wishes_ || wishes == task_.wishes_about.end()) return said;
  if (const auto& notify = wishes->second.notify; !notify.empty()) said += " NOTIFY=" + notify;
  if (const auto& original = wishes->second.original; !original.empty()) said += " ORCPT=" + original;
  return said;
}

SendingSession::Step SendingSession::after_mail(const RemoteReply& reply) {
  if (!reply.is_good()) return refused(reply);
  state_ = State::rcpt;
  return say_rcpt();
}

SendingSession::Step SendingSession::say_rcpt() {
  const auto& recipient = task_.recipients[at_recipient_];
  return {"RCPT TO:<" + recipient + ">" + wishes_about(recipient) + "\r\n"};
}

SendingSession::Step SendingSession::after_rcpt(const RemoteReply& reply) {
  if (!reply.is_good()) conclude_one(at_recipient_, kind_of(reply), reply.status(), reply.text());
  if (++at_recipient_ < task_.recipients.size()) return say_rcpt();
  for (std::size_t i = 0; i < outcomes_.size(); ++i) {
    if (has_outcome(i)) continue;
    state_ = State::data;
    return {"DATA\r\n"};
  }
  return say_quit();
}

SendingSession::Step SendingSession::after_data(const RemoteReply& reply) {
  if (reply.code != 354) return refused(reply);
  state_ = State::content;
  return {"", Next::content};
}

SendingSession::Step SendingSession::after_content(const RemoteReply& reply) {
  if (!reply.is_good()) return refused(reply);
  conclude(Kind::delivered, reply.status(), reply.text());
  return say_quit();
}

SendingSession::Step SendingSession::say_quit() {
  state_ = State::quit;
  return {"QUIT\r\n"};
}

// For everybody who has no outcome yet. A good answer in the wrong place is none of either kind.
SendingSession::Step SendingSession::refused(const RemoteReply& reply) {
  conclude(kind_of(reply), reply.is_good() ? "4.5.0" : reply.status(), reply.text());
  if (reply.code != 421) return say_quit();
  state_ = State::quit;
  return {"", Next::nothing};
}

void SendingSession::conclude(Kind kind, const std::string& status, const std::string& diagnostic) {
  for (std::size_t i = 0; i < outcomes_.size(); ++i) conclude_one(i, kind, status, diagnostic);
}

void SendingSession::conclude_one(std::size_t index, Kind kind, const std::string& status,
                                  const std::string& diagnostic) {
  if (!has_outcome(index))
    outcomes_[index] = {task_.recipients[index], kind, status, diagnostic, task_.remote, takes_wishes_};
}

}  // namespace refd::smtp
