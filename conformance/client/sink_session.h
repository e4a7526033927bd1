#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "client/mail_sink.h"

namespace cts {

/// One session of the sink: bytes in, replies out. Holds no socket; pure but for what it hands over.
class SinkSession {
 public:
  static constexpr std::size_t line_limit = 4096;
  static constexpr std::size_t message_limit = 64u << 20;
  static constexpr std::size_t recipient_limit = 1000;
  static constexpr std::size_t command_limit = 10'000;

  /// What the session tells of. Each outlives it.
  struct Events {
    std::function<void(SunkMessage)> taken;
    std::function<void(std::string)> recipient_refused;
  };
  SinkSession(std::string peer, const SinkManners& manners, Events events);

  std::string greeting() const { return "220 sink.test ESMTP\r\n"; }
  /// Takes bytes as they came, in pieces of any size; the replies to what is whole.
  std::string feed(std::string_view bytes);
  /// The session is over: after QUIT, or for what no sender does.
  bool over() const noexcept { return over_; }

 private:
  std::string on_line(std::string_view line);
  std::string on_hello(std::string_view argument, bool extended);
  std::string on_mail(std::string_view argument);
  std::string on_recipient(std::string_view argument);
  std::string on_data();
  // Takes what belongs to the message out of the buffer; the reply when it has ended.
  std::optional<std::string> take_message();
  std::string end_message();
  void reset();
  std::string leave(std::string reply);

  std::string peer_;
  const SinkManners& manners_;
  Events events_;
  std::string buffer_;
  SunkMessage message_;
  std::string hello_;
  std::size_t commands_ = 0;
  bool in_mail_ = false;
  bool in_data_ = false;
  bool too_long_ = false;  // the message is longer than the manners allow: read to its end, but not kept
  std::size_t octets_ = 0;
  bool over_ = false;
};

}  // namespace cts
