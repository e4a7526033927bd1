#pragma once

#include "base/log.h"
#include "cgi/php_handler.h"
#include "cgi/php_pool.h"
#include "cgi/script_launcher.h"
#include "config/site.h"
#include "serve/foundation.h"
#include "serve/own_programs.h"
#include "serve/state_folder.h"

namespace refd {

/// Pages of PHP (CGI-3): the processes that run them, with a php.ini of the site's own, and the handler.
class PhpParts {
 public:
  PhpParts(Foundation& on, const Site& site, const StateFolder& state, cgi::ScriptLauncher& launcher,
           const OwnPrograms& programs, const Log& log);
  PhpParts(const PhpParts&) = delete;
  PhpParts& operator=(const PhpParts&) = delete;
  ~PhpParts();

  /// Ends the processes. To be called while threads still run the context.
  void stop() { pool_.stop(); }

 private:
  cgi::PhpPool pool_;

 public:
  cgi::PhpHandler pages;
};

}  // namespace refd
