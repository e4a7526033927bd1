#include <sys/stat.h>

#include <cerrno>

#include <boost/system/system_error.hpp>

#include "files/jailed_tree.h"

namespace refd {

void create_initial_layout(const std::string& root, const std::vector<std::string>& names) {
  for (const auto& directory : layout_directories(names)) {
    const auto path = root + directory.text();
    if (::mkdir(path.c_str(), 0755) == 0) {
      // The process's umask is not the customer's.
      if (::chmod(path.c_str(), 0755) == 0) continue;
    } else if (errno == EEXIST) {
      continue;
    }
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
