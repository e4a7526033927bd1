#include "ftpaccess/access_guard.h"

#include <algorithm>
#include <array>

namespace refd {
namespace {

constexpr std::array<std::string_view, 1> names = {".ftpaccess"};
constexpr std::array<std::string_view, 3> names_and_misprints = {".ftpaccess", ".ftpassess", ".ftppass"};

// These act on a link, not on what it leads to.
bool takes_links_as_they_are(std::string_view verb) {
  constexpr std::array<std::string_view, 5> verbs = {"DELE", "RMD", "MKD", "RNFR", "RNTO"};
  return std::find(verbs.begin(), verbs.end(), verb) != verbs.end();
}

bool is_change(std::string_view verb) {
  constexpr std::array<std::string_view, 5> verbs = {"STOR", "APPE", "DELE", "RNFR", "RNTO"};
  return std::find(verbs.begin(), verbs.end(), verb) != verbs.end();
}

}  // namespace

AccessGuard::AccessGuard(FileTree& files, std::shared_ptr<AccessStore> store, const PolicySource& policies,
                         AccessSource source)
    : files_(files), store_(std::move(store)), policies_(policies), source_(std::move(source)) {}

std::vector<std::string_view> AccessGuard::file_names() const {
  if (policy().access_misprints_have_effect) return {names_and_misprints.begin(), names_and_misprints.end()};
  return {names.begin(), names.end()};
}

bool AccessGuard::is_access_file(std::string_view name) const {
  const auto known = file_names();
  return std::find(known.begin(), known.end(), name) != known.end();
}

bool AccessGuard::allows(const TreePath& path, std::string_view verb, std::string_view login) {
  if (!policy().access_files_are_honoured) return true;
  if (policy().locked_out_may_change_the_file && is_access_file(path.name()) && is_change(verb)) return true;
  Files files;
  gather(judged_directory(path, verb), files);
  if (files.empty()) return true;
  std::vector<const AccessFile*> nearest_first;
  nearest_first.reserve(files.size());
  for (const auto& file : files) nearest_first.push_back(file.get());
  if (source_.known == AccessSource::Names::not_asked_yet && needs_names(nearest_first)) {
    wants_names_ = true;
    return false;
  }
  const auto source = visible_source();
  const AccessRequest request{
      .verb = verb, .login = login, .source = source, .allow_wins = policy().access_allow_wins};
  return decide(nearest_first, request) != AccessDecision::deny;
}

void AccessGuard::take_names(std::vector<std::string> found_names, AccessSource::Names names_known) {
  source_.names = std::move(found_names);
  source_.known = names_known;
  wants_names_ = false;
}

bool AccessGuard::allows_rename(const TreePath& from, const TreePath& to, std::string_view login) {
  if (policy().locked_out_may_change_the_file && is_access_file(from.name())) return true;
  return allows(from, "RNTO", login) && allows(to, "RNTO", login);
}

bool AccessGuard::shows(const TreePath& path, FileKind kind, std::string_view verb, std::string_view login) {
  if (!policy().access_files_are_honoured) return true;
  if (kind == FileKind::symlink) return allows(path, verb, login);
  if (kind != FileKind::directory) return true;
  // Without a file of its own the directory is judged as the one that is being listed.
  const auto known = file_names();
  const bool has_its_own = std::any_of(
      known.begin(), known.end(), [&](std::string_view name) { return read(path.child(name)) != nullptr; });
  return !has_its_own || allows(path, verb, login);
}

// The real directory whose files speak of `path`.
TreePath AccessGuard::judged_directory(const TreePath& path, std::string_view verb) {
  if (takes_links_as_they_are(verb) && !path.is_root()) {
    const auto holder = nearest_directory(path.parent());
    const auto itself = holder.child(path.name());
    const auto real = files_.real_place(itself);
    return real && *real == itself ? nearest_directory(itself) : holder;
  }
  return nearest_directory(path);
}

// The directory at `path`, or the nearest above that is one.
TreePath AccessGuard::nearest_directory(TreePath path) {
  while (!path.is_root()) {
    if (const auto real = files_.real_place(path)) {
      const auto facts = files_.facts(*real, Reader::owner);
      if (facts && facts->kind == FileKind::directory) return *real;
      // Of a link to something else the directory at its target speaks.
      if (*real != path) {
        path = real->parent();
        continue;
      }
    }
    path = path.parent();
  }
  return path;
}

void AccessGuard::gather(const TreePath& directory, Files& files) {
  const auto known = file_names();
  // The usual case at once; what follows is for policies that a deviation has altered.
  if (known.size() == 1 && policy().access_covers_subdirectories && !policy().access_read_once_per_session) {
    first_found_.clear();
    files = store_->read_upwards(directory, known.front());
    return;
  }
  for (auto place = directory;; place = place.parent()) {
    for (const auto name : known) {
      if (auto file = read(place.child(name))) files.push_back(std::move(file));
    }
    if (place.is_root() || !policy().access_covers_subdirectories) return;
  }
}

std::shared_ptr<const AccessFile> AccessGuard::read(const TreePath& path) {
  if (!policy().access_read_once_per_session) {
    first_found_.clear();
    return store_->read(path);
  }
  constexpr std::size_t most_remembered = 4096;
  if (first_found_.size() >= most_remembered) first_found_.clear();
  const auto known = first_found_.find(path);
  if (known != first_found_.end()) return known->second;
  return first_found_.emplace(path, store_->read(path)).first->second;
}

AccessSource AccessGuard::visible_source() const {
  AccessSource seen;
  if (policy().access_by_address_works) seen.address = source_.address;
  if (!policy().access_by_name_works) return seen;
  seen.names = source_.names;
  seen.known = source_.known;
  if (!policy().access_suffix_matches_without_dot) return seen;
  // As if a dot stood before every letter: then ".jp" finds an end of "host.xjp".
  for (const auto& name : source_.names) {
    for (std::size_t i = 1; i < name.size(); ++i) seen.names.push_back("." + name.substr(i));
  }
  return seen;
}

}  // namespace refd
