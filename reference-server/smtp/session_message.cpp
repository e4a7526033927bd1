#include <algorithm>

#include <fmt/format.h>

#include "smtp/smtp_session.h"
#include "smtp/trace_field.h"

namespace refd::smtp {
namespace {

using Flaw = IncomingMessage::Flaw;

Reply not_stored(boost::system::error_code error) {
  const bool no_room =
      error == system_error(ENOSPC) || error == system_error(EDQUOT) || error == system_error(EFBIG);
  if (no_room) return {452, "4.3.1", "No room on the server, try again later"};
  return {451, "4.3.0", "The message could not be stored, try again later"};
}

}  // namespace

// "DATA" CRLF
Step Session::data(Argument argument) {
  if (!argument.empty()) return mistake(501, "5.5.4", "DATA takes no argument");
  if (!transaction_) return mistake(503, "5.5.1", "Send MAIL first");
  if (transaction_->recipients.empty()) return mistake(554, "5.5.1", "No valid recipients");
  auto spooled = around_.spool.begin();
  if (!spooled) {
    around_.log->error("smtp: no message can be taken: {}", spooled.error().message());
    return {not_stored(spooled.error())};
  }
  const auto line = trace((*spooled)->id());
  incoming_ = std::make_unique<IncomingMessage>(std::move(*spooled), message_rules());
  incoming_->put_before(line);
  return {{354, "", "Send the message, then a line with a dot alone"}, Step::Next::message};
}

IncomingMessage::Rules Session::message_rules() const {
  const auto& rules = policy();
  return {.framing = {.undoes_stuffing = rules.dot_stuffing_is_undone,
                      .line_feed_ends = rules.bare_line_feed_ends_message,
                      .return_ends = rules.bare_return_ends_message},
          .most_octets = rules.size_is_checked_at_data ? std::optional(rules.message_octets) : std::nullopt,
          .keeps_long_lines = rules.long_lines_are_kept,
          .keeps_eight_bits = rules.eight_bits_are_kept};
}

std::string Session::trace(const std::string& id) const {
  std::string protocol = extended_ ? "ESMTP" : "SMTP";
  if (encrypted_) protocol += 'S';
  if (account_) protocol += 'A';
  const auto& recipients = transaction_->recipients;
  return trace_field({.greeted_as = greeted_as_,
                      .client = ends_.client,
                      .host_name = around_.host_name,
                      .protocol = protocol,
                      .id = id,
                      .only_recipient = recipients.size() == 1 ? recipients.front().address : "",
                      .time = around_.clock.now()});
}

std::uint64_t Session::wasted_octets() const {
  return incoming_->flaw() == Flaw::none ? 0 : incoming_->octets();
}

void Session::on_message_end(const std::function<void(Step)>& done) {
  const auto message = std::move(incoming_);
  const auto transaction = *std::exchange(transaction_, std::nullopt);
  const auto octets = message->octets();
  auto refusal = refusal_of(*message);
  if (!refusal && all_mailboxes_are_full(transaction, octets)) refusal = Reply(552, "5.2.2", "Mailbox full");
  if (refusal) {
    around_.log->info("smtp: a message from <{}>, {}, of {} octets: refused with {}",
                      shown(transaction.text_of_sender()), ends_.client, octets, refusal->code);
    done({std::move(*refusal)});
    return;
  }

  Envelope envelope{.sender = transaction.text_of_sender(), .recipients = {}, .wishes = transaction.wishes};
  for (const auto& recipient : transaction.recipients) {
    const bool is_lost = !recipient.mailbox && !policy().mail_for_elsewhere_leaves;
    if (recipient.dropped || is_lost) continue;
    envelope.recipients.push_back(recipient.address);
    envelope.wishes_about[recipient.address] = recipient.wishes;
  }
  const auto spooled = message->release();
  const auto id = spooled->id();
  // SMTP-1, SMTP-7 reversed: every second message of a session is lost.
  const bool is_lost = ++messages_ % 2 == 0 && !policy().acknowledged_is_delivered;
  if (is_lost || envelope.recipients.empty()) {
    done({{250, "2.0.0", "Ok: " + id}});
    return;
  }
  around_.log->info("smtp: {} from <{}>, {}, of {} octets for {} recipients", id, shown(envelope.sender),
                    ends_.client, octets, envelope.recipients.size());
  spooled->commit(std::move(envelope), [id, done, log = around_.log](boost::system::error_code error) {
    if (error) log->error("smtp: {} could not be stored: {}", id, error.message());
    done({error ? not_stored(error) : Reply(250, "2.0.0", "Ok: " + id)});
  });
}

std::optional<Reply> Session::refusal_of(const IncomingMessage& message) const {
  switch (message.flaw()) {
    case Flaw::none:
      return std::nullopt;
    case Flaw::too_large:
      return Reply(552, "5.3.4",
                   fmt::format("Messages have at most {} octets here", policy().message_octets));
    case Flaw::too_many_hops:
      return Reply(554, "5.4.6", "Too many hops: this message goes in circles");
    case Flaw::not_stored:
      break;
  }
  around_.log->error("smtp: a message could not be stored: {}", message.error().message());
  return not_stored(message.error());
}

// MBOX-2: the size is known now. When only some have no room, those alone are told to the sender, by mail.
bool Session::all_mailboxes_are_full(const Transaction& transaction, std::uint64_t octets) const {
  return std::all_of(transaction.recipients.begin(), transaction.recipients.end(),
                     [&](const auto& recipient) {
                       if (!recipient.mailbox) return false;
                       const auto room = around_.store.room(*recipient.mailbox, octets);
                       return !room && room.error() == system_error(EDQUOT);
                     });
}

}  // namespace refd::smtp
