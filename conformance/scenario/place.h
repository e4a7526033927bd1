#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "client/ftp_client.h"
#include "scenario/footprint.h"

namespace cts {

class Context;

/// A directory of a scenario's own on the target, below the site's documents: written by FTP, seen by HTTP. What
/// cannot be prepared makes the scenario inconclusive (the calls do not return then). One thread.
class Place {
 public:
  /// Announces and creates `directory` (absolute, as FTP names it).
  Place(Context& context, Footprint& footprint, std::string directory);
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place();

  /// Absolute FTP path of the place or of `name` in it.
  const std::string& directory() const noexcept { return directory_; }
  std::string path(std::string_view name) const;
  /// Path part of the URL of `name` in it, percent-encoded; of the place itself, with a final slash, for "".
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

  /// Removes everything in it and itself. Returns the paths that a listing still shows afterwards.
  std::vector<std::string> remove_all();

 private:
  Context& context_;
  Footprint& footprint_;
  std::string directory_;
  FtpClient session_;
};

}  // namespace cts
