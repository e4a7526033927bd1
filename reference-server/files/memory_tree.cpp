#include "files/memory_tree.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>

namespace refd {

namespace {

// Whatever the length of the suite: 2026-11-23 04:00:00 UTC.
constexpr std::chrono::sys_seconds first_moment{std::chrono::seconds(1'795'406'400)};

TreePath valid(std::string_view path) {
  return TreePath::resolve({}, path).value();
}

Result<UniqueFd> anonymous_file(const std::string& content, std::chrono::system_clock::time_point modified) {
  UniqueFd file(::memfd_create("file", MFD_CLOEXEC));
  if (!file) return last_system_error();
  if (::pwrite(file.get(), content.data(), content.size(), 0) != static_cast<ssize_t>(content.size())) {
    return last_system_error();
  }
  const auto since_epoch =
      std::chrono::duration_cast<std::chrono::nanoseconds>(modified.time_since_epoch()).count();
  const timespec time{since_epoch / 1'000'000'000, since_epoch % 1'000'000'000};
  const timespec times[2] = {time, time};
  if (::futimens(file.get(), times) != 0) return last_system_error();
  return file;
}

}  // namespace

class MemoryTree::MemoryUpload final : public Upload {
 public:
  MemoryUpload(MemoryTree& tree, TreePath path, std::string content, unsigned mode)
      : tree_(tree), path_(std::move(path)), content_(std::move(content)), mode_(mode) {}

  Result<void> write(std::span<const char> octets) override {
    content_.append(octets.data(), octets.size());
    return {};
  }
  Result<void> commit() override {
    const std::lock_guard lock(tree_.mutex_);
    tree_.store(path_, std::move(content_), mode_);
    return {};
  }

 private:
  MemoryTree& tree_;
  const TreePath path_;
  std::string content_;
  const unsigned mode_;
};

MemoryTree::MemoryTree() {
  nodes_.emplace(TreePath(), make_node(FileKind::directory, 0755));
}

MemoryTree::Node MemoryTree::make_node(FileKind kind, unsigned mode) {
  Node node;
  node.facts.kind = kind;
  node.facts.mode = mode;
  node.facts.modified = first_moment;
  node.facts.inode = next_inode_++;
  return node;
}

void MemoryTree::put(std::string_view path, std::string content, unsigned mode) {
  const auto place = valid(path);
  put_directory(place.parent().text());
  const std::lock_guard lock(mutex_);
  store(place, std::move(content), mode);
}

void MemoryTree::put_directory(std::string_view path, unsigned mode) {
  const auto place = valid(path);
  if (place.is_root()) return;
  {
    const std::lock_guard lock(mutex_);
    if (nodes_.contains(place)) return;
  }
  put_directory(place.parent().text());
  const std::lock_guard lock(mutex_);
  nodes_.emplace(place, make_node(FileKind::directory, mode));
}

std::optional<std::string> MemoryTree::content(std::string_view path) const {
  const std::lock_guard lock(mutex_);
  const auto found = nodes_.find(valid(path));
  if (found == nodes_.end() || found->second.facts.kind != FileKind::regular) return std::nullopt;
  return found->second.content;
}

void MemoryTree::store(const TreePath& path, std::string content, unsigned mode) {
  auto node = make_node(FileKind::regular, mode);
  node.facts.size = content.size();
  node.content = std::move(content);
  nodes_.insert_or_assign(path, std::move(node));
}

// The order of errors is the kernel's: the way there first, then the thing itself.
Result<MemoryTree::Nodes::iterator> MemoryTree::find(const TreePath& path, Reader reader) {
  const auto found = nodes_.find(path);
  if (path.is_root()) return found;
  const auto parent = find(path.parent(), reader);
  if (!parent) return parent.error();
  if ((*parent)->second.facts.kind != FileKind::directory) return system_error(ENOTDIR);
  if (reader == Reader::visitor && ((*parent)->second.facts.mode & 01U) == 0) return system_error(EACCES);
  if (found == nodes_.end()) return system_error(ENOENT);
  return found;
}

Result<UniqueFd> MemoryTree::open_for_reading(const TreePath& path, Reader reader) {
  const std::lock_guard lock(mutex_);
  const auto found = find(path, reader);
  if (!found) return found.error();
  const auto& node = (*found)->second;
  if (node.facts.kind == FileKind::directory) return system_error(EISDIR);
  if (reader == Reader::visitor && (node.facts.mode & 04U) == 0) return system_error(EACCES);
  return anonymous_file(node.content, node.facts.modified);
}

Result<FileFacts> MemoryTree::facts(const TreePath& path, Reader reader) {
  const std::lock_guard lock(mutex_);
  const auto found = find(path, reader);
  if (!found) return found.error();
  return (*found)->second.facts;
}

Result<std::vector<DirectoryEntry>> MemoryTree::list(const TreePath& directory, Reader reader) {
  const std::lock_guard lock(mutex_);
  const auto found = find(directory, reader);
  if (!found) return found.error();
  const auto& facts = (*found)->second.facts;
  if (facts.kind != FileKind::directory) return system_error(ENOTDIR);
  if (reader == Reader::visitor && (facts.mode & 04U) == 0) return system_error(EACCES);
  std::vector<DirectoryEntry> entries;
  for (const auto& [path, node] : nodes_) {
    if (!path.is_root() && path.parent() == directory)
      entries.push_back({std::string(path.name()), node.facts});
  }
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return entries;
}

Result<void> MemoryTree::can_create(const TreePath& path) {
  const auto parent = find(path.parent(), Reader::owner);
  if (!parent) return parent.error();
  if ((*parent)->second.facts.kind != FileKind::directory) return system_error(ENOTDIR);
  return {};
}

Result<std::unique_ptr<Upload>> MemoryTree::begin_upload(const TreePath& path, UploadMode mode,
                                                         std::uint64_t offset) {
  const std::lock_guard lock(mutex_);
  if (auto possible = can_create(path); !possible) return possible.error();
  const auto old = nodes_.find(path);
  std::string kept;
  unsigned bits = 0644;
  if (old != nodes_.end()) {
    if (old->second.facts.kind == FileKind::directory) return system_error(EISDIR);
    bits = old->second.facts.mode;
    if (mode == UploadMode::append) kept = old->second.content;
  }
  if (mode == UploadMode::replace && offset > 0) {
    if (old == nodes_.end() || old->second.content.size() < offset) return system_error(EINVAL);
    kept = old->second.content.substr(0, offset);
  }
  return std::make_unique<MemoryUpload>(*this, path, std::move(kept), bits);
}

Result<void> MemoryTree::make_directory(const TreePath& path) {
  const std::lock_guard lock(mutex_);
  if (nodes_.contains(path)) return system_error(EEXIST);
  if (auto possible = can_create(path); !possible) return possible;
  nodes_.emplace(path, make_node(FileKind::directory, 0755));
  return {};
}

bool MemoryTree::has_children(const TreePath& path) const {
  return std::any_of(nodes_.begin(), nodes_.end(),
                     [&](const auto& row) { return row.first != path && row.first.is_within(path); });
}

Result<void> MemoryTree::remove_directory(const TreePath& path) {
  const std::lock_guard lock(mutex_);
  const auto found = find(path, Reader::owner);
  if (!found) return found.error();
  if ((*found)->second.facts.kind != FileKind::directory) return system_error(ENOTDIR);
  if (path.is_root()) return system_error(EPERM);
  if (has_children(path)) return system_error(ENOTEMPTY);
  nodes_.erase(*found);
  return {};
}

Result<void> MemoryTree::remove_file(const TreePath& path) {
  const std::lock_guard lock(mutex_);
  const auto found = find(path, Reader::owner);
  if (!found) return found.error();
  if ((*found)->second.facts.kind == FileKind::directory) return system_error(EISDIR);
  nodes_.erase(*found);
  return {};
}

Result<void> MemoryTree::rename(const TreePath& from, const TreePath& to) {
  const std::lock_guard lock(mutex_);
  const auto found = find(from, Reader::owner);
  if (!found) return found.error();
  if (from == to) return {};
  if (from.is_root() || to.is_within(from)) return system_error(EINVAL);
  if (auto possible = can_create(to); !possible) return possible;
  const auto target = nodes_.find(to);
  if (target != nodes_.end()) {
    const bool to_directory = target->second.facts.kind == FileKind::directory;
    if (to_directory && (*found)->second.facts.kind != FileKind::directory) return system_error(EISDIR);
    if (!to_directory && (*found)->second.facts.kind == FileKind::directory) return system_error(ENOTDIR);
    if (has_children(to)) return system_error(ENOTEMPTY);
  }
  Nodes moved;
  for (const auto& [path, node] : nodes_) {
    if (path.is_within(from))
      moved.emplace(valid(to.text() + "/" + path.text().substr(from.text().size())), node);
  }
  std::erase_if(nodes_, [&](const auto& row) { return row.first.is_within(from) || row.first == to; });
  nodes_.merge(moved);
  return {};
}

Result<void> MemoryTree::change_mode(const TreePath& path, unsigned mode) {
  const std::lock_guard lock(mutex_);
  const auto found = find(path, Reader::owner);
  if (!found) return found.error();
  (*found)->second.facts.mode = mode & 07777U;
  return {};
}

Result<void> MemoryTree::set_modified(const TreePath& path, std::chrono::system_clock::time_point time) {
  const std::lock_guard lock(mutex_);
  const auto found = find(path, Reader::owner);
  if (!found) return found.error();
  (*found)->second.facts.modified = time;
  return {};
}

}  // namespace refd
