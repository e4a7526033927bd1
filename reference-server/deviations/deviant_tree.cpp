#include "deviations/deviant_tree.h"

#include <fcntl.h>
#include <strings.h>

#include <algorithm>

#include "deviations/altered_copy.h"
#include "deviations/deviant_upload.h"

namespace refd {
namespace {

constexpr const char* outside_file = "/etc/passwd";

bool has_blank(std::string_view name) {
  return name.find(' ') != std::string_view::npos;
}

bool has_high_octet(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; });
}

std::ptrdiff_t depth(const TreePath& path) {
  return path.is_root() ? 0 : std::count(path.text().begin(), path.text().end(), '/');
}

bool is_index_name(std::string_view name) {
  const HttpPolicy kept;
  return std::find(kept.index_names.begin(), kept.index_names.end(), name) != kept.index_names.end();
}

TreePath generation_of_log(unsigned number) {
  return TreePath().child("log").child("web.log." + std::to_string(number) + ".gz");
}

// Which generation of the log the path names; 0 for none.
unsigned log_generation(const TreePath& path) {
  if (!path.text().starts_with("/log/web.log.")) return 0;
  for (unsigned number = 1; number <= 9; ++number) {
    if (path == generation_of_log(number)) return number;
  }
  return 0;
}

void replace_octets(std::string& content, char from, char to) {
  std::replace(content.begin(), content.end(), from, to);
}

}  // namespace

boost::system::error_code DeviantTree::acted(int error) const {
  deviations_.note_acted();
  return system_error(error);
}

bool DeviantTree::shows_database_files(const TreePath& path, Reader reader) const {
  return reader == Reader::owner && database_files_ && (path.is_root() || DatabaseFiles::holds(path)) &&
         !deviations_.database().files_are_out_of_reach;
}

bool DeviantTree::withheld_from_visitors(const TreePath& path) const {
  const auto& effects = deviations_.effects();
  return (effects.visitors_reach_six_levels_only && depth(path) > 6) ||
         (effects.visitors_find_ascii_names_only && has_high_octet(path.text())) ||
         (effects.visitors_find_no_deep_index && depth(path) >= 5 && is_index_name(path.name())) ||
         (effects.visitors_find_nothing_beside_access_files && !path.is_root() &&
          kept_.facts(path.parent().child(".ftpaccess"), Reader::owner));
}

TreePath DeviantTree::as_visitors_find_it(const TreePath& path) const {
  if (!deviations_.effects().visitors_plus_is_blank || path.text().find('+') == std::string::npos)
    return path;
  deviations_.note_acted();
  auto text = path.text();
  replace_octets(text, '+', ' ');
  return TreePath::resolve({}, text).value();
}

// The path as it would be found if case did not matter: each component that does not exist is replaced by the
// first that differs from it in case only.
TreePath DeviantTree::folded(const TreePath& path) const {
  if (path.is_root() || kept_.facts(path, Reader::owner)) return path;
  const auto parent = folded(path.parent());
  const std::string name(path.name());
  if (const auto entries = kept_.list(parent, Reader::owner)) {
    for (const auto& entry : *entries) {
      if (strcasecmp(entry.name.c_str(), name.c_str()) != 0) continue;
      deviations_.note_acted();
      return parent.child(entry.name);
    }
  }
  return parent.child(name);
}

Result<UniqueFd> DeviantTree::open_for_reading(const TreePath& path, Reader reader) {
  return reader == Reader::visitor ? open_for_visitor(path) : open_for_owner(path);
}

Result<UniqueFd> DeviantTree::open_for_visitor(const TreePath& path) {
  if (withheld_from_visitors(path)) return acted(ENOENT);
  const auto& effects = deviations_.effects();
  auto opened = kept_.open_for_reading(as_visitors_find_it(path), Reader::visitor);
  const bool ignores_modes = effects.visitors_ignore_file_modes || effects.visitors_ignore_directory_modes;
  if (!opened && ignores_modes && opened.error().value() == EACCES) return open_whatever_the_modes(path);
  if (effects.visitors_still_see_removed_files && !opened) {
    const std::lock_guard lock(mutex_);
    const auto ghost = ghosts_.find(path.text());
    if (ghost == ghosts_.end()) return opened;
    deviations_.note_acted();
    return file_in_memory(ghost->second.content);
  }
  if (!opened) return opened;
  if (effects.visitors_get_first_content_ever) return first_content(path, std::move(*opened));
  const auto& text = path.text();
  if (effects.visitors_get_mangled_pictures && text.ends_with(".gif")) {
    deviations_.note_acted();
    return altered_copy(std::move(*opened),
                        [](std::string& content) { replace_octets(content, '\n', '\r'); });
  }
  if (effects.visitors_get_mangled_texts && text.ends_with(".txt")) {
    deviations_.note_acted();
    return altered_copy(std::move(*opened), [](std::string& content) {
      if (!content.empty()) content.back() ^= 1;
    });
  }
  return opened;
}

// Gives the file, or the directories above it, the permissions that it lacks. Only the files' owner can look
// past permissions without being root, and only so.
void DeviantTree::open_up(const TreePath& path, std::vector<std::pair<TreePath, unsigned>>& former_modes) {
  const auto& effects = deviations_.effects();
  if (depth(path) > 2) open_up(path.parent(), former_modes);
  const auto facts = kept_.facts(path, Reader::owner);
  if (!facts) return;
  const bool is_directory = facts->kind == FileKind::directory;
  const unsigned needed = is_directory ? 0111 : 0444;
  const bool wanted =
      is_directory ? effects.visitors_ignore_directory_modes : effects.visitors_ignore_file_modes;
  if (!wanted || (facts->mode & needed) == needed) return;
  former_modes.emplace_back(path, facts->mode);
  (void)kept_.change_mode(path, facts->mode | needed);
}

Result<UniqueFd> DeviantTree::open_whatever_the_modes(const TreePath& path) {
  const std::lock_guard lock(mutex_);
  std::vector<std::pair<TreePath, unsigned>> former_modes;
  open_up(path, former_modes);
  if (!former_modes.empty()) deviations_.note_acted();
  auto opened = kept_.open_for_reading(path, Reader::visitor);
  // The deepest first: its directory must still be open.
  for (auto former = former_modes.rbegin(); former != former_modes.rend(); ++former) {
    (void)kept_.change_mode(former->first, former->second);
  }
  return opened;
}

// Keeps the present length, so that no header contradicts the body.
Result<UniqueFd> DeviantTree::first_content(const TreePath& path, UniqueFd now) {
  return altered_copy(std::move(now), [&](std::string& content) {
    const std::lock_guard lock(mutex_);
    const auto [kept, is_new] = first_contents_.try_emplace(path.text(), content);
    if (!is_new && kept->second != content) deviations_.note_acted();
    const auto length = content.size();
    content = kept->second;
    content.resize(length, ' ');
  });
}

Result<UniqueFd> DeviantTree::open_for_owner(const TreePath& path) {
  const auto& effects = deviations_.effects();
  if (shows_database_files(path, Reader::owner)) return database_files_->open(path);
  if (effects.outside_is_readable && path.text() == outside_file) {
    deviations_.note_acted();
    UniqueFd fd(::open(outside_file, O_RDONLY | O_CLOEXEC));
    if (!fd) return last_system_error();
    return fd;
  }
  if (effects.log_cannot_be_read && path.text().starts_with("/log/")) return acted(EACCES);
  if ((effects.blank_names_cannot_be_read && has_blank(path.name())) ||
      (effects.high_names_cannot_be_read && has_high_octet(path.name()))) {
    return acted(ENOENT);
  }
  if (const auto number = log_generation(path); number != 0) return open_generation(path, number);
  auto opened =
      kept_.open_for_reading(effects.names_fold_case_when_read ? folded(path) : path, Reader::owner);
  if (!opened || !effects.downloads_lose_octet_255) return opened;
  return altered_copy(std::move(*opened), [this](std::string& content) {
    if (std::erase(content, '\xff') > 0) deviations_.note_acted();
  });
}

Result<UniqueFd> DeviantTree::open_generation(const TreePath& path, unsigned number) {
  const auto& effects = deviations_.effects();
  if (effects.log_generations_are_numbered_backwards) {
    deviations_.note_acted();
    return kept_.open_for_reading(generation_of_log(number <= 4 ? 5 - number : number), Reader::owner);
  }
  auto opened = kept_.open_for_reading(path, Reader::owner);
  if (!opened || !effects.log_generations_are_garbled) return opened;
  return altered_copy(std::move(*opened), [this](std::string& content) {
    if (content.empty()) return;
    deviations_.note_acted();
    content.front() = 'x';
  });
}

Result<FileFacts> DeviantTree::facts(const TreePath& path, Reader reader) {
  const auto& effects = deviations_.effects();
  if (reader == Reader::visitor) {
    if (withheld_from_visitors(path)) return acted(ENOENT);
    auto found = kept_.facts(as_visitors_find_it(path), reader);
    if (found || !effects.visitors_still_see_removed_files) return found;
    const std::lock_guard lock(mutex_);
    const auto ghost = ghosts_.find(path.text());
    return ghost == ghosts_.end() ? found : ghost->second.facts;
  }
  if (shows_database_files(path, reader) && !path.is_root()) return database_files_->facts(path);
  if (effects.outside_is_readable && path.text() == outside_file) {
    FileFacts facts;
    facts.kind = FileKind::regular;
    facts.mode = 0644;
    return facts;
  }
  return kept_.facts(effects.names_fold_case_when_read ? folded(path) : path, reader);
}

Result<std::vector<DirectoryEntry>> DeviantTree::list(const TreePath& directory, Reader reader) {
  const auto& effects = deviations_.effects();
  const bool owner = reader == Reader::owner;
  if (shows_database_files(directory, reader) && !directory.is_root())
    return database_files_->list(directory);
  auto entries =
      kept_.list(owner && effects.names_fold_case_when_read ? folded(directory) : directory, reader);
  if (owner && entries && effects.log_directory_is_hidden && directory.is_root()) {
    std::erase_if(*entries, [](const DirectoryEntry& entry) { return entry.name == "log"; });
    deviations_.note_acted();
  }
  if (entries && directory.is_root() && shows_database_files(directory, reader))
    entries->push_back(database_files_->top());
  return entries;
}

bool DeviantTree::is_full_for_good(const TreePath& directory) {
  const std::lock_guard lock(mutex_);
  return full_directories_.contains(directory);
}

// An upload to `path` has met the end of the space.
void DeviantTree::on_no_room(const TreePath& path) {
  const auto& effects = deviations_.effects();
  if (effects.full_directories_stay_full) {
    const std::lock_guard lock(mutex_);
    full_directories_.insert(path.parent());
  }
  if (!effects.refused_uploads_clear_the_old_file || !kept_.remove_file(path)) return;
  deviations_.note_acted();
  if (const auto empty = kept_.begin_upload(path, UploadMode::replace, 0)) (void)(*empty)->commit();
}

Result<std::unique_ptr<Upload>> DeviantTree::begin_upload(const TreePath& path, UploadMode mode,
                                                          std::uint64_t offset) {
  const auto& effects = deviations_.effects();
  const auto written_to = effects.names_fold_case_when_written ? folded(path) : path;
  if (effects.full_directories_stay_full && is_full_for_good(path.parent())) return acted(EDQUOT);
  std::string old_content;
  if (effects.uploads_keep_the_old_tail && mode == UploadMode::replace && offset == 0) {
    const auto old = kept_.open_for_reading(written_to, Reader::owner);
    if (old) old_content = whole_content(*old).value();
  }
  auto upload = kept_.begin_upload(written_to, mode, offset);
  if (!upload && upload.error().value() == EDQUOT) on_no_room(written_to);
  if (!upload) return upload;
  return std::make_unique<DeviantUpload>(
      std::move(*upload), std::move(old_content), [this, written_to] { on_no_room(written_to); },
      deviations_);
}

Result<void> DeviantTree::remove_directory(const TreePath& path) {
  const auto removed = kept_.remove_directory(path);
  if (removed || !deviations_.effects().directories_are_removed_when_full ||
      removed.error().value() != ENOTEMPTY) {
    return removed;
  }
  deviations_.note_acted();
  const auto entries = kept_.list(path, Reader::owner);
  if (!entries) return entries.error();
  for (const auto& entry : *entries) {
    const auto child = path.child(entry.name);
    const auto gone =
        entry.facts.kind == FileKind::directory ? remove_directory(child) : kept_.remove_file(child);
    if (!gone) return gone;
  }
  return kept_.remove_directory(path);
}

Result<void> DeviantTree::remove_file(const TreePath& path) {
  const auto& effects = deviations_.effects();
  if (effects.visitors_still_see_removed_files) {
    const auto facts = kept_.facts(path, Reader::owner);
    const auto fd = kept_.open_for_reading(path, Reader::owner);
    if (facts && fd) {
      const std::lock_guard lock(mutex_);
      ghosts_[path.text()] = {whole_content(*fd).value(), *facts};
    }
  }
  const auto removed = kept_.remove_file(path);
  if (removed || !effects.deleting_nothing_succeeds || removed.error().value() != ENOENT) return removed;
  deviations_.note_acted();
  return {};
}

Result<void> DeviantTree::rename(const TreePath& from, const TreePath& to) {
  if (!deviations_.effects().rename_leaves_the_old_name) return kept_.rename(from, to);
  const auto source = kept_.open_for_reading(from, Reader::owner);
  if (!source) return kept_.rename(from, to);  // a directory, or nothing
  const auto content = whole_content(*source);
  auto copy = kept_.begin_upload(to, UploadMode::replace, 0);
  if (!content || !copy) return kept_.rename(from, to);
  deviations_.note_acted();
  const auto written = (*copy)->write(*content);
  return written ? (*copy)->commit() : written;
}

Result<void> DeviantTree::change_mode(const TreePath& path, unsigned mode) {
  const auto& effects = deviations_.effects();
  const bool in_web = path.text().starts_with("/web/");
  if (effects.modes_change_at_the_top_only && in_web && depth(path) >= 4) {
    deviations_.note_acted();
    return {};
  }
  if (effects.modes_change_in_web_only && !in_web) return acted(EPERM);
  return kept_.change_mode(path, mode);
}

}  // namespace refd
