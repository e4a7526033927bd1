#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "files/file_tree.h"
#include "ftpaccess/access_rules.h"
#include "ftpaccess/access_store.h"
#include "policy/policies.h"

namespace refd {

/// Asks the access files on behalf of one session (ACL-1…8). What is not forbidden is allowed.
///
/// A directory is judged by its own access file and those above it, anything else by those of the directory
/// that holds it; what does not exist by those of the nearest directory that does. Links are followed to the
/// real place first, except by verbs that act on the link itself, such as DELE. Limit: an answer is as old as
/// the asking; a directory that is exchanged for a link between the answer and the deed escapes.
///
/// The names of the source are taken as given: who finds them out confirms them (ACL-4). While nobody was
/// asked for them, what an access file with a name in it decides is refused, and wants_names() from then on.
/// Used by one thread at a time; what it refers to outlives it.
class AccessGuard {
 public:
  AccessGuard(FileTree& files, std::shared_ptr<AccessStore> store, const PolicySource& policies,
              AccessSource source);

  /// Whether `login` may do `verb` (capitals; "SITE_CHMOD") with what is or would be at `path`.
  bool allows(const TreePath& path, std::string_view verb, std::string_view login);
  /// Both ends of RNTO.
  bool allows_rename(const TreePath& from, const TreePath& to, std::string_view login);
  /// Whether the entry at `path` of a directory that `verb` may list is to be shown: cheaper than allows().
  bool shows(const TreePath& path, FileKind kind, std::string_view verb, std::string_view login);

  /// Whether an answer would have needed names that nobody was asked for; until take_names().
  bool wants_names() const { return wants_names_; }
  void take_names(std::vector<std::string> names, AccessSource::Names known);

 private:
  using Files = std::vector<std::shared_ptr<const AccessFile>>;

  const FtpPolicy& policy() const { return policies_.ftp(); }
  bool is_access_file(std::string_view name) const;
  std::vector<std::string_view> file_names() const;
  TreePath judged_directory(const TreePath& path, std::string_view verb);
  TreePath nearest_directory(TreePath path);
  void gather(const TreePath& directory, Files& files);
  std::shared_ptr<const AccessFile> read(const TreePath& path);
  AccessSource visible_source() const;

  FileTree& files_;
  std::shared_ptr<AccessStore> store_;
  const PolicySource& policies_;
  AccessSource source_;
  bool wants_names_ = false;
  // For a deviation only: files as this session first found them.
  std::map<TreePath, std::shared_ptr<const AccessFile>> first_found_;
};

}  // namespace refd
