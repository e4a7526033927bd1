#include "files/quota_ledger.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>
#include <vector>

#include <boost/system/system_error.hpp>

#include "files/disk_count.h"

namespace refd {
namespace {

constexpr int counts_at_most = 3;
constexpr auto shortest_pause = std::chrono::milliseconds(200);
constexpr auto longest_of_late = std::chrono::milliseconds(20);
constexpr int pause_per_count = 9;  // a tenth of the time is spent counting

std::uint64_t whole_blocks(std::uint64_t octets) {
  return (octets + QuotaLedger::block - 1) / QuotaLedger::block * QuotaLedger::block;
}

// The entries and the directories that hold them, each directory once.
std::uint64_t space_around(std::span<const QuotaLedger::Entry> entries) {
  std::uint64_t octets = 0;
  std::vector<ino_t> seen;
  for (const auto& entry : entries) {
    octets += space_of_entry(entry.directory, entry.name);
    struct stat status {};
    if (::fstat(entry.directory, &status) != 0) continue;
    if (std::find(seen.begin(), seen.end(), status.st_ino) != seen.end()) continue;
    seen.push_back(status.st_ino);
    octets += space_of(entry.directory);
  }
  return octets;
}

}  // namespace

QuotaLedger::QuotaLedger(const Places& places, const PolicySource& policies, Log log)
    : policies_(policies),
      log_(std::move(log)),
      root_(::open(places.root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)),
      written_by_others_(places.written_by_others) {
  if (!root_) throw boost::system::system_error(last_system_error(), places.root);
  if (const auto counted = recount(); !counted) {
    throw boost::system::system_error(counted.error(), places.root);
  }
  counter_ = std::thread([this] { count_when_asked(); });
}

QuotaLedger::~QuotaLedger() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  asked_.notify_all();
  counter_.join();
}

std::uint64_t QuotaLedger::use_of_others() const {
  if (written_by_others_.empty()) return 0;
  const UniqueFd directory(
      ::openat(root_.get(), written_by_others_.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!directory) return 0;
  const auto count = count_disk_use(directory.get());
  return count ? count->octets : 0;
}

// The lock is held.
bool QuotaLedger::fits(std::uint64_t more) const {
  const auto& policy = policies_.quota();
  if (!policy.is_enforced) return true;
  const auto taken = counted_use() + held_;
  return taken <= policy.limit_octets && more <= policy.limit_octets - taken;
}

DiskKeeper::Use QuotaLedger::use() {
  const auto others = use_of_others();
  const std::lock_guard lock(mutex_);
  others_ = others;
  return {.octets = counted_use(), .limit = policies_.quota().limit_octets};
}

bool QuotaLedger::has_room() {
  const auto others = use_of_others();
  const std::lock_guard lock(mutex_);
  others_ = others;
  return fits(block);
}

bool QuotaLedger::had_room_lately(std::chrono::steady_clock::time_point now) {
  {
    const std::lock_guard lock(mutex_);
    if (now < others_are_of_ + longest_of_late) return fits(block);
    // Whoever asks meanwhile need not measure as well.
    others_are_of_ = now;
  }
  return has_room();
}

std::uint64_t QuotaLedger::room() {
  const auto others = use_of_others();
  const std::lock_guard lock(mutex_);
  others_ = others;
  const auto& policy = policies_.quota();
  if (!policy.is_enforced) return std::numeric_limits<std::uint64_t>::max();
  return policy.limit_octets - std::min(policy.limit_octets, counted_use() + held_);
}

// The lock is held.
void QuotaLedger::book(std::uint64_t before, std::uint64_t after) {
  ++changes_;
  if (after >= before) {
    used_ += after - before;
    grown_ += after - before;
    return;
  }
  // Blocks can have come to a file after it was booked: never below nothing.
  used_ -= std::min(used_, before - after);
}

Result<void> QuotaLedger::carry_out(std::span<const Entry> entries, std::uint64_t needed,
                                    const std::function<Result<void>()>& change) {
  const std::lock_guard lock(mutex_);
  if (needed > 0 && !fits(needed)) return system_error(EDQUOT);
  const auto before = space_around(entries);
  const auto changed = change();
  book(before, space_around(entries));
  return changed;
}

Result<void> QuotaLedger::hold(std::uint64_t more) {
  const std::lock_guard lock(mutex_);
  if (!fits(more)) return system_error(EDQUOT);
  held_ += more;
  return {};
}

void QuotaLedger::release(std::uint64_t octets) {
  const std::lock_guard lock(mutex_);
  held_ -= octets;
}

Result<DiskKeeper::Count> QuotaLedger::recount() {
  const std::lock_guard one_at_a_time(counting_);
  for (int attempt = 1;; ++attempt) {
    {
      const std::lock_guard lock(mutex_);
      changes_ = grown_ = 0;
    }
    auto count = count_disk_use(root_.get(), written_by_others_);
    if (!count) return count;
    const auto others = use_of_others();
    const std::lock_guard lock(mutex_);
    if (changes_ > 0 && attempt < counts_at_most) continue;
    used_ = count->octets + grown_;
    others_ = others;
    count->octets = used_ + others_;
    if (changes_ > 0) {
      count->is_exact = false;
      count_is_due_ = true;  // again when it is quieter
      asked_.notify_all();
    }
    if (!count->is_exact) log_->info("the disk use was counted while it changed, or not all could be read");
    return count;
  }
}

void QuotaLedger::note_unseen_writer() {
  {
    const std::lock_guard lock(mutex_);
    count_is_due_ = true;
  }
  asked_.notify_all();
}

void QuotaLedger::count_when_asked() {
  using Clock = std::chrono::steady_clock;
  std::unique_lock lock(mutex_);
  for (;;) {
    asked_.wait(lock, [this] { return count_is_due_ || ending_; });
    if (ending_) return;
    count_is_due_ = false;
    lock.unlock();
    const auto begin = Clock::now();
    if (const auto counted = recount(); !counted) {
      log_->error("the disk use cannot be counted: {}", counted.error().message());
    }
    const auto pause = std::max<Clock::duration>(shortest_pause, pause_per_count * (Clock::now() - begin));
    lock.lock();
    asked_.wait_for(lock, pause, [this] { return ending_; });
  }
}

SpaceHold::~SpaceHold() {
  ledger_.release(held_);
}

Result<void> SpaceHold::make_room_for(std::uint64_t octets) {
  needed_ = whole_blocks(octets);
  const auto charged = std::max(needed_, free_of_charge_) - free_of_charge_;
  if (charged <= held_) return {};
  const auto room = ledger_.hold(charged - held_);
  if (room) held_ = charged;
  return room;
}

Result<void> SpaceHold::put_in_place(const QuotaLedger::Entry& entry,
                                     const std::function<Result<void>()>& change) {
  const std::lock_guard lock(ledger_.mutex_);
  ledger_.held_ -= held_;
  const auto held = std::exchange(held_, 0);
  const auto replaced = space_of_entry(entry.directory, entry.name);
  if (needed_ > replaced + held && !ledger_.fits(needed_ - replaced)) return system_error(EDQUOT);
  const auto before = space_around({&entry, 1});
  const auto changed = change();
  ledger_.book(before, space_around({&entry, 1}));
  return changed;
}

}  // namespace refd
