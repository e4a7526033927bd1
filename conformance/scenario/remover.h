#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "check/listing.h"
#include "client/ftp_client.h"

namespace cts {

/// Removes files and directory trees by FTP, also what forbids it by its mode, and proves by a listing of the
/// parent that they are gone. Bounded: 32 levels, 10 000 entries. Needs a logged-in session; leaves its
/// working directory changed.
class Remover {
 public:
  explicit Remover(FtpClient& session) : session_(session) {}

  /// Removes `path` with all below it. Returns what is left (see Place::remove_all()); nothing when it never
  /// was there.
  std::vector<std::string> remove(const std::string& path);

  /// Whether `path` is in its parent's listing; nullopt when that cannot be listed.
  std::optional<bool> is_listed(const std::string& path);

 private:
  // What stands in `directory`, dotfiles included.
  std::optional<Listing> list(const std::string& directory);
  bool offers_mlsd();
  bool remove_directory(const std::string& directory, unsigned depth);
  bool remove_entries(const std::string& directory, unsigned depth);
  bool remove_entry(const std::string& path, ListEntry::Kind kind, unsigned depth);
  void allow_everything(const std::string& directory);

  FtpClient& session_;
  std::optional<bool> mlsd_;
  std::size_t entries_ = 0;
  std::vector<std::string> stubborn_;
};

/// "/web" of "/web/x"; "/" of "/x".
std::string parent_of(std::string_view path);
/// "x" of "/web/x".
std::string name_in_parent(std::string_view path);

}  // namespace cts
