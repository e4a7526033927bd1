#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "client/mail_sink.h"
#include "scenario/context.h"

namespace cts {

/// The world outside, as far as the target sees it: the suite's own sink, to which the target delivers what
/// is addressed to the target file's foreign domain. The row holds resource::elsewhere and needs
/// Need::elsewhere. Mail of other scenarios and runs may arrive too: whoever looks, looks for its own.
class Elsewhere {
 public:
  /// Inconclusive when this machine cannot listen where the target file says.
  explicit Elsewhere(Context& context, SinkManners manners = {});

  /// "<who>@<the domain>"; `who` as Context::unique() gives it.
  std::string address(std::string_view who) const;
  /// What has arrived for addresses in which `who` occurs: as soon as there are `count`, or what is there
  /// when the patience ends (see Mailbox::await()).
  std::vector<SunkMessage> await(std::string_view who, std::size_t count = 1) const;
  std::vector<SunkMessage> arrived_for(std::string_view who) const { return sink_->messages_for(who); }
  const MailSink& sink() const { return *sink_; }

 private:
  Context& context_;
  std::unique_ptr<MailSink> sink_;
};

}  // namespace cts
