#include "ftpaccess/access_store.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <ctime>

namespace refd {
namespace {

constexpr std::size_t most_kept = 256;
constexpr std::size_t most_remarks_logged = 10;

// A file's name and words come from the customer: nothing of them may look like another line.
std::string in_print(std::string_view text) {
  constexpr std::size_t limit = 200;
  std::string safe(text.substr(0, limit));
  std::replace_if(
      safe.begin(), safe.end(), [](unsigned char c) { return c < ' ' || c == 0x7f; }, '?');
  return safe;
}

// One octet more than an access file may have, when there are so many.
Result<std::string> content_of(const UniqueFd& file) {
  std::array<char, 4096> piece;
  std::string text;
  while (text.size() <= largest_access_file) {
    const auto room = std::min(piece.size(), largest_access_file + 1 - text.size());
    const auto got = ::pread(file.get(), piece.data(), room, static_cast<off_t>(text.size()));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return last_system_error();
    text.append(piece.data(), static_cast<std::size_t>(got));
    if (static_cast<std::size_t>(got) < room) break;  // of a regular file nothing is left then
  }
  return text;
}

// Whether a change from now on must give another stamp: the kernel's clock has ticked since the last one.
bool is_settled(const FileStamp& stamp) {
  constexpr long tick = 20'000'000;  // more than any kernel's, in nanoseconds
  timespec now{};
  if (::clock_gettime(CLOCK_REALTIME_COARSE, &now) != 0) return false;
  const auto seconds = now.tv_sec - stamp.changed.tv_sec;
  if (seconds < 0) return false;
  return seconds > 1 || seconds * 1'000'000'000L + (now.tv_nsec - stamp.changed.tv_nsec) > tick;
}

}  // namespace

AccessStore::AccessStore(FileTree& files, Log log) : files_(files), log_(std::move(log)) {}

AccessStore::Seen AccessStore::look_at(const TreePath& path, bool& exists) {
  exists = true;
  const auto opened = files_.open_in_place(path);
  if (!opened) {
    const int why = opened.error().value();
    const bool out_of_reach = why == EACCES && files_.facts(path, Reader::owner).has_error();
    exists = why != ENOENT && why != ENOTDIR && !out_of_reach;
    return {.text = {}, .trouble = why == ELOOP ? "it is a link" : opened.error().message(), .file = {}};
  }
  auto text = content_of(*opened);
  if (!text) return {.text = {}, .trouble = text.error().message(), .file = {}};
  return {.text = std::move(*text), .trouble = {}, .file = {}};
}

std::shared_ptr<const AccessFile> AccessStore::read(const TreePath& path) {
  return read_anew(path, std::nullopt);
}

std::vector<std::shared_ptr<const AccessFile>> AccessStore::read_upwards(const TreePath& directory,
                                                                         std::string_view name) {
  std::vector<std::shared_ptr<const AccessFile>> files;
  auto place = directory;
  for (const auto& stamp : files_.stamps_upwards(directory, name)) {
    const auto path = place.child(name);
    place = place.parent();
    if (!stamp && stamp.error().value() == ENOENT) continue;
    auto file = stamp ? known(path, *stamp) : nullptr;
    if (file == nullptr) file = read_anew(path, stamp ? std::optional(*stamp) : std::nullopt);
    if (file != nullptr) files.push_back(std::move(file));
  }
  return files;
}

std::shared_ptr<const AccessFile> AccessStore::known(const TreePath& path, const FileStamp& stamp) {
  const std::lock_guard lock(mutex_);
  const auto found = seen_.find(path);
  return found != seen_.end() && found->second.stamp == stamp ? found->second.file : nullptr;
}

std::shared_ptr<const AccessFile> AccessStore::read_anew(const TreePath& path,
                                                         const std::optional<FileStamp>& stamp) {
  bool exists = true;
  auto now = look_at(path, exists);
  if (stamp && is_settled(*stamp)) now.stamp = stamp;
  const std::lock_guard lock(mutex_);
  const auto known = seen_.find(path);
  if (!exists) {
    if (known != seen_.end()) seen_.erase(known);
    return nullptr;
  }
  if (known != seen_.end() && known->second.text == now.text && known->second.trouble == now.trouble) {
    known->second.stamp = now.stamp;
    return known->second.file;
  }
  AccessFile understood;
  if (now.trouble.empty()) {
    understood = parse_access_file(now.text);
  } else {
    understood.is_unusable = true;
  }
  now.file = std::make_shared<const AccessFile>(std::move(understood));
  report(path, now);
  if (seen_.size() >= most_kept) seen_.clear();
  auto file = now.file;
  seen_.insert_or_assign(path, std::move(now));
  return file;
}

void AccessStore::report(const TreePath& path, const Seen& seen) const {
  const auto name = in_print(path.text());
  std::size_t logged = 0;
  for (const auto& remark : seen.file->remarks) {
    if (++logged > most_remarks_logged) break;
    log_->warn("ftp: {} line {}: {}", name, remark.line, in_print(remark.text));
  }
  if (seen.file->is_unusable) {
    log_->warn("ftp: {} cannot be obeyed{}{}: everybody is refused there", name,
               seen.trouble.empty() ? "" : ", ", seen.trouble);
  }
}

}  // namespace refd
