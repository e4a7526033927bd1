#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "smtp/command_line.h"
#include "smtp/recipient_rules.h"
#include "smtp/smtp_session.h"

namespace refd::smtp {
namespace {

// Digits alone, at most 20 of them (RFC 1870 section 3); larger than anything becomes the largest there is.
std::optional<std::uint64_t> number_of(std::string_view text) {
  constexpr std::size_t most_digits = 20;
  if (text.empty() || text.size() > most_digits) return std::nullopt;
  if (text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  std::uint64_t number = 0;
  const auto failure = std::from_chars(text.data(), text.data() + text.size(), number).ec;
  return failure == std::errc() ? number : UINT64_MAX;
}

}  // namespace

// "MAIL FROM:" Reverse-path [SP Mail-parameters] CRLF. Many clients put a space behind the colon.
Step Session::mail(Argument argument) {
  if (transaction_) return mistake(503, "5.5.1", "A sender was given already");
  const auto after = after_word(argument, "FROM:");
  if (!after) return mistake(501, "5.5.4", "Syntax: MAIL FROM:<address>");
  auto rest = trimmed(*after);
  const auto sender = take_path(rest);
  if (!sender || (!sender->is_null && sender->address.domain.empty()))
    return mistake(501, "5.1.7", "That is no sender's address");
  const auto parameters = parse_parameters(rest);
  if (!parameters) return mistake(501, "5.5.4", "Malformed parameters");
  Transaction transaction{.sender = *sender};
  return take_sender_parameters(*parameters, transaction);
}

Step Session::take_sender_parameters(const std::vector<Parameter>& parameters, Transaction& transaction) {
  for (const auto& parameter : parameters) {
    if (auto refused = take_sender_parameter(parameter, transaction)) return std::move(*refused);
  }
  // SMTP-1, RFC 6409 section 4.3: the port for customers.
  if (ends_.door == Door::submission && !may_send()) return {{530, "5.7.0", "Authentication required"}};
  transaction_ = std::move(transaction);
  return {{250, "2.1.0", "Ok"}};
}

std::optional<Step> Session::take_sender_parameter(const Parameter& parameter, Transaction& transaction) {
  if (parameter.key == "SIZE") return take_size(parameter, transaction);
  if (parameter.key == "RET" || parameter.key == "ENVID")
    return take_message_wish(parameter, transaction.wishes);
  if (parameter.key == "BODY") {  // RFC 6152 section 2
    const auto body = capitals(parameter.value.value_or(""));
    if (body == "7BIT" || body == "8BITMIME") return std::nullopt;
    return mistake(501, "5.5.4", "BODY is 7BIT or 8BITMIME");
  }
  // RFC 4954 section 5: whom the client believes the message to be from. We believe nobody's word for it.
  if (parameter.key == "AUTH" && parameter.value) return std::nullopt;
  return mistake(555, "5.5.4", shown(parameter.key) + ": parameter not known");
}

// SMTP-5, RFC 1870 section 6.1
std::optional<Step> Session::take_size(const Parameter& parameter, Transaction& transaction) {
  const auto size = number_of(parameter.value.value_or(""));
  if (!size) return mistake(501, "5.5.4", "SIZE is a number");
  transaction.size = *size;
  const auto limit = policy().message_octets;
  if (!policy().size_parameter_is_honoured || *size <= limit) return std::nullopt;
  return Step{{552, "5.3.4", fmt::format("Messages have at most {} octets here", limit)}};
}

// RFC 3461 sections 4.3 and 4.4
std::optional<Step> Session::take_message_wish(const Parameter& parameter, MessageWishes& wishes) {
  const auto value = parameter.value.value_or("");
  if (parameter.key == "RET") {
    const auto returns = returns_of(value);
    if (!returns || !wishes.returns.empty()) return mistake(501, "5.5.4", "RET is FULL or HDRS, once");
    wishes.returns = *returns;
    return std::nullopt;
  }
  if (!is_envelope_id(value) || !wishes.envelope_id.empty())
    return mistake(501, "5.5.4", "ENVID is xtext of at most 100 characters, once");
  wishes.envelope_id = value;
  return std::nullopt;
}

// RFC 3461 sections 4.1 and 4.2
std::optional<Step> Session::take_report_wish(const Parameter& parameter, ReportWishes& wishes) {
  const auto value = parameter.value.value_or("");
  if (parameter.key == "NOTIFY") {
    const auto notify = notify_of(value);
    if (!notify || !wishes.notify.empty())
      return mistake(501, "5.5.4", "NOTIFY is NEVER, or some of SUCCESS, FAILURE and DELAY, once");
    wishes.notify = *notify;
    return std::nullopt;
  }
  if (parameter.key != "ORCPT") return mistake(555, "5.5.4", shown(parameter.key) + ": parameter not known");
  if (!is_original_recipient(value) || !wishes.original.empty())
    return mistake(501, "5.5.4", "ORCPT is a type, a semicolon and xtext, once");
  wishes.original = value;
  return std::nullopt;
}

// "RCPT TO:" Forward-path [SP Rcpt-parameters] CRLF
Step Session::rcpt(Argument argument) {
  if (!transaction_) return mistake(503, "5.5.1", "Send MAIL first");
  const auto after = after_word(argument, "TO:");
  if (!after) return mistake(501, "5.5.4", "Syntax: RCPT TO:<address>");
  auto rest = trimmed(*after);
  const auto path = take_path(rest);
  if (!path || path->is_null) return mistake(501, "5.1.3", "That is no recipient's address");
  const auto parameters = parse_parameters(rest);
  if (!parameters) return mistake(501, "5.5.4", "Malformed parameters");
  ReportWishes wishes;
  for (const auto& parameter : *parameters) {
    if (auto refused = take_report_wish(parameter, wishes)) return std::move(*refused);
  }
  // RFC 5321 section 4.5.3.1.10: a client sends the rest in another transaction.
  if (transaction_->recipients.size() >= around_.limits.recipients)
    return {{452, "4.5.3", "Too many recipients"}};

  auto judged =
      judge(*path, {may_send(), transaction_->sender}, policy(), around_.accounts, around_.own_domain);
  if (judged.fate == Judgement::Fate::refused) {
    around_.log->info("smtp: <{}> from <{}>, {}: refused with {}", shown(path->address.text()),
                      shown(transaction_->text_of_sender()), ends_.client, judged.refusal.code);
    return {std::move(judged.refusal)};
  }
  Recipient recipient{.address = judged.address.text(),
                      .mailbox = std::nullopt,
                      .dropped = judged.fate == Judgement::Fate::dropped,
                      .wishes = std::move(wishes)};
  if (judged.account) recipient.mailbox = Mailbox{judged.account->name, judged.account->quota_octets};
  return take_recipient(std::move(recipient));
}

// MBOX-2: who has no room gets nothing more.
Step Session::take_recipient(Recipient recipient) {
  if (recipient.mailbox) {
    const auto room = around_.store.room(*recipient.mailbox, transaction_->size);
    if (!room && room.error() == system_error(EDQUOT))
      return {{552, "5.2.2", "<" + shown(recipient.address) + ">: mailbox full"}};
    if (!room) {
      around_.log->error("smtp: the mailbox of {}: {}", recipient.mailbox->name, room.error().message());
      return {{451, "4.3.0", "The mailbox cannot be reached now, try again later"}};
    }
  }
  auto& known = transaction_->recipients;
  const bool again = std::any_of(known.begin(), known.end(),
                                 [&](const auto& other) { return other.address == recipient.address; });
  if (!again) known.push_back(std::move(recipient));
  return {{250, "2.1.5", "Ok"}};
}

}  // namespace refd::smtp
