#pragma once

#include "cgi/script_launcher.h"
#include "files/file_tree.h"
#include "policy/cgi_policy.h"
#include "ssi/command_runner.h"

namespace refd {

/// What pages run by `exec cmd`: started as scripts are.
class ShellCommands final : public ssi::CommandRunner {
 public:
  /// References outlive it.
  ShellCommands(cgi::ScriptLauncher& launcher, FileTree& tree, const CgiPolicySource& policies)
      : launcher_(launcher), tree_(tree), policies_(policies) {}

  boost::asio::awaitable<Result<void>> run(std::string_view command, const Environment& environment,
                                           const TreePath& directory, http::AnswerSink& out) override;

 private:
  cgi::ScriptLauncher& launcher_;
  FileTree& tree_;
  const CgiPolicySource& policies_;
};

}  // namespace refd
