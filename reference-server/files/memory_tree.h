#pragma once

#include <map>
#include <mutex>
#include <optional>

#include "files/file_tree.h"

namespace refd {

/// The file tree's twin for tests: everything in memory, no symbolic links, modes 644 and 755 to begin with.
/// What it opens are anonymous files of the kernel, so that they can be read, measured and sent like others.
class MemoryTree final : public FileTree {
 public:
  MemoryTree();

  /// A file with its directories. `path` as a customer writes it; must be valid.
  void put(std::string_view path, std::string content, unsigned mode = 0644);
  void put_directory(std::string_view path, unsigned mode = 0755);
  /// Content of a file; none when there is no such file.
  std::optional<std::string> content(std::string_view path) const;

  Result<UniqueFd> open_for_reading(const TreePath& path, Reader reader) override;
  Result<FileFacts> facts(const TreePath& path, Reader reader) override;
  Result<std::vector<DirectoryEntry>> list(const TreePath& directory, Reader reader) override;
  Result<std::unique_ptr<Upload>> begin_upload(const TreePath& path, UploadMode mode,
                                               std::uint64_t offset) override;
  Result<void> make_directory(const TreePath& path) override;
  Result<void> remove_directory(const TreePath& path) override;
  Result<void> remove_file(const TreePath& path) override;
  Result<void> rename(const TreePath& from, const TreePath& to) override;
  Result<void> change_mode(const TreePath& path, unsigned mode) override;
  Result<void> set_modified(const TreePath& path, std::chrono::system_clock::time_point time) override;

 private:
  class MemoryUpload;
  struct Node {
    FileFacts facts;
    std::string content;
  };
  using Nodes = std::map<TreePath, Node>;

  Result<Nodes::iterator> find(const TreePath& path, Reader reader);
  Result<void> can_create(const TreePath& path);
  bool has_children(const TreePath& path) const;
  void store(const TreePath& path, std::string content, unsigned mode);
  Node make_node(FileKind kind, unsigned mode);

  mutable std::mutex mutex_;
  Nodes nodes_;
  std::uint64_t next_inode_ = 1;
};

}  // namespace refd
