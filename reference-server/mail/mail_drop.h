#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_flow.h"
#include "base/result.h"
#include "base/unique_fd.h"

namespace refd {

/// Who sent a message and who is to get it, apart from what its header says. A value.
struct DroppedEnvelope {
  std::string sender;  ///< empty: the null sender
  std::vector<std::string> recipients;
};

/// What may be an envelope's address: not empty, no longer than RFC 5321 allows, no control character, and no
/// blank outside quotes.
bool is_envelope_address(std::string_view address) noexcept;

/// A directory into which programs on the machine put messages and from which the mail service takes them: it
/// works while the service does not. One file a message, seen only when it is whole and safe from a loss of
/// power.
///
/// Whoever writes is the customer, so that whoever reads believes nothing: neither that a file is one, nor
/// that its envelope makes sense.
class MailDrop {
 public:
  /// `directory` need not exist before it is used.
  explicit MailDrop(std::string directory) : directory_(std::move(directory)) {}

  /// What the name of a message begins with that is not whole yet.
  static constexpr std::string_view unfinished = ".new-";

  /// One message on its way in. Destroyed before commit() it leaves nothing behind.
  class Incoming final : public ByteSink {
   public:
    Incoming(std::string directory, std::string name, UniqueFd file);
    Incoming(const Incoming&) = delete;
    Incoming& operator=(const Incoming&) = delete;
    ~Incoming() override;
    /// The message, header first, lines ended by LF. Fails with the disk's error.
    Result<void> write(std::span<const char> octets) override;
    /// Hands it over: the name under which it is known from now on.
    Result<std::string> commit();

   private:
    Result<void> flush();

    const std::string directory_;
    const std::string name_;
    UniqueFd file_;
    std::string gathered_;
    bool is_committed_ = false;
  };
  /// EINVAL when there is no recipient, or an address is none.
  Result<std::unique_ptr<Incoming>> begin(const DroppedEnvelope& envelope) const;

  /// One message that was handed over.
  struct Dropped {
    DroppedEnvelope envelope;
    UniqueFd file;             ///< the message is what follows `start`
    std::uint64_t start = 0;   ///< octets
    std::uint64_t octets = 0;  ///< of the message
    unsigned owner = 0;        ///< user id of who wrote it
  };
  /// Names of what lies there, oldest first, at most `most`; empty also while there is no directory.
  Result<std::vector<std::string>> names(std::size_t most) const;
  /// Opens one. EBADMSG when it is no message of ours: nobody can deliver it, so remove it.
  Result<Dropped> open(std::string_view name) const;
  /// The service has it safe, or nobody can have it.
  Result<void> remove(std::string_view name) const;

 private:
  std::string path_of(std::string_view name) const;

  const std::string directory_;
};

}  // namespace refd
