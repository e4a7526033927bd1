#include "smtp/local_delivery.h"

#include "smtp/address.h"

namespace refd::smtp {
namespace {

using Kind = Outcome::Kind;

Result<void> store(MailStore& store, const Mailbox& mailbox, const std::string& sender, std::uint64_t octets,
                   ByteSource& content) {
  const auto return_path = "Return-Path: <" + sender + ">\r\n";
  const auto delivery = store.begin_delivery(mailbox, octets + return_path.size());
  if (!delivery) return delivery.error();
  if (const auto written = (*delivery)->write(return_path); !written) return written.error();
  for (;;) {
    const auto piece = content.next();
    if (!piece) return piece.error();
    if (piece->empty()) break;
    if (const auto written = (*delivery)->write(*piece); !written) return written.error();
  }
  const auto committed = (*delivery)->commit();
  return committed ? Result<void>() : Result<void>(committed.error());
}

}  // namespace

bool LocalDelivery::is_own(std::string_view address) const {
  const auto parsed = parse_address(address);
  return parsed && accounts_.owns_domain(parsed->domain);
}

Outcome LocalDelivery::deliver(const std::string& sender, const std::string& address, std::uint64_t octets,
                               ByteSource& content) const {
  const auto parsed = parse_address(address);
  const auto account = parsed ? accounts_.at(parsed->local + "@" + parsed->domain) : std::nullopt;
  if (!account) return {address, Kind::failed, "5.1.1", "Nobody here has this address", ""};
  const auto stored = store(store_, {account->name, account->quota_octets}, sender, octets, content);
  if (stored) return {address, Kind::delivered, "2.0.0", "", ""};
  // MBOX-2: the sender is told.
  if (stored.error() == system_error(EDQUOT))
    return {address, Kind::failed, "5.2.2", "The mailbox is full", ""};
  log_->error("smtp: a message could not be stored for {}: {}", account->name, stored.error().message());
  return {address, Kind::deferred, "4.3.0", "The mailbox cannot be written: " + stored.error().message(), ""};
}

}  // namespace refd::smtp
