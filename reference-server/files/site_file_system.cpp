#include "files/site_file_system.h"

#include <fcntl.h>
#include <linux/loop.h>
#include <sched.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "base/unique_fd.h"

namespace refd {
namespace {

constexpr std::uint64_t mebibyte = 1 << 20;
constexpr std::uint64_t block = 4096;
constexpr std::uint64_t inode = 256;

[[noreturn]] void fail(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

[[noreturn]] void refuse(std::errc why, const std::string& what) {
  throw std::system_error(std::make_error_code(why), what);
}

std::uint64_t journal_mebibytes(std::uint64_t octets) {
  return std::clamp<std::uint64_t>(octets / 256 / mebibyte, 4, 64);
}

// Of its free blocks ext4 keeps some for its own bookkeeping: 2 %, at most 4096.
std::uint64_t set_aside_by_ext4(std::uint64_t octets) {
  return std::min<std::uint64_t>(octets / block / 50, 4096);
}

// The promised space, and what ext4 needs to hold it: an inode for each block, the journal, and bitmaps and
// group descriptors, which 1 % is ample for.
std::uint64_t image_octets(std::uint64_t payload) {
  const auto with_inodes = payload / (block - inode) * block;
  return with_inodes + with_inodes / 100 + (journal_mebibytes(payload) + 2) * mebibyte +
         set_aside_by_ext4(with_inodes) * block;
}

// Runs a program of e2fsprogs to its end, quietly, with none of our signal mask.
void run(const std::vector<std::string>& words) {
  std::vector<char*> argv;
  for (const auto& word : words) argv.push_back(const_cast<char*>(word.c_str()));  // NOLINT
  argv.push_back(nullptr);
  std::array<char*, 1> environment{nullptr};
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int failed = ::posix_spawn(&child, argv[0], &files, &attributes, argv.data(), environment.data());
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&attributes);
  if (failed != 0) throw std::system_error(failed, std::generic_category(), words[0]);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  if (status != 0) refuse(std::errc::io_error, words[0] + " ended with status " + std::to_string(status));
}

// What ext4's superblock says is free (its documented layout: little endian, at octet 1024).
std::uint64_t free_blocks_of(const std::string& image) {
  const UniqueFd fd(::open(image.c_str(), O_RDONLY | O_CLOEXEC));
  std::array<unsigned char, 4> low{};
  std::array<unsigned char, 4> high{};
  if (!fd || ::pread(fd.get(), low.data(), 4, 1024 + 0x0C) != 4 ||
      ::pread(fd.get(), high.data(), 4, 1024 + 0x158) != 4) {
    fail(image);
  }
  std::uint64_t blocks = 0;
  for (int i = 3; i >= 0; --i) blocks = blocks << 8U | high[static_cast<std::size_t>(i)];
  for (int i = 3; i >= 0; --i) blocks = blocks << 8U | low[static_cast<std::size_t>(i)];
  return blocks;
}

// Made under another name first: a crash leaves none, or a whole one.
void make_image(const SiteFileSystem::Options& options) {
  const auto half = options.image + ".new";
  ::unlink(half.c_str());
  const UniqueFd fd(::open(half.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!fd) fail(half);
  const auto size = static_cast<off_t>(image_octets(options.octets + options.spare));
  // Where space cannot be set aside, the image takes it as it is filled.
  if (::fallocate(fd.get(), 0, 0, size) != 0 && (errno != EOPNOTSUPP || ::ftruncate(fd.get(), size) != 0)) {
    const int why = errno;
    ::unlink(half.c_str());
    errno = why;
    fail(half + ", an image of " + std::to_string(size) + " octets");
  }
  const auto journal = "size=" + std::to_string(journal_mebibytes(options.octets + options.spare));
  // nodiscard: it would give the allocated space back.
  run({"/sbin/mkfs.ext4", "-q", "-F", "-b", std::to_string(block), "-I", std::to_string(inode), "-i",
       std::to_string(block), "-m", "0", "-J", journal, "-O", "^resize_inode", "-E",
       "nodiscard,lazy_itable_init=1,lazy_journal_init=1,root_owner=0:0", half});
  const auto free = free_blocks_of(half);
  const auto usable = free - std::min(free, set_aside_by_ext4(static_cast<std::uint64_t>(size)));
  if (usable < (options.octets + options.spare) / block) {
    refuse(std::errc::no_space_on_device, half + ": ext4 leaves less than the promised space");
  }
  // ext4 keeps at most half for root; only in a site of a few megabytes that is less than what is over.
  const auto kept_for_root =
      std::min(usable - options.octets / block, static_cast<std::uint64_t>(size) / block / 2);
  run({"/sbin/tune2fs", "-r", std::to_string(kept_for_root), half});
  if (::fsync(fd.get()) != 0 || ::rename(half.c_str(), options.image.c_str()) != 0) fail(half);
}

// A loop device that frees itself when nobody uses it any more.
UniqueFd attached(const std::string& image, std::string& device_name) {
  const UniqueFd file(::open(image.c_str(), O_RDWR | O_CLOEXEC));
  const UniqueFd control(::open("/dev/loop-control", O_RDWR | O_CLOEXEC));
  if (!file) fail(image);
  if (!control) fail("/dev/loop-control");
  for (int attempt = 0; attempt < 64; ++attempt) {
    const int number = ::ioctl(control.get(), LOOP_CTL_GET_FREE);
    if (number < 0) fail("a free loop device");
    device_name = "/dev/loop" + std::to_string(number);
    UniqueFd device(::open(device_name.c_str(), O_RDWR | O_CLOEXEC));
    if (!device) fail(device_name);
    loop_config config{};
    config.fd = static_cast<unsigned>(file.get());
    config.info.lo_flags = LO_FLAGS_AUTOCLEAR;
    std::snprintf(reinterpret_cast<char*>(config.info.lo_file_name), sizeof config.info.lo_file_name, "%s",
                  image.c_str());
    if (::ioctl(device.get(), LOOP_CONFIGURE, &config) == 0) return device;
    if (errno != EBUSY) fail(device_name);  // another took it first
  }
  refuse(std::errc::device_or_resource_busy, "no loop device is free");
}

}  // namespace

SiteFileSystem::SiteFileSystem(const Options& options) : mount_point_(options.mount_point) {
  // Mounts of ours stay ours; those of the machine still come and go here as well.
  if (::unshare(CLONE_NEWNS) != 0) fail("a mount namespace for the site's own file system (root only)");
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_SLAVE, nullptr) != 0) fail("/");
  // They would be hidden below the mount.
  if (!std::filesystem::is_empty(mount_point_)) refuse(std::errc::directory_not_empty, mount_point_);
  struct stat status {};
  if (::stat(options.image.c_str(), &status) != 0) {
    make_image(options);
  } else if (static_cast<std::uint64_t>(status.st_size) != image_octets(options.octets + options.spare)) {
    refuse(std::errc::invalid_argument,
           options.image + " was made for another size: keep 'limits.disk.octets', or move the site's files");
  }
  std::string device;
  const auto loop = attached(options.image, device);
  // noinit_itable: an allocated image reads as zeros already.
  if (::mount(device.c_str(), mount_point_.c_str(), "ext4", MS_NOSUID | MS_NODEV,
              "errors=remount-ro,noinit_itable") != 0) {
    fail(device + " on " + mount_point_);
  }
}

SiteFileSystem::~SiteFileSystem() {
  ::umount2(mount_point_.c_str(), MNT_DETACH);
}

}  // namespace refd
