#pragma once

#include <string>
#include <vector>

namespace refd {

/// One mistake in a file that a person wrote. Lines and columns count from 1; 0: the file as a whole.
struct ConfigError {
  std::string file;
  unsigned line = 0;
  unsigned column = 0;
  std::string message;

  /// "site.toml:3:8: message"
  std::string text() const;
};

using ConfigErrors = std::vector<ConfigError>;

}  // namespace refd
