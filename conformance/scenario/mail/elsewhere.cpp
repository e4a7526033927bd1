#include "scenario/mail/elsewhere.h"

namespace cts {

Elsewhere::Elsewhere(Context& context, SinkManners manners) : context_(context) {
  const Target::Elsewhere& place = context.target().elsewhere;
  std::string problem;
  sink_ = MailSink::open(place.address, place.port, std::move(manners), problem);
  if (!sink_) context.stop_inconclusive("mail from the target cannot be received: " + problem);
  context.transcript().note("elsewhere",
                            "listening on " + place.address + ":" + std::to_string(sink_->port()));
}

std::string Elsewhere::address(std::string_view who) const {
  return std::string(who) + "@" + context_.target().elsewhere.domain;
}

std::vector<SunkMessage> Elsewhere::await(std::string_view who, std::size_t count) const {
  std::vector<SunkMessage> found = sink_->wait_for_messages(who, count, context_.profile().mail.bounce_wait);
  for (const SunkMessage& message : found)
    context_.transcript().received("elsewhere", "MAIL FROM:<" + message.from + "> RCPT TO:<" +
                                                    message.recipients.front() + "> and " +
                                                    std::to_string(message.octets.size()) + " octets");
  return found;
}

}  // namespace cts
