#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "http/content_handler.h"

namespace refd::ssi {

/// Runs shell commands for `exec cmd`, as the site's user and with the limits of scripts.
class CommandRunner {
 public:
  CommandRunner() = default;
  CommandRunner(const CommandRunner&) = delete;
  CommandRunner& operator=(const CommandRunner&) = delete;
  virtual ~CommandRunner() = default;

  using Environment = std::vector<std::pair<std::string, std::string>>;

  /// What `/bin/sh -c command` prints, run in the page's directory, is written to `out`. Fails when it
  /// cannot be started, is stopped, or writing fails; the command's own exit status does not matter.
  virtual boost::asio::awaitable<Result<void>> run(std::string_view command, const Environment& environment,
                                                   const TreePath& directory, http::AnswerSink& out) = 0;
};

}  // namespace refd::ssi
