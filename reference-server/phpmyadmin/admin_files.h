#pragma once

#include <string>
#include <string_view>

namespace refd::phpmyadmin {

/// What a URL below phpMyAdmin's leads to, of the files that it was installed with.
struct AdminFile {
  enum class Kind {
    page,    ///< to be run by PHP
    file,    ///< to be sent as it is
    absent,  ///< 404: nothing, or nothing that visitors may see
    needs_slash
  };
  Kind kind = Kind::absent;
  std::string place;   ///< on the machine
  std::string script;  ///< a page's part of the URL ("/index.php")
};

/// `path` is what follows phpMyAdmin's own URL, decoded: empty, or beginning with "/". `directory`: where it
/// was installed; links in it are followed as far as packages of the machine lead ("/usr/share").
AdminFile find_admin_file(const std::string& directory, std::string_view path);

}  // namespace refd::phpmyadmin
