#pragma once

#include <sys/stat.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"
#include "files/tree_path.h"

namespace refd {

enum class FileKind { regular, directory, symlink, other };

/// Facts about one entry.
struct FileFacts {
  FileKind kind = FileKind::other;
  std::uint64_t size = 0;                          ///< octets
  unsigned mode = 0;                               ///< permission bits, 07777
  std::chrono::system_clock::time_point modified;  ///< last change of content
  std::uint64_t inode = 0;
  std::uint64_t links = 1;
};

/// By which a regular file is known to be the one that was read before: any change of it, its name or its
/// permissions gives it another.
struct FileStamp {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t size = 0;
  timespec changed{};  ///< by the kernel's clock, which ticks every few milliseconds

  friend bool operator==(const FileStamp& a, const FileStamp& b) {
    return a.device == b.device && a.inode == b.inode && a.size == b.size &&
           a.changed.tv_sec == b.changed.tv_sec && a.changed.tv_nsec == b.changed.tv_nsec;
  }
};

struct DirectoryEntry {
  std::string name;
  FileFacts facts;
};

/// For whom a file is opened. The owner is the customer (FTP, scripts); a visitor comes by HTTP and is bound
/// by the permissions of "others": r on the file, x on every directory above it (WEB-ERR-403).
enum class Reader { owner, visitor };

/// A file that is being received. Nobody sees it under its name before commit(); destroying it without a
/// commit leaves what was there before (DESIGN: uploads appear whole). Used by one thread at a time.
class Upload {
 public:
  Upload() = default;
  Upload(const Upload&) = delete;
  Upload& operator=(const Upload&) = delete;
  virtual ~Upload() = default;

  /// Appends octets. Fails with ENOSPC or EDQUOT when there is no room.
  virtual Result<void> write(std::span<const char> octets) = 0;
  /// Puts the file under its name, in one step.
  virtual Result<void> commit() = 0;
};

enum class UploadMode { replace, append };

/// The customer's tree, "/" to the leaves. Nothing outside can be reached by any path or symbolic link.
/// Errors are errno values: ENOENT, EACCES, EISDIR, ENOTDIR, EEXIST, ENOTEMPTY, ENOSPC, EDQUOT, EPERM …
/// Thread-safe. Calls may block on the disk.
class FileTree {
 public:
  FileTree() = default;
  FileTree(const FileTree&) = delete;
  FileTree& operator=(const FileTree&) = delete;
  virtual ~FileTree() = default;

  /// A regular file, opened for reading. Never blocks on a FIFO or device: those are EACCES.
  virtual Result<UniqueFd> open_for_reading(const TreePath& path, Reader reader) = 0;
  /// The same for the service's own use, which nobody asked to see: the directories above need not let
  /// anybody in, and no link is followed, also none on the way: ELOOP. EACCES when the file's owner may not
  /// read it.
  virtual Result<UniqueFd> open_in_place(const TreePath& path) {
    const auto real = real_place(path);
    if (!real) return real.error();
    if (*real != path) return system_error(ELOOP);
    return open_for_reading(path, Reader::owner);
  }
  /// Follows a symbolic link that stays inside. For a visitor, EACCES when a directory on the way has no x.
  virtual Result<FileFacts> facts(const TreePath& path, Reader reader) = 0;
  /// Where `path` is once every link on it has been followed; ENOENT when nothing is there. Twins without
  /// links need no other than this one.
  virtual Result<TreePath> real_place(const TreePath& path) {
    const auto found = facts(path, Reader::owner);
    if (!found) return found.error();
    return path;
  }
  /// The stamp of what is called `name` in `directory`, a real place, and in each directory above it, the
  /// nearest first: much cheaper than opening each. ENOENT where there is nothing of that name; ENOTSUP where
  /// no stamp can be told: it has to be opened to know.
  virtual std::vector<Result<FileStamp>> stamps_upwards(const TreePath& directory, std::string_view name) {
    std::vector<Result<FileStamp>> stamps;
    for (auto place = directory;; place = place.parent()) {
      const auto found = facts(place.child(name), Reader::owner);
      stamps.emplace_back(system_error(!found && found.error().value() == ENOENT ? ENOENT : ENOTSUP));
      if (place.is_root()) return stamps;
    }
  }
  /// Entries without "." and "..", in byte order of their names.
  virtual Result<std::vector<DirectoryEntry>> list(const TreePath& directory, Reader reader) = 0;

  /// Starts receiving a file. `offset` (replace only): keep that many octets of the old content first, as
  /// FTP's REST before STOR asks; EINVAL when the old file is shorter.
  virtual Result<std::unique_ptr<Upload>> begin_upload(const TreePath& path, UploadMode mode,
                                                       std::uint64_t offset = 0) = 0;
  virtual Result<void> make_directory(const TreePath& path) = 0;
  virtual Result<void> remove_directory(const TreePath& path) = 0;
  virtual Result<void> remove_file(const TreePath& path) = 0;
  virtual Result<void> rename(const TreePath& from, const TreePath& to) = 0;
  virtual Result<void> change_mode(const TreePath& path, unsigned mode) = 0;
  virtual Result<void> set_modified(const TreePath& path, std::chrono::system_clock::time_point time) = 0;
};

}  // namespace refd
