#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "client/ftp_client.h"
#include "scenario/footprint.h"

namespace cts {

class Context;

/// A directory of a scenario's own on the target, below the site's documents: written by FTP, seen by HTTP.
/// What cannot be prepared makes the scenario inconclusive (the calls do not return then). One thread.
class Place {
 public:
  /// Logs in; creates nothing yet. `directory` is absolute, as FTP names it; URLs begin below `documents`.
  Place(Context& context, Footprint& footprint, std::string directory, std::string documents);
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place();

  /// Announces and creates the directory. Once, before all else; the context does it.
  void create();

  /// Absolute FTP path of the place or of `name` in it.
  const std::string& directory() const noexcept { return directory_; }
  std::string path(std::string_view name) const;
  /// Path part of the URL of `name` in it, percent-encoded; of the place itself, with a final slash, for "".
  /// Throws std::logic_error for a place that is not below the documents.
  std::string url_path(std::string_view name = "") const;

  /// Uploads in binary mode; `name` may hold slashes when the directories exist.
  void put(std::string_view name, std::string_view content);
  void make_directory(std::string_view name);
  void remove(std::string_view name);
  void rename(std::string_view from, std::string_view to);
  /// SITE CHMOD with octal digits, "644".
  void change_mode(std::string_view name, std::string_view mode);

  /// The logged-in FTP session it works with; the scenario may use it too.
  FtpClient& session() noexcept { return session_; }

  /// Removes everything in it and itself. Returns what is left: nothing when a listing of the parent has
  /// shown that it is gone, else the paths that could not be removed, or the place itself with the reason why
  /// that was not seen.
  std::vector<std::string> remove_all();

 private:
  Context& context_;
  Footprint& footprint_;
  std::string directory_;
  std::string documents_;
  FtpClient session_;
  bool announced_ = false;
};

}  // namespace cts
