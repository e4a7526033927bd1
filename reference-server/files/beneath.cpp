#include "files/beneath.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <climits>
#include <deque>
#include <string_view>

namespace refd {
namespace {

constexpr int links_limit = 40;
constexpr std::size_t pending_limit = 4096;

// Puts the components of `text` before those still to be walked.
Result<void> push_components(std::deque<std::string>& pending, std::string_view text) {
  std::deque<std::string> components;
  while (!text.empty()) {
    const auto slash = text.find('/');
    const auto component = text.substr(0, slash);
    text.remove_prefix(slash == std::string_view::npos ? text.size() : slash + 1);
    if (!component.empty() && component != ".") components.emplace_back(component);
  }
  if (components.size() + pending.size() > pending_limit) return system_error(ENAMETOOLONG);
  pending.insert(pending.begin(), components.begin(), components.end());
  return {};
}

std::string_view seen_from_root(std::string_view target, const std::string& host_root) {
  if (!target.starts_with(host_root)) return target;
  const auto rest = target.substr(host_root.size());
  return rest.empty() || rest.front() == '/' ? (rest.empty() ? std::string_view("/") : rest) : target;
}

}  // namespace

Result<UniqueFd> open_beneath(int root, const std::string& relative, int flags) {
  open_how how{};
  how.flags = static_cast<unsigned>(flags) | O_CLOEXEC;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS;
  for (int attempt = 0;; ++attempt) {
    const long fd = ::syscall(SYS_openat2, root, relative.c_str(), &how, sizeof how);
    if (fd >= 0) return UniqueFd(static_cast<int>(fd));
    // EAGAIN: a rename elsewhere raced with the walk and the kernel could not prove that it stayed beneath.
    if ((errno == EAGAIN && attempt < 8) || errno == EINTR) continue;
    return last_system_error();
  }
}

Result<TreePath> resolve_links(int root, const std::string& host_root, const TreePath& path) {
  std::deque<std::string> pending;
  if (const auto pushed = push_components(pending, path.text()); !pushed) return pushed.error();
  TreePath real;
  std::array<char, PATH_MAX> target{};
  for (int links = 0; !pending.empty();) {
    const auto component = std::move(pending.front());
    pending.pop_front();
    if (component == "..") {
      real = real.parent();
      continue;
    }
    auto child = TreePath::resolve(real, component);
    if (!child) return child.error();
    const auto length = ::readlinkat(root, child->relative().c_str(), target.data(), target.size());
    if (length < 0) {
      real = std::move(*child);
      continue;
    }
    if (++links > links_limit) return system_error(ELOOP);
    const auto text = seen_from_root({target.data(), static_cast<std::size_t>(length)}, host_root);
    if (text.starts_with('/')) real = TreePath();
    if (const auto pushed = push_components(pending, text); !pushed) return pushed.error();
  }
  return real;
}

}  // namespace refd
