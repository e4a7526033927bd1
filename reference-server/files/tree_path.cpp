#include "files/tree_path.h"

#include <vector>

namespace refd {
namespace {

constexpr std::size_t path_limit = 4095;
constexpr std::size_t component_limit = 255;

void append_components(std::vector<std::string_view>& components, std::string_view text) {
  while (!text.empty()) {
    const auto slash = text.find('/');
    const auto component = text.substr(0, slash);
    text.remove_prefix(slash == std::string_view::npos ? text.size() : slash + 1);
    if (component.empty() || component == ".") continue;
    if (component != "..") {
      components.push_back(component);
    } else if (!components.empty()) {
      components.pop_back();
    }
  }
}

}  // namespace

Result<TreePath> TreePath::resolve(const TreePath& from, std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return system_error(EINVAL);
  if (text.size() > path_limit) return system_error(ENAMETOOLONG);
  std::vector<std::string_view> components;
  if (!text.starts_with('/')) append_components(components, from.text_);
  append_components(components, text);

  std::string joined;
  for (const auto component : components) {
    if (component.size() > component_limit) return system_error(ENAMETOOLONG);
    joined.append("/").append(component);
  }
  if (joined.size() > path_limit) return system_error(ENAMETOOLONG);
  return joined.empty() ? TreePath() : TreePath(std::move(joined));
}

std::string TreePath::relative() const {
  return is_root() ? "." : text_.substr(1);
}

std::string_view TreePath::name() const noexcept {
  return std::string_view(text_).substr(text_.rfind('/') + 1);
}

TreePath TreePath::parent() const {
  const auto slash = text_.rfind('/');
  return slash == 0 ? TreePath() : TreePath(text_.substr(0, slash));
}

TreePath TreePath::child(std::string_view name) const {
  return TreePath((is_root() ? "" : text_) + "/" + std::string(name));
}

bool TreePath::is_within(const TreePath& ancestor) const noexcept {
  if (ancestor.is_root()) return true;
  return text_.starts_with(ancestor.text_) &&
         (text_.size() == ancestor.text_.size() || text_[ancestor.text_.size()] == '/');
}

}  // namespace refd
