#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "files/file_tree.h"
#include "files/owner.h"
#include "files/quota_ledger.h"

namespace refd {

/// Where uploads grow before anybody can see them: a directory outside the customer's tree, on the same file
/// system, so that a finished file is put in place by one rename. Thread-safe.
class StagingArea {
 public:
  /// Creates `directory` (mode 700) if it is missing and removes what an earlier run left in it. Throws
  /// boost::system::system_error when it cannot be used.
  explicit StagingArea(const std::string& directory);
  StagingArea(const StagingArea&) = delete;
  StagingArea& operator=(const StagingArea&) = delete;
  ~StagingArea() = default;

  int directory() const noexcept { return directory_.get(); }

  struct Staged {
    UniqueFd file;  ///< open for writing
    std::string name;
  };
  /// A new, empty file of mode 600.
  Result<Staged> create();

 private:
  UniqueFd directory_;
  std::atomic<unsigned long> next_{0};
};

/// An upload in the staging area on its way to entry `name` of `directory`.
class StagedUpload final : public Upload {
 public:
  /// What the file is when it is put in place.
  struct Place {
    UniqueFd directory;
    std::string name;
    unsigned mode;
    std::optional<Owner> owner;  ///< none: the server's own user
  };

  /// `hold` is the space that is held for it, if there is a quota. The area outlives the upload.
  StagedUpload(StagingArea& area, StagingArea::Staged staged, Place place, std::unique_ptr<SpaceHold> hold)
      : area_(area), staged_(std::move(staged)), place_(std::move(place)), hold_(std::move(hold)) {}
  StagedUpload(const StagedUpload&) = delete;
  StagedUpload& operator=(const StagedUpload&) = delete;
  ~StagedUpload() override;

  /// Begins with the first `octets` of `old`, holes as holes. Only before the first write().
  Result<void> keep(int old, std::uint64_t octets);

  Result<void> write(std::span<const char> octets) override;
  Result<void> commit() override;

 private:
  Result<void> copy(int old, off_t from, off_t to);
  Result<void> make_room_for(std::uint64_t size) {
    return hold_ ? hold_->make_room_for(size) : Result<void>();
  }

  StagingArea& area_;
  StagingArea::Staged staged_;
  const Place place_;
  std::unique_ptr<SpaceHold> hold_;
  std::uint64_t filled_ = 0;  // octets that are no hole
  bool committed_ = false;
};

}  // namespace refd
