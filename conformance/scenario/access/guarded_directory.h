#pragma once

#include <string>
#include <string_view>

#include "check/ftp_checks.h"
#include "client/ftp_client.h"

namespace cts {

class Context;

/// What the target is told about a vantage point: the address that its target file says it comes from.
/// Inconclusive when the file does not say, or when a proxy stands between: with a wrong address an access
/// file would lock the suite out of its own directory.
std::string address_of(Context& context, unsigned from);

/// A session of the second vantage point, which comes from another address than the first; inconclusive
/// otherwise.
FtpClient stranger(Context& context);

/// The manual's form of an access file (ACL-1): only `sources`, separated by blanks, may work there.
std::string access_file_for(std::string_view sources);

/// A directory in the scenario's place with a file in it, to be closed by an access file. The first vantage
/// point is never locked out: it has to remove everything at the end. Used like a Place: what cannot be
/// prepared makes the scenario inconclusive.
class GuardedDirectory {
 public:
  /// Makes the directory `name` of the place, and uploads the file.
  explicit GuardedDirectory(Context& context, std::string name = "members");

  /// Puts the access file there by the manual's steps (ACL-7), for the first vantage point and `others`.
  void close(std::string_view others = "");
  /// The first step alone: uploaded under the harmless name.
  void upload_access_file(std::string_view others = "");
  /// The second one: renamed to `name`; to the name that works when there is none.
  void rename_access_file(std::string_view name = "");

  /// Its name in the place, and with `name` in it.
  std::string in_place(std::string_view name) const;
  /// As FTP names it; of the directory itself for "".
  std::string path(std::string_view name = "") const;
  std::string access_file() const;

  const std::string& file_name() const noexcept { return file_name_; }
  std::string file() const { return path(file_name_); }
  const std::string& text() const noexcept { return text_; }

 private:
  Context& context_;
  std::string name_;
  std::string file_name_ = "page.html";
  std::string text_;
};

/// Sees, by a session that ends with it, that a stranger can fetch and store there: what is refused later
/// was possible. Inconclusive otherwise.
void need_open_to_strangers(Context& context, const GuardedDirectory& directory);

/// A listing that was refused, or that shows no `name` (ACL-2): ProFTPD completes it and shows nothing.
inline auto ShowsNothingCalled(const std::string& name) {
  using testing::AllOf;
  using testing::Not;
  return testing::AnyOf(
      TransferRefused(),
      AllOf(TransferSucceeds(), testing::Field("data", &FtpTransfer::data, Not(testing::HasSubstr(name)))));
}

}  // namespace cts
