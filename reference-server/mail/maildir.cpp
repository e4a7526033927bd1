#include "mail/maildir.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <functional>

#include "mail/mailbox_space.h"
#include "mail/wire_text.h"

namespace refd {
namespace {

constexpr std::size_t piece = 32'768;

// Reads up to `space.size()` octets; 0 at the end.
Result<std::size_t> read_piece(int file, std::span<char> space) {
  for (;;) {
    const auto count = ::read(file, space.data(), space.size());
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) return last_system_error();
  }
}

class MessageSource final : public ByteSource {
 public:
  MessageSource(UniqueFd file, std::uint64_t wire_octets)
      : file_(std::move(file)), left_(wire_octets), space_(piece, '\0') {}

  Result<std::string_view> next() override {
    if (finished_) return std::string_view();
    const auto count = read_piece(file_.get(), space_);
    if (!count) return count.error();
    finished_ = *count == 0;
    const auto octets = finished_ ? wire_.finish() : wire_.add(std::string_view(space_).substr(0, *count));
    if (octets.size() > left_) return system_error(EIO);
    left_ -= octets.size();
    if (finished_ && left_ > 0) return system_error(EIO);
    return octets;
  }

 private:
  UniqueFd file_;
  std::uint64_t left_;
  std::string space_;
  WireText wire_;
  bool finished_ = false;
};

Result<std::uint64_t> wire_octets_of(int file) {
  std::string space(piece, '\0');
  WireSize size;
  for (;;) {
    const auto count = read_piece(file, space);
    if (!count) return count.error();
    if (*count == 0) return size.octets();
    size.add(std::string_view(space).substr(0, *count));
  }
}

// The folder, made where it is missing; its name is on the disk then.
Result<UniqueFd> folder_in(int parent, const std::string& name) {
  if (::mkdirat(parent, name.c_str(), 0700) == 0) {
    if (::fsync(parent) != 0) return last_system_error();
  } else if (errno != EEXIST) {
    return last_system_error();
  }
  UniqueFd folder(::openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!folder) return last_system_error();
  return folder;
}

// The names of the plain files in a folder; hidden ones are nobody's.
Result<void> for_each_file(int folder, const std::function<Result<void>(const std::string&)>& visit) {
  const int again = ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR* const entries = again < 0 ? nullptr : ::fdopendir(again);
  if (entries == nullptr) {
    const auto error = last_system_error();
    if (again >= 0) ::close(again);
    return error;
  }
  const std::unique_ptr<DIR, int (*)(DIR*)> closes(entries, ::closedir);
  for (;;) {
    errno = 0;
    // Each stream is read by one thread only.
    const dirent* const entry = ::readdir(entries);  // NOLINT(concurrency-mt-unsafe)
    if (entry == nullptr) return errno == 0 ? Result<void>() : Result<void>(last_system_error());
    const std::string name = static_cast<const char*>(entry->d_name);
    if (name.starts_with('.') || (entry->d_type != DT_REG && entry->d_type != DT_UNKNOWN)) continue;
    if (const auto visited = visit(name); !visited) return visited;
  }
}

}  // namespace

Result<std::shared_ptr<Maildir>> Maildir::open(int root, const std::string& folder,
                                               const PolicySource& policies) {
  // Shared by the store, its deliveries and its maildrops.
  std::shared_ptr<Maildir> maildir(new Maildir(policies));
  if (const auto opened = maildir->open_folders(root, folder); !opened) return opened.error();
  if (const auto counted = maildir->list(); !counted) return counted.error();
  return maildir;
}

Result<void> Maildir::open_folders(int root, const std::string& folder) {
  const auto top = folder_in(root, folder);
  if (!top) return top.error();
  struct Row {
    const char* name;
    UniqueFd& descriptor;
  };
  for (const Row row : {Row{"tmp", tmp_}, Row{"new", arrived_}, Row{"cur", seen_}}) {
    auto opened = folder_in(top->get(), row.name);
    if (!opened) return opened.error();
    row.descriptor = std::move(*opened);
  }
  return {};
}

std::uint64_t Maildir::counted() {
  // MBOX-4 reversed; what was taken that way comes back with the policy, and when nothing is left: whoever
  // uses the mailbox next would find it full for good.
  if (policies_.mail().mailbox.deleting_frees_space || use_.messages == 0) not_freed_ = 0;
  return use_.octets + not_freed_;
}

void Maildir::forget(std::uint64_t octets) {
  use_.octets -= std::min(use_.octets, octets);
  use_.messages -= std::min<std::uint64_t>(use_.messages, 1);
}

Result<void> Maildir::room(const Mailbox& mailbox, std::uint64_t octets) {
  const std::lock_guard guard(mutex_);
  return space_for(policies_.mail().mailbox, mailbox, counted(), octets);
}

MailboxUse Maildir::use() {
  const std::lock_guard guard(mutex_);
  return use_;
}

Result<Maildir::Entry> Maildir::entry_of(Folder folder, const std::string& file) const {
  const auto parsed = MaildirFile::parse(file);
  Entry entry{.message = {.unique_id = parsed.unique_id, .octets = parsed.wire_octets.value_or(0)},
              .octets = parsed.octets.value_or(0),
              .folder = folder,
              .file = file};
  if (parsed.octets && parsed.wire_octets) return entry;
  // Somebody else has put it there.
  const auto opened = open_message(entry);
  if (!opened) return opened.error();
  struct stat status {};
  if (::fstat(opened->get(), &status) != 0) return last_system_error();
  if (!S_ISREG(status.st_mode)) return system_error(ENOENT);
  entry.octets = static_cast<std::uint64_t>(status.st_size);
  const auto wire_octets = wire_octets_of(opened->get());
  if (!wire_octets) return wire_octets.error();
  entry.message.octets = *wire_octets;
  return entry;
}

Result<void> Maildir::list_folder(Folder folder, std::vector<Entry>& entries) const {
  return for_each_file(descriptor(folder), [&](const std::string& file) -> Result<void> {
    auto entry = entry_of(folder, file);
    if (entry) entries.push_back(std::move(*entry));
    // One that has gone meanwhile, or is a link, is no message.
    const bool is_none =
        entry || entry.error() == system_error(ENOENT) || entry.error() == system_error(ELOOP);
    return is_none ? Result<void>() : Result<void>(entry.error());
  });
}

Result<std::vector<Maildir::Entry>> Maildir::list() {
  const std::lock_guard guard(mutex_);
  std::vector<Entry> entries;
  for (const auto folder : {Folder::arrived, Folder::seen}) {
    if (const auto listed = list_folder(folder, entries); !listed) return listed.error();
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.file < b.file; });
  use_ = {.octets = 0, .messages = entries.size()};
  for (const auto& entry : entries) use_.octets += entry.octets;
  return entries;
}

Result<UniqueFd> Maildir::open_message(const Entry& entry) const {
  UniqueFd file(
      ::openat(descriptor(entry.folder), entry.file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!file) return last_system_error();
  return file;
}

Result<UniqueFd> Maildir::create(const std::string& name) const {
  UniqueFd file(::openat(tmp_.get(), name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file) return last_system_error();
  return file;
}

void Maildir::drop(const std::string& name) const {
  ::unlinkat(tmp_.get(), name.c_str(), 0);
}

Result<void> Maildir::put(const Mailbox& mailbox, const std::string& name, const MaildirFile& file) {
  const auto octets = file.octets.value_or(0);
  const auto final_name = file.name();
  {
    const std::lock_guard guard(mutex_);
    const auto there_is = space_for(policies_.mail().mailbox, mailbox, counted(), octets);
    if (!there_is) return there_is;
    if (::renameat(tmp_.get(), name.c_str(), arrived_.get(), final_name.c_str()) != 0)
      return last_system_error();
    use_.octets += octets;
    ++use_.messages;
  }
  if (::fsync(arrived_.get()) == 0) return {};
  // Who is told of a failure sends it again: it must not be there already.
  const auto error = last_system_error();
  const std::lock_guard guard(mutex_);
  if (::unlinkat(arrived_.get(), final_name.c_str(), 0) == 0) forget(octets);
  return error;
}

Result<void> Maildir::remove(const std::vector<const Entry*>& entries) {
  Result<void> outcome;
  {
    const std::lock_guard guard(mutex_);
    for (const auto* const entry : entries) {
      if (::unlinkat(descriptor(entry->folder), entry->file.c_str(), 0) != 0) {
        if (errno != ENOENT) outcome = last_system_error();
        continue;
      }
      forget(entry->octets);
      if (!policies_.mail().mailbox.deleting_frees_space) not_freed_ += entry->octets;
    }
  }
  for (const auto folder : {Folder::arrived, Folder::seen}) {
    const bool changed = std::any_of(entries.begin(), entries.end(),
                                     [&](const Entry* entry) { return entry->folder == folder; });
    if (changed && ::fsync(descriptor(folder)) != 0) outcome = last_system_error();
  }
  return outcome;
}

void sweep_maildir(int root, const std::string& folder) {
  const UniqueFd tmp(
      ::openat(root, (folder + "/tmp").c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!tmp) return;
  (void)for_each_file(tmp.get(), [&](const std::string& file) -> Result<void> {
    ::unlinkat(tmp.get(), file.c_str(), 0);
    return {};
  });
}

std::unique_ptr<ByteSource> maildir_message(UniqueFd file, std::uint64_t wire_octets) {
  return std::make_unique<MessageSource>(std::move(file), wire_octets);
}

}  // namespace refd
