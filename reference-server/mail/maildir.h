#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/unique_fd.h"
#include "mail/mail_store.h"
#include "mail/maildir_names.h"
#include "policy/policies.h"

namespace refd {

/// One mailbox on disk: the folders tmp, new and cur, and the account of what is in them. Thread-safe; calls
/// block on the disk.
class Maildir {
 public:
  enum class Folder { arrived, seen };  ///< new and cur

  /// One message as a listing found it. A value.
  struct Entry {
    StoredMessage message;
    std::uint64_t octets = 0;  ///< in the file
    Folder folder = Folder::arrived;
    std::string file;
  };

  /// The mailbox in `folder` below the directory `root`, made where it is missing; counts what is in it.
  /// `policies` must outlive it.
  static Result<std::shared_ptr<Maildir>> open(int root, const std::string& folder,
                                               const PolicySource& policies);
  Maildir(const Maildir&) = delete;
  Maildir& operator=(const Maildir&) = delete;
  ~Maildir() = default;

  /// space_for() as things are now.
  Result<void> room(const Mailbox& mailbox, std::uint64_t octets);
  MailboxUse use();
  /// All messages, by their age; counts them at once.
  Result<std::vector<Entry>> list();
  Result<UniqueFd> open_message(const Entry& entry) const;

  /// A new file in tmp.
  Result<UniqueFd> create(const std::string& name) const;
  void drop(const std::string& name) const;
  /// Gives a finished file its place, on condition that there is room; a loss of power cannot undo it.
  Result<void> put(const Mailbox& mailbox, const std::string& name, const MaildirFile& file);
  /// Removes messages; all are tried. One that is gone already is no error.
  Result<void> remove(const std::vector<const Entry*>& entries);

 private:
  explicit Maildir(const PolicySource& policies) : policies_(policies) {}
  Result<void> open_folders(int root, const std::string& folder);
  int descriptor(Folder folder) const { return folder == Folder::seen ? seen_.get() : arrived_.get(); }
  Result<void> list_folder(Folder folder, std::vector<Entry>& entries) const;
  Result<Entry> entry_of(Folder folder, const std::string& file) const;
  std::uint64_t counted();
  void forget(std::uint64_t octets);

  const PolicySource& policies_;
  UniqueFd tmp_;
  UniqueFd arrived_;
  UniqueFd seen_;
  std::mutex mutex_;
  MailboxUse use_;
  std::uint64_t not_freed_ = 0;  // octets of removed messages, where the policy frees nothing
};

/// Removes what unfinished deliveries of an earlier life left in the mailbox's tmp.
void sweep_maildir(int root, const std::string& folder);

/// A message as it is fetched: `wire_octets` octets, or an error (EIO) when the file does not hold that.
std::unique_ptr<ByteSource> maildir_message(UniqueFd file, std::uint64_t wire_octets);

}  // namespace refd
