#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include <boost/system/system_error.hpp>

#include "files/jailed_tree.h"

namespace refd {

namespace {

// Whether it is there now; `mode` is that of a new one, as the process's umask is not the customer's.
bool make_directory(const std::string& path, mode_t mode) {
  if (::mkdir(path.c_str(), mode) == 0) return ::chmod(path.c_str(), mode) == 0;
  return errno == EEXIST;
}

}  // namespace

void create_initial_layout(const std::string& root, const std::vector<std::string>& names,
                           const std::optional<Owner>& owner) {
  const auto log = TreePath().child("log");
  for (const auto& directory : layout_directories(names)) {
    const auto path = root + directory.text();
    const bool is_given = owner && directory != log;
    if (!make_directory(path, 0755) || (is_given && ::lchown(path.c_str(), owner->user, owner->group) != 0))
      throw boost::system::system_error(last_system_error(), path);
  }
}

std::vector<TreePath> layout_directories(const std::vector<std::string>& names) {
  const TreePath root;
  const auto users = root.child("users");
  std::vector<TreePath> directories{root, root.child("web"), root.child("log"), users};
  for (const auto& name : names) directories.push_back(users.child(name));
  return directories;
}

}  // namespace refd
