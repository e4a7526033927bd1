#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_flow.h"
#include "base/result.h"

namespace refd {

/// One account's mailbox, as its contract gives it. A value.
struct Mailbox {
  std::string name;  ///< the account's; a store takes it for a name of its own, never for a path
  std::uint64_t quota_octets = 0;
};

/// What there is in a mailbox.
struct MailboxUse {
  std::uint64_t octets = 0;
  std::uint64_t messages = 0;
};

/// One message on its way into one mailbox. Destroyed before commit() it leaves nothing behind. Used by one
/// thread at a time; write() and commit() block on the disk.
class Delivery : public ByteSink {
 public:
  /// Takes the next octets of the message as it is to be fetched: header, empty line and body with their line
  /// ends in CRLF, without dot-stuffing and without the ending dot. A lone LF is stored as it is and fetched
  /// as CRLF. Fails with the disk's error (ENOSPC, EDQUOT, EIO); then nothing can be committed any more.
  Result<void> write(std::span<const char> octets) override = 0;

  /// Stores the message: when it returns, a loss of power cannot take it away, and the mailbox's next session
  /// sees it. The account's space is asked for the last time, together with every other delivery that is
  /// being committed: EDQUOT when there is none (MBOX-2), the disk's error otherwise. Once; gives the unique
  /// id.
  virtual Result<std::string> commit() = 0;
};

/// One message of an open mailbox. A value.
struct StoredMessage {
  std::string unique_id;     ///< RFC 1939 section 7: 1 to 70 octets from 0x21 to 0x7E; the message's for ever
  std::uint64_t octets = 0;  ///< as fetched: every line end counts two
};

/// A mailbox that is open for one POP3 session: what was there when it was opened, in the order of arrival.
/// Its life is the lock: while it lives, no other is opened for that mailbox. Used by one thread at a time;
/// calls block on the disk.
class Maildrop {
 public:
  Maildrop() = default;
  Maildrop(const Maildrop&) = delete;
  Maildrop& operator=(const Maildrop&) = delete;
  virtual ~Maildrop() = default;

  /// Valid, and unchanged, as long as the maildrop.
  virtual const std::vector<StoredMessage>& messages() const = 0;

  /// The octets of message `index`, counted from 0: as many as messages() says, every line ended by CRLF.
  virtual Result<std::unique_ptr<ByteSource>> read(std::size_t index) const = 0;

  /// Removes the messages of these indices for good and frees their space. All are tried; an error when one
  /// could not be removed. Read nothing of them afterwards.
  virtual Result<void> remove(const std::vector<std::size_t>& indices) = 0;
};

/// Where mail lies. Thread-safe. Deliveries and maildrops must not outlive their store.
class MailStore {
 public:
  MailStore() = default;
  MailStore(const MailStore&) = delete;
  MailStore& operator=(const MailStore&) = delete;
  virtual ~MailStore() = default;

  /// Whether a message of `octets` could be stored now (MBOX-2, MBOX-3): EDQUOT when the account's space is
  /// used up, or when the message would cross its limit and the policy does not let it. 0 when the size is
  /// not known. Cheap enough for every RCPT.
  virtual Result<void> room(const Mailbox& mailbox, std::uint64_t octets) = 0;

  /// Begins to store a message of about `expected_octets` (0: not known); EDQUOT as room() has it.
  virtual Result<std::unique_ptr<Delivery>> begin_delivery(const Mailbox& mailbox,
                                                           std::uint64_t expected_octets) = 0;

  /// Opens the mailbox for one session (POP-3): EBUSY while another has it open. An account that has never
  /// got mail has an empty one.
  virtual Result<std::unique_ptr<Maildrop>> open(const Mailbox& mailbox) = 0;

  /// What is in it now.
  virtual Result<MailboxUse> use(const Mailbox& mailbox) = 0;
};

}  // namespace refd
