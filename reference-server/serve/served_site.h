#pragma once

#include <string>

#include "config/site.h"

namespace refd {

struct ServeOptions {
  std::string site_file;
  std::string state;        ///< empty: a temporary folder
  std::string target_file;  ///< empty: none is written
  std::string log_file;     ///< empty: standard error
};

/// Serves the site until SIGTERM or SIGINT; prints "ready" when every port is open. The exit code. Throws
/// std::system_error for what the operator has to mend. Once in a process, on its main thread.
int serve_site(const Site& site, const ServeOptions& options);

}  // namespace refd
