#include "files/jailed_tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <cstdlib>
#include <stdexcept>

#include <boost/system/system_error.hpp>

#include "files/beneath.h"
#include "files/disk_count.h"

namespace refd {
namespace {

constexpr unsigned default_mode = 0644;
constexpr unsigned settable_bits = 01777;

FileKind kind_of(mode_t mode) {
  if (S_ISREG(mode)) return FileKind::regular;
  if (S_ISDIR(mode)) return FileKind::directory;
  if (S_ISLNK(mode)) return FileKind::symlink;
  return FileKind::other;
}

FileFacts facts_of(const struct stat& status) {
  using std::chrono::system_clock;
  const auto since_epoch =
      std::chrono::seconds(status.st_mtim.tv_sec) + std::chrono::nanoseconds(status.st_mtim.tv_nsec);
  return {
      .kind = kind_of(status.st_mode),
      .size = static_cast<std::uint64_t>(status.st_size),
      .mode = status.st_mode & 07777U,
      .modified = system_clock::time_point(std::chrono::duration_cast<system_clock::duration>(since_epoch)),
      .inode = status.st_ino,
      .links = status.st_nlink};
}

std::string real_path(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr), &std::free);
  if (!real) throw boost::system::system_error(last_system_error(), path);
  return real.get();
}

std::vector<DirectoryEntry> entries_of(DIR* directory) {
  std::vector<DirectoryEntry> entries;
  // Each stream is read by one thread only.
  while (const dirent* found = ::readdir(directory)) {  // NOLINT(concurrency-mt-unsafe)
    const std::string_view name = found->d_name;
    if (name == "." || name == "..") continue;
    struct stat status {};
    // Removed since it was read: leave it out.
    if (::fstatat(::dirfd(directory), found->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) continue;
    entries.push_back({.name = std::string(name), .facts = facts_of(status)});
  }
  return entries;
}

Result<void> checked(int status) {
  if (status != 0) return last_system_error();
  return {};
}

struct CloseDirectory {
  void operator()(DIR* directory) const { ::closedir(directory); }
};

Result<void> change_mode_beneath(int directory, const std::string& name, unsigned mode) {
  const auto file = open_beneath(directory, name, O_PATH);
  if (!file) return file.error();
  // A descriptor made with O_PATH takes no fchmod; this name of it does, and cannot be exchanged for a link.
  return checked(::chmod(("/proc/self/fd/" + std::to_string(file->get())).c_str(), mode));
}

Result<FileStamp> stamp_of(int directory, const std::string& name) {
  struct stat status {};
  if (::fstatat(directory, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
    return system_error(errno == ENOENT ? ENOENT : ENOTSUP);
  if (!S_ISREG(status.st_mode)) return system_error(ENOTSUP);
  return FileStamp{status.st_dev, status.st_ino, static_cast<std::uint64_t>(status.st_size), status.st_ctim};
}

}  // namespace

JailedTree::JailedTree(Options options)
    : options_(std::move(options)), staging_(options_.staging), runs_as_root_(::geteuid() == 0) {
  options_.root = real_path(options_.root);
  const auto staging = real_path(options_.staging);
  if (staging == options_.root || staging.starts_with(options_.root + "/")) {
    throw std::invalid_argument("the staging directory lies inside the customer's tree: " + staging);
  }
  root_ = UniqueFd(::open(options_.root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  struct stat at_root {};
  struct stat at_staging {};
  if (!root_ || ::fstat(root_.get(), &at_root) != 0 || ::fstat(staging_.directory(), &at_staging) != 0) {
    throw boost::system::system_error(last_system_error(), options_.root);
  }
  if (at_root.st_dev != at_staging.st_dev) {
    throw std::invalid_argument("the staging directory is on another file system than " + options_.root);
  }
  if (const auto probe = open_beneath(root_.get(), ".", O_PATH | O_DIRECTORY); !probe) {
    throw boost::system::system_error(probe.error(), "openat2 on " + options_.root);
  }
}

Result<JailedTree::Opened> JailedTree::open(const TreePath& path, int flags) const {
  auto fd = open_beneath(root_.get(), path.relative(), flags);
  if (fd) return Opened{.fd = std::move(*fd), .elsewhere = std::nullopt};
  if (fd.error().value() != ELOOP) return fd.error();
  auto real = resolve_links(root_.get(), options_.root, path);
  if (!real) return real.error();
  fd = open_beneath(root_.get(), real->relative(), flags);
  if (!fd) return fd.error();
  return Opened{.fd = std::move(*fd), .elsewhere = std::move(*real)};
}

// Whether the permission bits withhold what is asked for.
bool JailedTree::is_bound(unsigned mode, unsigned owner_bits, unsigned visitor_bits, Reader reader) const {
  if (reader == Reader::visitor) return (mode & visitor_bits) != visitor_bits;
  return runs_as_root_ && (mode & owner_bits) != owner_bits;
}

// The directories above `real` must be searchable. `real` has no links on its way.
Result<void> JailedTree::may_search(const TreePath& real, Reader reader) const {
  if (reader == Reader::owner && !runs_as_root_) return {};
  const bool among_documents = real.is_within(options_.document_root);
  const std::size_t from =
      reader == Reader::visitor && among_documents ? options_.document_root.text().size() : 1;
  std::string text = real.text();
  for (auto slash = text.find('/', from); slash != std::string::npos; slash = text.find('/', slash + 1)) {
    text[slash] = '\0';
    struct stat status {};
    const int outcome = ::fstatat(root_.get(), text.c_str() + 1, &status, AT_SYMLINK_NOFOLLOW);
    text[slash] = '/';
    if (outcome != 0) return last_system_error();
    if (S_ISDIR(status.st_mode) && is_bound(status.st_mode, S_IXUSR, S_IXOTH, reader)) {
      return system_error(EACCES);
    }
  }
  return {};
}

Result<UniqueFd> JailedTree::open_for_reading(const TreePath& path, Reader reader) {
  // O_NONBLOCK: a FIFO would otherwise wait for its writer. It means nothing to regular files.
  auto opened = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
  if (!opened) {
    // Below a directory that may not be searched nothing is known to be absent.
    const auto search = may_search(path, reader);
    if (!search && search.error().value() == EACCES) return search.error();
    if (opened.error().value() == ENXIO) return system_error(EACCES);
    return opened.error();
  }
  struct stat status {};
  if (::fstat(opened->fd.get(), &status) != 0) return last_system_error();
  const auto search = may_search(opened->elsewhere ? *opened->elsewhere : path, reader);
  if (!search) return search.error();
  if (S_ISDIR(status.st_mode)) return system_error(EISDIR);
  if (!S_ISREG(status.st_mode)) return system_error(EACCES);
  if (is_bound(status.st_mode, S_IRUSR, S_IROTH, reader)) return system_error(EACCES);
  return std::move(opened->fd);
}

Result<UniqueFd> JailedTree::open_in_place(const TreePath& path) {
  auto opened = open_beneath(root_.get(), path.relative(), O_RDONLY | O_NONBLOCK | O_NOCTTY);
  if (!opened) return opened.error().value() == ENXIO ? system_error(EACCES) : opened.error();
  struct stat status {};
  if (::fstat(opened->get(), &status) != 0) return last_system_error();
  if (S_ISDIR(status.st_mode)) return system_error(EISDIR);
  if (!S_ISREG(status.st_mode)) return system_error(EACCES);
  if (is_bound(status.st_mode, S_IRUSR, S_IROTH, Reader::owner)) return system_error(EACCES);
  return std::move(*opened);
}

Result<FileFacts> JailedTree::facts(const TreePath& path, Reader reader) {
  const auto opened = open(path, O_PATH);
  const auto search = may_search(opened && opened->elsewhere ? *opened->elsewhere : path, reader);
  if (!search && search.error().value() == EACCES) return search.error();
  if (!opened) return opened.error();
  struct stat status {};
  if (::fstat(opened->fd.get(), &status) != 0) return last_system_error();
  return facts_of(status);
}

Result<TreePath> JailedTree::real_place(const TreePath& path) {
  const auto found = open_beneath(root_.get(), path.relative(), O_PATH);
  if (found) return path;
  if (found.error().value() != ELOOP) return found.error();
  return resolve_links(root_.get(), options_.root, path);
}

// From the root down, one step at a time: each directory is looked up once, not once for each below it.
std::vector<Result<FileStamp>> JailedTree::stamps_upwards(const TreePath& directory, std::string_view name) {
  const std::string entry(name);
  std::vector<Result<FileStamp>> stamps;
  UniqueFd opened;
  int at = root_.get();
  std::string_view rest = std::string_view(directory.text()).substr(1);
  for (;;) {
    stamps.push_back(stamp_of(at, entry));
    if (rest.empty()) break;
    const auto end = std::min(rest.find('/'), rest.size());
    auto next = open_beneath(at, std::string(rest.substr(0, end)), O_PATH | O_DIRECTORY);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (!next) {
      // Gone meanwhile, or not to be searched: whoever asks has to look himself.
      const auto left = 1 + (rest.empty() ? 0 : 1 + std::count(rest.begin(), rest.end(), '/'));
      for (auto i = left; i > 0; --i) stamps.emplace_back(system_error(ENOTSUP));
      break;
    }
    opened = std::move(*next);
    at = opened.get();
  }
  std::reverse(stamps.begin(), stamps.end());
  return stamps;
}

Result<std::vector<DirectoryEntry>> JailedTree::list(const TreePath& directory, Reader reader) {
  auto opened = open(directory, O_RDONLY | O_DIRECTORY | O_NONBLOCK);
  const auto search = may_search(opened && opened->elsewhere ? *opened->elsewhere : directory, reader);
  if (!search && search.error().value() == EACCES) return search.error();
  if (!opened) return opened.error();
  struct stat status {};
  if (::fstat(opened->fd.get(), &status) != 0) return last_system_error();
  if (is_bound(status.st_mode, S_IRUSR | S_IXUSR, S_IROTH | S_IXOTH, reader)) return system_error(EACCES);

  const std::unique_ptr<DIR, CloseDirectory> stream(::fdopendir(opened->fd.get()));
  if (!stream) return last_system_error();
  opened->fd.release();  // the stream closes it
  auto entries = entries_of(stream.get());
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return entries;
}

bool JailedTree::is_read_only(const TreePath& real) const {
  return std::any_of(options_.read_only_directories.begin(), options_.read_only_directories.end(),
                     [&](const TreePath& directory) { return real.is_within(directory); });
}

bool JailedTree::holds_protected(const TreePath& real) const {
  return real.is_root() ||
         std::any_of(options_.protected_directories.begin(), options_.protected_directories.end(),
                     [&](const TreePath& directory) { return directory.is_within(real); });
}

// The entry itself, a link at the end not followed. EPERM at the root, which is nobody's entry, and where
// everything is read-only.
Result<JailedTree::Entry> JailedTree::entry(const TreePath& path) const {
  if (path.is_root()) return system_error(EPERM);
  const auto parent = path.parent();
  auto opened = open(parent, O_PATH | O_DIRECTORY);
  if (!opened) return opened.error();
  const auto& real_parent = opened->elsewhere ? *opened->elsewhere : parent;
  Entry found{.directory = std::move(opened->fd),
              .path = real_parent.child(path.name()),
              .name = std::string(path.name())};
  if (const auto search = may_search(found.path, Reader::owner); !search) return search.error();
  if (is_read_only(found.path)) return system_error(EPERM);
  return found;
}

// The same where the directory's own content is to change.
Result<JailedTree::Entry> JailedTree::entry_to_write(const TreePath& path) const {
  auto found = entry(path);
  if (!found || !runs_as_root_) return found;
  struct stat status {};
  if (::fstat(found->directory.get(), &status) != 0) return last_system_error();
  if ((status.st_mode & S_IWUSR) == 0) return system_error(EACCES);
  return found;
}

// The entry that `path` leads to when its last component is a link.
Result<JailedTree::Entry> JailedTree::entry_followed(const TreePath& path) const {
  auto found = entry(path);
  if (!found) return found;
  struct stat status {};
  const bool is_link =
      ::fstatat(found->directory.get(), found->name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 &&
      S_ISLNK(status.st_mode);
  if (!is_link) return found;
  const auto real = resolve_links(root_.get(), options_.root, path);
  if (!real) return real.error();
  return entry(*real);
}

// Changes `entries`, booking what becomes of the space.
Result<void> JailedTree::change(std::initializer_list<const Entry*> entries, std::uint64_t needed,
                                const std::function<Result<void>()>& how) const {
  if (options_.ledger == nullptr) return how();
  std::vector<QuotaLedger::Entry> booked;
  for (const auto* entry : entries) booked.push_back({entry->directory.get(), entry->name});
  return options_.ledger->carry_out(booked, needed, how);
}

std::unique_ptr<SpaceHold> JailedTree::hold_space(const Entry& target) const {
  if (options_.ledger == nullptr) return nullptr;
  return std::make_unique<SpaceHold>(*options_.ledger, space_of_entry(target.directory.get(), target.name));
}

Result<void> JailedTree::keep_old_content(StagedUpload& upload, const Entry& entry, UploadMode mode,
                                          std::uint64_t offset) const {
  auto old = open_beneath(entry.directory.get(), entry.name, O_RDONLY | O_NONBLOCK);
  if (!old && old.error().value() == ENOENT) {
    if (offset > 0) return system_error(EINVAL);
    return {};
  }
  if (!old) return old.error();
  struct stat status {};
  if (::fstat(old->get(), &status) != 0) return last_system_error();
  if (!S_ISREG(status.st_mode)) return system_error(EACCES);
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (mode == UploadMode::replace && offset > size) return system_error(EINVAL);
  return upload.keep(old->get(), mode == UploadMode::append ? size : offset);
}

Result<std::unique_ptr<Upload>> JailedTree::begin_upload(const TreePath& path, UploadMode mode,
                                                         std::uint64_t offset) {
  auto target = entry_to_write(path);
  if (!target) return target.error();
  struct stat status {};
  bool exists = ::fstatat(target->directory.get(), target->name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
  if (exists && S_ISLNK(status.st_mode)) {
    const auto real = resolve_links(root_.get(), options_.root, path);
    if (!real) return real.error();
    target = entry_to_write(*real);
    if (!target) return target.error();
    exists = ::fstatat(target->directory.get(), target->name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
  }
  if (exists && S_ISDIR(status.st_mode)) return system_error(EISDIR);
  if (exists && !S_ISREG(status.st_mode)) return system_error(EACCES);
  if (exists && (status.st_mode & S_IWUSR) == 0) return system_error(EACCES);
  if (!exists && options_.ledger != nullptr && !options_.ledger->has_room()) return system_error(EDQUOT);

  auto staged = staging_.create();
  if (!staged) return staged.error();
  const unsigned final_mode = exists ? status.st_mode & settable_bits : default_mode;
  const bool keeps = mode == UploadMode::append || offset > 0;
  auto hold = hold_space(*target);
  auto upload = std::make_unique<StagedUpload>(
      staging_, std::move(*staged),
      StagedUpload::Place{keeps ? UniqueFd(::dup(target->directory.get())) : std::move(target->directory),
                          target->name, final_mode, options_.owner},
      std::move(hold));
  if (keeps) {
    if (const auto kept = keep_old_content(*upload, *target, mode, offset); !kept) return kept.error();
  }
  return std::unique_ptr<Upload>(std::move(upload));
}

Result<void> JailedTree::make_directory(const TreePath& path) {
  if (path.is_root()) return system_error(EEXIST);
  const auto target = entry_to_write(path);
  if (!target) return target.error();
  return change({&*target}, QuotaLedger::block, [&]() -> Result<void> {
    if (::mkdirat(target->directory.get(), target->name.c_str(), 0755) != 0) return last_system_error();
    const auto& owner = options_.owner;
    if (owner && ::fchownat(target->directory.get(), target->name.c_str(), owner->user, owner->group,
                            AT_SYMLINK_NOFOLLOW) != 0) {
      return last_system_error();
    }
    // The process's umask is not the customer's.
    return change_mode_beneath(target->directory.get(), target->name, 0755);
  });
}

Result<void> JailedTree::remove_directory(const TreePath& path) {
  const auto target = entry_to_write(path);
  if (!target) return target.error();
  if (holds_protected(target->path)) return system_error(EPERM);
  return change({&*target}, 0, [&] {
    return checked(::unlinkat(target->directory.get(), target->name.c_str(), AT_REMOVEDIR));
  });
}

Result<void> JailedTree::remove_file(const TreePath& path) {
  const auto target = entry_to_write(path);
  if (!target) return target.error();
  return change({&*target}, 0,
                [&] { return checked(::unlinkat(target->directory.get(), target->name.c_str(), 0)); });
}

Result<void> JailedTree::rename(const TreePath& from, const TreePath& to) {
  const auto source = entry_to_write(from);
  if (!source) return source.error();
  const auto target = entry_to_write(to);
  if (!target) return target.error();
  if (holds_protected(source->path) || holds_protected(target->path)) return system_error(EPERM);
  return change({&*source, &*target}, 0, [&] {
    return checked(::renameat(source->directory.get(), source->name.c_str(), target->directory.get(),
                              target->name.c_str()));
  });
}

Result<void> JailedTree::change_mode(const TreePath& path, unsigned mode) {
  const auto target = entry_followed(path);
  if (!target) return target.error();
  return change_mode_beneath(target->directory.get(), target->name, mode & settable_bits);
}

Result<void> JailedTree::set_modified(const TreePath& path, std::chrono::system_clock::time_point time) {
  const auto target = entry_followed(path);
  if (!target) return target.error();
  const auto since_epoch = time.time_since_epoch();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since_epoch);
  const timespec moment{
      .tv_sec = static_cast<time_t>(seconds.count()),
      .tv_nsec = static_cast<long>(std::chrono::nanoseconds(since_epoch - seconds).count())};
  const timespec times[2] = {{.tv_sec = 0, .tv_nsec = UTIME_OMIT}, moment};
  return checked(::utimensat(target->directory.get(), target->name.c_str(), times, AT_SYMLINK_NOFOLLOW));
}

}  // namespace refd
