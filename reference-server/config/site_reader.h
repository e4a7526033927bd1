#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "config/config_error.h"
#include "config/site.h"

namespace refd {

/// Where secrets come from; a twin of it keeps the tests away from the machine.
struct SecretSources {
  /// Value of an environment variable.
  std::function<std::optional<std::string>(const std::string&)> environment;
  /// Content of a file (a relative name is relative to the site file), without one final line end.
  std::function<std::optional<std::string>(const std::filesystem::path&)> file;

  /// The machine's own environment and files.
  static SecretSources of_this_machine();
};

/// A site, or everything that is wrong with its file.
using SiteOrErrors = std::variant<Site, ConfigErrors>;

/// Reads the text of a site file. `file` names it in messages and is where relative paths start.
SiteOrErrors read_site(std::string_view text, const std::filesystem::path& file,
                       const SecretSources& secrets);

/// Reads a site file; one that cannot be read is a ConfigError without a line. At most 1 MiB.
SiteOrErrors read_site_file(const std::filesystem::path& file, const SecretSources& secrets);

}  // namespace refd
