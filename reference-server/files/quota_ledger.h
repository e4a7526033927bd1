#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <span>
#include <string>
#include <thread>

#include "base/disk_keeper.h"
#include "base/log.h"
#include "base/unique_fd.h"
#include "policy/policies.h"

namespace refd {

class SpaceHold;

/// The one account of the disk space below a site's root (WEB-QUOTA-1, 2, 4). The tree asks it before it
/// changes anything and tells it what has come of it; so what is refused is refused before a single octet too
/// much is written. Counted from the disk when it is made, which is what makes it right after a crash.
///
/// Two kinds of writers do not ask. The service itself writes the access log: `written_by_others` is measured
/// at every question instead. And the customer's programs (CGI, PHP) write as processes of their own: whoever
/// starts them asks has_room() first, and calls note_unseen_writer() when one has ended, upon which the
/// ledger counts anew. What stops a program while it runs is the file system (`limits.disk.enforcement`), or,
/// where there is none of the site's own, only its next start.
///
/// Thread-safe. Calls wait for no other than a few calls of the kernel, except recount().
class QuotaLedger final : public DiskKeeper {
 public:
  struct Places {
    std::string root;
    /// A name directly in `root` whose files grow without asking; empty: none.
    std::string written_by_others;
  };

  /// Counts. `policies` outlives the ledger. Throws boost::system::system_error when `root` cannot be read.
  QuotaLedger(const Places& places, const PolicySource& policies, Log log);
  QuotaLedger(const QuotaLedger&) = delete;
  QuotaLedger& operator=(const QuotaLedger&) = delete;
  ~QuotaLedger() override;

  Use use() override;
  /// A count during which the tree changes is repeated, twice at the most; then the changes are taken as if
  /// none of them had been seen, which may tell too much but never too little.
  Result<Count> recount() override;

  /// Something outside the ledger's sight has written below the root. A thread of the ledger's own counts
  /// anew, soon, but so that counting never takes more than a tenth of the time.
  void note_unseen_writer();
  /// Whether as much as one block is free.
  bool has_room();
  /// The same for those who ask a thousand times a second: what others wrote was measured 20 ms ago at the
  /// most, by `now`. They write as late as that themselves.
  bool had_room_lately(std::chrono::steady_clock::time_point now);
  /// How many octets are free; as many as there are numbers when nothing is enforced.
  std::uint64_t room();

  /// An entry whose space a change may alter: a name in an open directory.
  struct Entry {
    int directory;
    const std::string& name;
  };
  /// Carries out `change`, at once with its booking: nothing else is changed through the ledger meanwhile.
  /// `entries` are all that it creates, removes or replaces. `needed`: EDQUOT, and nothing is done, unless
  /// that many octets are free; 0 for what only removes or moves.
  Result<void> carry_out(std::span<const Entry> entries, std::uint64_t needed,
                         const std::function<Result<void>()>& change);

  /// The least that anything new takes.
  static constexpr std::uint64_t block = 4096;

 private:
  friend class SpaceHold;

  Result<void> hold(std::uint64_t more);
  void release(std::uint64_t octets);
  void book(std::uint64_t before, std::uint64_t after);
  std::uint64_t counted_use() const { return used_ + others_; }
  bool fits(std::uint64_t more) const;
  std::uint64_t use_of_others() const;
  void count_when_asked();

  const PolicySource& policies_;
  Log log_;
  UniqueFd root_;
  const std::string written_by_others_;

  std::mutex mutex_;
  std::uint64_t used_ = 0;
  std::uint64_t held_ = 0;    // by uploads under way
  std::uint64_t others_ = 0;  // as last measured
  std::chrono::steady_clock::time_point others_are_of_;
  // Of the changes since a count began.
  std::uint64_t changes_ = 0;
  std::uint64_t grown_ = 0;

  std::mutex counting_;
  std::condition_variable asked_;
  bool count_is_due_ = false;
  bool ending_ = false;
  std::thread counter_;
};

/// Space held for an upload that is under way; given back when it is destroyed. The ledger outlives it. Used
/// by one thread at a time.
class SpaceHold {
 public:
  /// `replaced`: the space that goes when the upload takes the place of a file; it may be used first.
  SpaceHold(QuotaLedger& ledger, std::uint64_t replaced) : ledger_(ledger), free_of_charge_(replaced) {}
  SpaceHold(const SpaceHold&) = delete;
  SpaceHold& operator=(const SpaceHold&) = delete;
  ~SpaceHold();

  /// Holds room for a file of that many octets; EDQUOT when there is none.
  Result<void> make_room_for(std::uint64_t octets);
  /// carry_out() for the upload's last step, which puts the file under the name `entry`; the space is no
  /// longer held then. EDQUOT when what was to be replaced has gone or shrunk, and there is no other room.
  Result<void> put_in_place(const QuotaLedger::Entry& entry, const std::function<Result<void>()>& change);

 private:
  QuotaLedger& ledger_;
  const std::uint64_t free_of_charge_;
  std::uint64_t needed_ = 0;
  std::uint64_t held_ = 0;
};

}  // namespace refd
