#include "smtp/drop_collector.h"

#include <unistd.h>

#include <future>

#include <fmt/format.h>

#include "mail/wire_text.h"
#include "smtp/address.h"
#include "smtp/incoming_message.h"
#include "smtp/reply.h"
#include "smtp/trace_field.h"

namespace refd::smtp {
namespace {

constexpr std::size_t most_at_a_time = 50;
constexpr std::size_t piece = 65'536;
// As many as the command takes.
constexpr std::size_t most_recipients = 1000;

// The addresses that can be delivered to, in the form in which the service writes them.
Envelope checked(const DroppedEnvelope& given) {
  Envelope envelope;
  if (const auto sender = parse_address(given.sender)) envelope.sender = sender->text();
  for (const auto& recipient : given.recipients) {
    const auto address = parse_address(recipient);
    if (address && !address->domain.empty() && envelope.recipients.size() < most_recipients)
      envelope.recipients.push_back(address->text());
  }
  return envelope;
}

// A customer's program may go on writing into a file that it has handed over: no more than was there is read.
boost::system::error_code copy(MailDrop::Dropped& dropped, SpooledMessage& message,
                               std::uint64_t most_octets) {
  std::string space(piece, '\0');
  WireText wire;
  HopCount hops;
  auto at = dropped.start;
  const auto end = dropped.start + dropped.octets;
  if (dropped.octets > most_octets) return system_error(EFBIG);
  while (at < end) {
    const auto wanted = std::min<std::uint64_t>(space.size(), end - at);
    const auto count = ::pread(dropped.file.get(), space.data(), wanted, static_cast<off_t>(at));
    if (count < 0) return last_system_error();
    if (count == 0) break;
    at += static_cast<std::uint64_t>(count);
    const auto octets = wire.add(std::string_view(space).substr(0, static_cast<std::size_t>(count)));
    hops.add(octets);
    if (const auto written = message.write(octets); !written) return written.error();
  }
  if (hops.has_too_many()) return system_error(ELOOP);
  const auto written = message.write(wire.finish());
  return written ? boost::system::error_code() : written.error();
}

boost::system::error_code commit(SpooledMessage& message, Envelope envelope) {
  std::promise<boost::system::error_code> promise;
  auto answer = promise.get_future();
  message.commit(std::move(envelope),
                 [&promise](boost::system::error_code error) { promise.set_value(error); });
  return answer.get();
}

}  // namespace

std::size_t DropCollector::collect() {
  const auto names = drop_.names(most_at_a_time);
  if (!names) {
    log_->error("mail drop: {}", names.error().message());
    return 0;
  }
  std::size_t taken = 0;
  for (const auto& name : *names) {
    if (!take(name)) break;
    ++taken;
  }
  return taken;
}

// Whether the next may be taken; not when the disk is full, say.
bool DropCollector::take(const std::string& name) {
  auto dropped = drop_.open(name);
  auto failure = dropped ? store(*dropped, name) : dropped.error();
  const bool is_hopeless =
      failure == system_error(EBADMSG) || failure == system_error(EFBIG) || failure == system_error(ELOOP);
  if (failure) log_->warn("mail drop: {}: {}", name, failure.message());
  if (failure && !is_hopeless) return false;
  const auto removed = drop_.remove(name);
  if (!removed) log_->error("mail drop: {} cannot be removed: {}", name, removed.error().message());
  return removed.has_value();
}

boost::system::error_code DropCollector::store(MailDrop::Dropped& dropped, const std::string& name) {
  auto envelope = checked(dropped.envelope);
  if (envelope.recipients.empty()) return system_error(EBADMSG);
  const auto message = spool_.begin();
  if (!message) return message.error();
  const auto trace = fmt::format("Received: by {} (user {}) id {};\r\n\t{}\r\n", host_name_, dropped.owner,
                                 (*message)->id(), mail_date(clock_.now()));
  if (const auto written = (*message)->write(trace); !written) return written.error();
  if (const auto failure = copy(dropped, **message, policies_.mail().smtp.message_octets)) return failure;
  log_->info("smtp: {} from <{}>, the mail drop's {}, of {} octets for {} recipients", (*message)->id(),
             shown(envelope.sender), name, dropped.octets, envelope.recipients.size());
  return commit(**message, std::move(envelope));
}

}  // namespace refd::smtp
