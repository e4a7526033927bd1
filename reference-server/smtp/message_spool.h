#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/byte_flow.h"
#include "smtp/report_wishes.h"

namespace refd::smtp {

/// From whom a message comes and whom it is for. A value.
struct Envelope {
  std::string sender;                   ///< empty: nobody is to be told when it cannot be delivered
  std::vector<std::string> recipients;  ///< at least one
  MessageWishes wishes = {};
  std::map<std::string, ReportWishes> wishes_about = {};  ///< recipients of whom something was said
};

/// A message on its way into the spool. Destroyed before commit() it leaves nothing behind. Used by one
/// thread at a time; write() may block on the disk.
class SpooledMessage : public ByteSink {
 public:
  /// The spool's name for it: letters and digits, never used again.
  virtual const std::string& id() const = 0;

  /// Takes the next octets as they are to be delivered: line ends in CRLF as they came, no dot-stuffing.
  Result<void> write(std::span<const char> octets) override = 0;

  using Done = std::function<void(boost::system::error_code)>;
  /// Takes responsibility (RFC 5321 section 6.1): when `done` hears of no error, neither kill -9 nor a loss
  /// of power can take the message away any more. `done` is called once, perhaps before this returns, perhaps
  /// on another thread, and must not block. The message may be destroyed meanwhile. Once.
  virtual void commit(Envelope envelope, Done done) = 0;
};

/// Takes over messages that are to be delivered. Thread-safe; outlives its messages.
class MessageSpool {
 public:
  MessageSpool() = default;
  MessageSpool(const MessageSpool&) = delete;
  MessageSpool& operator=(const MessageSpool&) = delete;
  virtual ~MessageSpool() = default;

  virtual Result<std::unique_ptr<SpooledMessage>> begin() = 0;
};

}  // namespace refd::smtp
