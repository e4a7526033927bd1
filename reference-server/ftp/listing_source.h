#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/byte_flow.h"
#include "ftp/ftp_listing.h"

namespace refd {

/// A text that is there already, as a source.
class TextSource final : public ByteSource {
 public:
  explicit TextSource(std::string text) : text_(std::move(text)) {}
  Result<std::string_view> next() override;

 private:
  std::string text_;
  bool given_ = false;
};

/// What LIST, NLST or MLSD is to show of a directory.
struct ListingRequest {
  enum class Form { lines, names, facts };
  enum class Shown { yes, no, not_known_yet };
  using Shows = std::function<Shown(const TreePath& path, FileKind kind)>;
  Form form = Form::lines;
  TreePath directory;
  /// Written before each name in the form `names`: NLST of "dir" gives "dir/a".
  std::string prefix;
  /// Shell pattern that names must match; empty: every name.
  std::string pattern;
  ListOptions options;
  LineStyle style;
  MlstFacts facts;
  /// Whether an entry is shown, and descended into; empty: every one is. Outlives the listing. `kind` is the
  /// entry's own: a link is a link. What is not known yet ends the reading with EAGAIN.
  Shows shows;
};

/// The listing of a directory, and with -R of those below it, one directory at a time: memory holds only the
/// largest of them and the names of those still to come. After EAGAIN next() can be called again. Symbolic
/// links show what they lead to, and themselves where that is nothing; they are not descended into.
class ListingSource final : public ByteSource {
 public:
  /// Reads the first directory; its error when that fails, ENOENT when a pattern matches nothing. `files`
  /// outlives the source.
  static Result<std::unique_ptr<ListingSource>> open(FileTree& files, ListingRequest request);

  Result<std::string_view> next() override;

 private:
  struct Pending {
    TreePath directory;
    std::string shown;  ///< path from where the listing began, "" for that itself
  };

  ListingSource(FileTree& files, ListingRequest request);
  Result<void> produce(const Pending& pending);
  Result<void> leave_out_hidden(const TreePath& directory, std::vector<DirectoryEntry>& entries) const;
  void add_dot_entries(std::vector<DirectoryEntry>& entries, const TreePath& directory) const;
  void add_line(const DirectoryEntry& entry, const std::string& shown);

  FileTree& files_;
  const ListingRequest request_;
  std::deque<Pending> pending_;
  std::string text_;
  bool first_is_ready_ = false;
};

}  // namespace refd
