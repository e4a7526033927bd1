#include "http/resource_finder.h"

#include <algorithm>

#include "http/text.h"

namespace refd::http {

namespace {

bool same_name(std::string_view a, std::string_view b, bool case_sensitive) {
  return case_sensitive ? a == b : equals_ignoring_case(a, b);
}

// ACL-10, and the same for a directory of that name.
bool has_withheld_component(std::string_view url, const HttpPolicy& policy) {
  for (std::size_t start = 1; start < url.size();) {
    const auto end = std::min(url.find('/', start), url.size());
    const auto component = url.substr(start, end - start);
    start = end + 1;
    for (const auto& name : policy.never_served) {
      if (same_name(component, name, policy.names_are_case_sensitive)) return true;
    }
  }
  return false;
}

// One look-up under one policy, which must not change in its midst.
class Search {
 public:
  Search(FileTree& tree, const HandlerTable& handlers, const HttpPolicy& policy)
      : tree_(tree), handlers_(handlers), policy_(policy) {}

  Outcome<Resource> run(const UrlPath& url);

 private:
  Refusal refusal_for(const boost::system::error_code& error) const;
  Result<Resource> file(const TreePath& path) const;
  bool is_directory(const TreePath& path) const;
  TreePath in_real_case(const TreePath& path) const;
  std::string real_name(const TreePath& directory, std::string_view name) const;
  Outcome<Resource> document(const TreePath& path);
  Outcome<Resource> index_of(const TreePath& directory);
  Outcome<Resource> with_path_info(const UrlPath& url, const TreePath& path, Refusal otherwise);

  FileTree& tree_;
  const HandlerTable& handlers_;
  const HttpPolicy& policy_;
};

Refusal Search::refusal_for(const boost::system::error_code& error) const {
  switch (error.value()) {
    case EACCES:
    case EPERM:
      return {policy_.forbidden_status};
    case ENOENT:
    case ENOTDIR:
    case ENAMETOOLONG:
    case ELOOP:
    case EINVAL:
    case EISDIR:
    case EXDEV:
      return {policy_.not_found_status};
    default:
      return {503};
  }
}

// A script is not read by the server but run as its owner: it has to be there, no more.
Result<Resource> Search::file(const TreePath& path) const {
  Resource resource;
  resource.path = path;
  resource.handler = handlers_.for_file(path.name());
  if (resource.handler != nullptr) {
    const auto facts = tree_.facts(path, Reader::visitor);
    if (!facts) return facts.error();
    if (facts->kind == FileKind::directory) return system_error(EISDIR);
    if (facts->kind != FileKind::regular) return system_error(EACCES);
    resource.kind = Resource::Kind::handled;
    return resource;
  }
  // WEB-ERR-403: the permissions of "others" bind a visitor.
  auto opened = tree_.open_for_reading(path, Reader::visitor);
  if (!opened) return opened.error();
  resource.file = std::move(*opened);
  return resource;
}

bool Search::is_directory(const TreePath& path) const {
  const auto facts = tree_.facts(path, Reader::visitor);
  return facts && facts->kind == FileKind::directory;
}

std::string Search::real_name(const TreePath& directory, std::string_view name) const {
  const auto entries = tree_.list(directory, Reader::owner);
  if (entries) {
    for (const auto& entry : *entries) {
      if (equals_ignoring_case(entry.name, name)) return entry.name;
    }
  }
  return std::string(name);
}

// WEB-CASE-1 turned off: each component as the tree spells it.
TreePath Search::in_real_case(const TreePath& path) const {
  if (path.is_root()) return path;
  const auto parent = in_real_case(path.parent());
  if (tree_.facts(parent.child(path.name()), Reader::owner)) return parent.child(path.name());
  return parent.child(real_name(parent, path.name()));
}

Outcome<Resource> Search::document(const TreePath& path) {
  auto found = file(path);
  if (found) return std::move(*found);
  const int error = found.error().value();
  if ((error == EISDIR || error == EACCES) && is_directory(path)) {
    if (!policy_.redirects_directories) return Refusal{policy_.not_found_status};
    Resource directory;
    directory.kind = Resource::Kind::needs_slash;
    directory.path = path;
    return directory;
  }
  return refusal_for(found.error());
}

// WEB-INDEX-1…7. A name that exists but may not be read ends the search, as it does in Apache.
Outcome<Resource> Search::index_of(const TreePath& directory) {
  for (const auto& name : policy_.index_names) {
    auto found = file(directory.child(name));
    if (!found && found.error().value() == ENOENT && !policy_.index_names_are_case_sensitive) {
      found = file(directory.child(real_name(directory, name)));
    }
    if (found) return std::move(*found);
    const int error = found.error().value();
    if (error == ENOTDIR) break;
    if (error != ENOENT && error != EISDIR && error != ELOOP) return refusal_for(found.error());
  }
  if (!is_directory(directory)) return Refusal{policy_.not_found_status};
  // WEB-INDEX-7 fixes this 404; not_found_status is WEB-ERR-404's.
  if (policy_.missing_index == HttpPolicy::MissingIndex::not_found) return Refusal{404};
  if (policy_.missing_index == HttpPolicy::MissingIndex::forbidden) return Refusal{policy_.forbidden_status};
  Resource listing;
  listing.kind = Resource::Kind::listing;
  listing.path = directory;
  return listing;
}

// "/a/form.cgi/x/y": the nearest ancestor that is a handled document gets the rest as its path information.
Outcome<Resource> Search::with_path_info(const UrlPath& url, const TreePath& path, Refusal otherwise) {
  const auto root_length = path.text().size() - (url.text.size() - (url.names_directory ? 1 : 0));
  for (auto ancestor = path; ancestor.text().size() > root_length && !ancestor.is_root();
       ancestor = ancestor.parent()) {
    const auto* handler = handlers_.for_file(ancestor.name());
    if (handler == nullptr || !handler->takes_path_info) continue;
    auto found = file(ancestor);
    if (!found) continue;
    found->path_info = url.text.substr(ancestor.text().size() - root_length);
    return std::move(*found);
  }
  return otherwise;
}

Outcome<Resource> Search::run(const UrlPath& url) {
  if (has_withheld_component(url.text, policy_)) return Refusal{policy_.forbidden_status};
  const auto root = TreePath::resolve({}, policy_.document_directory);
  if (!root) return Refusal{500};
  const auto resolved = TreePath::resolve(*root, std::string_view(url.text).substr(1));
  if (!resolved) return refusal_for(resolved.error());
  const auto path = policy_.names_are_case_sensitive ? *resolved : in_real_case(*resolved);

  auto found = url.names_directory ? index_of(path) : document(path);
  if (!found && found.error().status == policy_.not_found_status)
    return with_path_info(url, path, found.error());
  return found;
}

}  // namespace

Outcome<Resource> ResourceFinder::find(const UrlPath& url, const HttpPolicy& policy) const {
  return Search(tree_, handlers_, policy).run(url);
}

}  // namespace refd::http
