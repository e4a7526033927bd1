#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <set>

#include "deviations/database_files.h"
#include "deviations/deviations.h"
#include "files/file_tree.h"

namespace refd {

/// The customer's tree, misbehaving as the deviation that is on says; otherwise exactly the one it wraps.
/// Both references must outlive it.
class DeviantTree final : public FileTree {
 public:
  DeviantTree(FileTree& kept, const Deviations& deviations) : kept_(kept), deviations_(deviations) {}

  /// Where the databases' files are (FTP-DB-1). Before anybody uses the tree.
  void set_database_files(std::string directory) { database_files_.emplace(std::move(directory)); }

  Result<UniqueFd> open_for_reading(const TreePath& path, Reader reader) override;
  Result<UniqueFd> open_in_place(const TreePath& path) override { return kept_.open_in_place(path); }
  Result<FileFacts> facts(const TreePath& path, Reader reader) override;
  Result<TreePath> real_place(const TreePath& path) override { return kept_.real_place(path); }
  std::vector<Result<FileStamp>> stamps_upwards(const TreePath& directory, std::string_view name) override {
    return kept_.stamps_upwards(directory, name);
  }
  Result<std::vector<DirectoryEntry>> list(const TreePath& directory, Reader reader) override;
  Result<std::unique_ptr<Upload>> begin_upload(const TreePath& path, UploadMode mode,
                                               std::uint64_t offset) override;
  Result<void> make_directory(const TreePath& path) override { return kept_.make_directory(path); }
  Result<void> remove_directory(const TreePath& path) override;
  Result<void> remove_file(const TreePath& path) override;
  Result<void> rename(const TreePath& from, const TreePath& to) override;
  Result<void> change_mode(const TreePath& path, unsigned mode) override;
  Result<void> set_modified(const TreePath& path, std::chrono::system_clock::time_point time) override {
    return kept_.set_modified(path, time);
  }

 private:
  struct Ghost {
    std::string content;
    FileFacts facts;
  };

  Result<UniqueFd> open_for_visitor(const TreePath& path);
  Result<UniqueFd> open_whatever_the_modes(const TreePath& path);
  void open_up(const TreePath& path, std::vector<std::pair<TreePath, unsigned>>& former_modes);
  Result<UniqueFd> open_for_owner(const TreePath& path);
  Result<UniqueFd> open_generation(const TreePath& path, unsigned number);
  Result<UniqueFd> first_content(const TreePath& path, UniqueFd now);
  bool withheld_from_visitors(const TreePath& path) const;
  TreePath as_visitors_find_it(const TreePath& path) const;
  TreePath folded(const TreePath& path) const;
  bool is_full_for_good(const TreePath& directory);
  void on_no_room(const TreePath& path);
  bool shows_database_files(const TreePath& path, Reader reader) const;
  /// note_acted(), and `error` as an error.
  boost::system::error_code acted(int error) const;

  FileTree& kept_;
  const Deviations& deviations_;
  std::optional<DatabaseFiles> database_files_;
  std::mutex mutex_;
  std::map<std::string, std::string> first_contents_;
  std::map<std::string, Ghost> ghosts_;
  std::set<TreePath> full_directories_;
};

}  // namespace refd
