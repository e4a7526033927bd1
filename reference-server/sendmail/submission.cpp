#include "sendmail/submission.h"

#include <sysexits.h>

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "sendmail/address_list.h"

namespace refd::sendmail {

namespace {

// Blind copies are blind; the others say what only the last server may.
constexpr std::array dropped_fields = {"Bcc", "Resent-Bcc", "Return-Path", "Content-Length"};
constexpr std::array recipient_fields = {"To", "Cc", "Bcc"};
constexpr std::array resent_recipient_fields = {"Resent-To", "Resent-Cc", "Resent-Bcc"};

// RFC 5322 section 3.3, in universal time: the machine's zone is nobody's business.
std::string date_text(std::time_t now) {
  constexpr std::array days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  return fmt::format("{}, {} {} {} {:02}:{:02}:{:02} +0000", days.at(static_cast<std::size_t>(parts.tm_wday)),
                     parts.tm_mday, months.at(static_cast<std::size_t>(parts.tm_mon)), parts.tm_year + 1900,
                     parts.tm_hour, parts.tm_min, parts.tm_sec);
}

std::string quoted(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) continue;
    if (c == '"' || c == '\\') text.push_back('\\');
    text.push_back(c);
  }
  return text + '"';
}

// One message being prepared; the first thing that is wrong stays.
class Preparation {
 public:
  Preparation(const Command& command, const MessageHead& head) : command_(command), head_(head) {}

  std::variant<Submission, Refusal> run(std::time_t now, std::string_view unique);

 private:
  void refuse(int exit_code, std::string why);
  std::string qualified(std::string address) const;
  std::string own_address() const { return qualified(command_.user); }
  void decide_sender();
  void add_recipients(std::string_view list);
  void add_header_recipients();
  void write_header(std::time_t now, std::string_view unique);

  const Command& command_;
  const MessageHead& head_;
  Submission submission_;
  Refusal refusal_{EX_OK, {}};
};

void Preparation::refuse(int exit_code, std::string why) {
  if (refusal_.exit_code == EX_OK) refusal_ = {exit_code, std::move(why)};
}

// An address without a domain is one of this machine.
std::string Preparation::qualified(std::string address) const {
  const auto after_quotes = address.rfind('"') == std::string::npos ? 0 : address.rfind('"');
  if (address.find('@', after_quotes) == std::string::npos) address.append("@").append(command_.host);
  return address;
}

void Preparation::decide_sender() {
  auto& sender = submission_.envelope.sender;
  if (!command_.has_sender) {
    sender = own_address();
  } else if (!command_.sender.empty() && command_.sender != "<>") {
    const auto named = addresses_in(command_.sender);
    if (!named || named->size() != 1)
      return refuse(EX_DATAERR, command_.sender + ": no address to send from");
    sender = qualified(named->front());
  }
  if (!sender.empty() && !is_envelope_address(sender))
    refuse(EX_DATAERR, sender + ": no address to send from");
}

void Preparation::add_recipients(std::string_view list) {
  const auto named = addresses_in(list);
  if (!named) return refuse(EX_DATAERR, std::string(list) + ": no list of addresses");
  auto& recipients = submission_.envelope.recipients;
  for (const auto& name : *named) {
    auto address = qualified(name);
    if (!is_envelope_address(address)) return refuse(EX_DATAERR, address + ": no address");
    if (std::find(recipients.begin(), recipients.end(), address) != recipients.end()) continue;
    if (recipients.size() == most_recipients) return refuse(EX_UNAVAILABLE, "too many recipients");
    recipients.push_back(std::move(address));
  }
}

// RFC 5322 section 3.6.6: who sends something on says so in fields of his own.
void Preparation::add_header_recipients() {
  const bool is_resent = std::any_of(resent_recipient_fields.begin(), resent_recipient_fields.end(),
                                     [this](const char* name) { return head_.has(name); });
  for (const auto& field : head_.fields) {
    const auto& names = is_resent ? resent_recipient_fields : recipient_fields;
    if (std::any_of(names.begin(), names.end(), [&field](const char* name) { return is_named(field, name); }))
      add_recipients(field.value());
  }
}

void Preparation::write_header(std::time_t now, std::string_view unique) {
  auto& header = submission_.header;
  for (const auto& field : head_.fields) {
    const bool is_dropped = std::any_of(dropped_fields.begin(), dropped_fields.end(),
                                        [&field](const char* name) { return is_named(field, name); });
    if (!is_dropped) header.append(field.text);
  }
  if (!head_.has("Date")) header.append("Date: ").append(date_text(now)).append("\n");
  if (!head_.has("From")) {
    const auto& sender = submission_.envelope.sender;
    header.append("From: ");
    if (!command_.full_name.empty()) header.append(quoted(command_.full_name)).append(" ");
    header.append("<").append(sender.empty() ? own_address() : sender).append(">\n");
  }
  if (!head_.has("Message-ID"))
    header.append("Message-ID: <").append(unique).append("@").append(command_.host).append(">\n");
  header.append("\n");
}

std::variant<Submission, Refusal> Preparation::run(std::time_t now, std::string_view unique) {
  decide_sender();
  for (const auto& recipient : command_.recipients) add_recipients(recipient);
  if (command_.header_names_recipients) add_header_recipients();
  if (submission_.envelope.recipients.empty()) refuse(EX_USAGE, "no recipients were named");
  if (refusal_.exit_code != EX_OK) return refusal_;
  write_header(now, unique);
  return std::move(submission_);
}

}  // namespace

std::variant<Submission, Refusal> prepare(const Command& command, const MessageHead& head, std::time_t now,
                                          std::string_view unique) {
  return Preparation(command, head).run(now, unique);
}

}  // namespace refd::sendmail
