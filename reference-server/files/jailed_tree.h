#pragma once

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "files/file_tree.h"
#include "files/owner.h"
#include "files/quota_ledger.h"
#include "files/staged_upload.h"

namespace refd {

/// The customer's tree on disk. Paths are walked by openat2 below the root's descriptor; symbolic links are
/// followed as if the root were "/", so that those which lead elsewhere find nothing (FTP-DIR-3).
///
/// Permissions. A visitor needs r for others on the file and x for others on every directory from the
/// document root down (WEB-ERR-403); on a link's target outside the document root, on every directory but
/// "/". The owner is bound by the owner's bits, which the server checks itself when it runs as root, where
/// the kernel would not. Set-user-id and set-group-id bits are never set.
class JailedTree final : public FileTree {
 public:
  struct Options {
    std::string root;
    /// A directory outside `root` on the same file system (StagingArea).
    std::string staging;
    TreePath document_root = TreePath().child("web");
    /// May be neither removed nor renamed, nor may a directory that holds one: EPERM.
    std::vector<TreePath> protected_directories;
    /// Nothing at or below may be created, changed or removed: EPERM. Reading is free.
    std::vector<TreePath> read_only_directories;
    /// What every change is booked in and may be refused by (EDQUOT); outlives the tree. None: no quota.
    QuotaLedger* ledger = nullptr;
    /// To whom everything that is made is given; none: it stays the server's own.
    std::optional<Owner> owner;
  };

  /// Throws boost::system::system_error when a directory cannot be used or the kernel has no openat2 (before
  /// 5.6), std::invalid_argument when `staging` lies inside `root` or on another file system.
  explicit JailedTree(Options options);

  Result<UniqueFd> open_for_reading(const TreePath& path, Reader reader) override;
  Result<UniqueFd> open_in_place(const TreePath& path) override;
  Result<FileFacts> facts(const TreePath& path, Reader reader) override;
  /// A link that leads to nothing gives the place where its target would be.
  Result<TreePath> real_place(const TreePath& path) override;
  std::vector<Result<FileStamp>> stamps_upwards(const TreePath& directory, std::string_view name) override;
  Result<std::vector<DirectoryEntry>> list(const TreePath& directory, Reader reader) override;
  Result<std::unique_ptr<Upload>> begin_upload(const TreePath& path, UploadMode mode,
                                               std::uint64_t offset = 0) override;
  Result<void> make_directory(const TreePath& path) override;
  Result<void> remove_directory(const TreePath& path) override;
  Result<void> remove_file(const TreePath& path) override;
  Result<void> rename(const TreePath& from, const TreePath& to) override;
  Result<void> change_mode(const TreePath& path, unsigned mode) override;
  Result<void> set_modified(const TreePath& path, std::chrono::system_clock::time_point time) override;

 private:
  // An open file and, when links led there, the place where it really is.
  struct Opened {
    UniqueFd fd;
    std::optional<TreePath> elsewhere;
  };
  // An entry that is to be changed: the directory that holds it, open, and its name there.
  struct Entry {
    UniqueFd directory;
    TreePath path;
    std::string name;
  };

  Result<Opened> open(const TreePath& path, int flags) const;
  Result<void> may_search(const TreePath& real, Reader reader) const;
  bool is_bound(unsigned mode, unsigned owner_bits, unsigned visitor_bits, Reader reader) const;
  Result<Entry> entry(const TreePath& path) const;
  Result<Entry> entry_to_write(const TreePath& path) const;
  Result<Entry> entry_followed(const TreePath& path) const;
  bool is_read_only(const TreePath& real) const;
  bool holds_protected(const TreePath& real) const;
  Result<void> change(std::initializer_list<const Entry*> entries, std::uint64_t needed,
                      const std::function<Result<void>()>& how) const;
  std::unique_ptr<SpaceHold> hold_space(const Entry& target) const;
  Result<void> keep_old_content(StagedUpload& upload, const Entry& entry, UploadMode mode,
                                std::uint64_t offset) const;

  Options options_;
  StagingArea staging_;
  UniqueFd root_;
  bool runs_as_root_;
};

/// Creates what exists from the start (FTP-DIR-3) below `root`, as far as it is missing: the root itself,
/// /web, /log, /users and /users/<name> for each name, all of mode 755. Everything except /log, which is the
/// service's, is given to `owner`. Throws boost::system::system_error.
void create_initial_layout(const std::string& root, const std::vector<std::string>& names,
                           const std::optional<Owner>& owner = std::nullopt);

/// The directories of that layout, in the form of JailedTree::Options::protected_directories.
std::vector<TreePath> layout_directories(const std::vector<std::string>& names);

}  // namespace refd
