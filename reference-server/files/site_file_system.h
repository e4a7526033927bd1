#pragma once

#include <cstdint>
#include <string>

namespace refd {

/// A file system of the site's own (ext4 in an image file, through a loop device), so that the kernel itself
/// says "no space" to whoever writes there: programs of the customer's that ask no ledger, in the middle of a
/// write. Root only.
///
/// It is mounted in a mount namespace of this process and its children, so that nothing of it outlives them:
/// after a kill -9 the kernel unmounts it and frees the loop device. The image is made once, with as many
/// inodes as blocks, so that many small files cannot use up the one before the other, and with its space
/// allocated, so that a full disk underneath cannot break it. What exceeds the promised space is kept for
/// root: the service's own log, and uploads that are to replace files, go on when programs of the customer's
/// have filled the rest.
class SiteFileSystem {
 public:
  struct Options {
    std::string image;         ///< created when it is not there
    std::string mount_point;   ///< an empty directory
    std::uint64_t octets = 0;  ///< for everybody's files and directories
    std::uint64_t spare = 0;   ///< more, for root alone
  };

  /// To be made before any thread is started. Throws std::system_error when it cannot be had: not
  /// root, no loop device, no room for the image, an image that was made for another size.
  explicit SiteFileSystem(const Options& options);
  SiteFileSystem(const SiteFileSystem&) = delete;
  SiteFileSystem& operator=(const SiteFileSystem&) = delete;
  /// Unmounts; every file in it should be closed by then.
  ~SiteFileSystem();

 private:
  const std::string mount_point_;
};

}  // namespace refd
