#include "ftpaccess/access_store.h"

#include <unistd.h>

#include <algorithm>
#include <array>

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
  bool exists = true;
  auto now = look_at(path, exists);
  const std::lock_guard lock(mutex_);
  const auto known = seen_.find(path);
  if (!exists) {
    if (known != seen_.end()) seen_.erase(known);
    return nullptr;
  }
  if (known != seen_.end() && known->second.text == now.text && known->second.trouble == now.trouble) {
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
