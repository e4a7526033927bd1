#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cts {

/// A message that the sink has taken, and what it was told with it.
struct SunkMessage {
  std::string peer;                     ///< the address that it came from
  std::string hello;                    ///< the name that the sender gave itself
  std::string from;                     ///< as it stood between the brackets; empty: the null sender
  std::vector<std::string> recipients;  ///< likewise
  std::string mail_parameters;          ///< behind MAIL FROM:<…>
  std::string octets;                   ///< with dot-stuffing undone, without the ending dot
};

/// How the sink answers. What it is told of is lower-case.
struct SinkManners {
  /// Whether a recipient is refused: the whole reply ("550 5.1.1 no such user"); empty: taken.
  std::function<std::string(const std::string& recipient)> refuses_recipient;
  /// More octets are refused with 552 at MAIL when SIZE says so, or at the end of the message. 0: no limit.
  std::size_t message_octets = 0;
  /// Whether EHLO offers SIZE.
  bool offers_size = true;
};

/// "The internet" of a target under test: a small SMTP receiver on this machine, to which the target
/// delivers what is addressed elsewhere. It takes a message and keeps it; hostile senders are bounded: lines,
/// messages, recipients, sessions at a time, and time. Runs in threads of its own; what it holds is read from
/// any.
class MailSink {
 public:
  /// Listens on `address` and `port` (0: any free one). nullptr with a problem when that cannot be had.
  static std::unique_ptr<MailSink> open(const std::string& address, std::uint16_t port, SinkManners manners,
                                        std::string& problem);
  MailSink(const MailSink&) = delete;
  MailSink& operator=(const MailSink&) = delete;
  /// Ends every session.
  ~MailSink();

  std::uint16_t port() const;
  /// Everything taken so far, in order.
  std::vector<SunkMessage> messages() const;
  /// Those with a recipient that contains `part`.
  std::vector<SunkMessage> messages_for(std::string_view part) const;
  /// Waits until `count` of those are there, or the patience ends; what is there then.
  std::vector<SunkMessage> wait_for_messages(std::string_view part, std::size_t count,
                                             std::chrono::milliseconds patience) const;
  /// Recipients that were refused so far.
  std::vector<std::string> refused_recipients() const;

 private:
  struct Impl;
  explicit MailSink(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace cts
