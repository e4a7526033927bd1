#pragma once

#include "base/log.h"
#include "cgi/cgi_handler.h"
#include "cgi/error_log_file.h"
#include "cgi/script_launcher.h"
#include "config/site.h"
#include "counter/counter_handler.h"
#include "counter/counter_store.h"
#include "deviations/deviant_counter.h"
#include "deviations/deviant_log.h"
#include "http/access_log_file.h"
#include "http/http_service.h"
#include "serve/foundation.h"
#include "serve/own_programs.h"
#include "serve/php_parts.h"
#include "serve/shell_commands.h"
#include "ssi/ssi_handler.h"

namespace refd {

/// The web service with everything that makes its content: pages, includes, scripts, the counter, the log of
/// accesses. Outlives the context that its sessions run in.
class WebParts {
 public:
  /// `more`: content of other services, by its URL.
  WebParts(Foundation& on, const Site& site, const StateFolder& state,
           const std::vector<http::HandlerTable::Mount>& more, Log log);
  WebParts(const WebParts&) = delete;
  WebParts& operator=(const WebParts&) = delete;
  ~WebParts();

  /// CGI-7: ends what runs of the customer's script `path` ("/web/busy.cgi"); how many runs.
  std::size_t stop_script(const std::string& path) {
    return launcher_.stop_runs_of(launcher_.places().root + path);
  }
  /// Ends the programs that run. To be called while threads still run the context.
  void stop_programs();

 private:
  http::HandlerTable handlers(const std::vector<http::HandlerTable::Mount>& more);

  http::AccessLogFile kept_accesses_;
  cgi::ErrorLogFile script_errors_;
  const OwnPrograms programs_;
  cgi::ScriptLauncher launcher_;
  ShellCommands commands_;
  ssi::SsiHandler includes_;
  cgi::CgiHandler scripts_;
  PhpParts php_;

 public:
  CounterStore kept_counters;

 private:
  DeviantCounter counters_;
  PictureMaker pictures_;
  CounterHandler count_cgi_;

 public:
  DeviantLog accesses;
  http::HttpService http;

 private:
  const Log log_;
};

}  // namespace refd
