#pragma once

#include "cgi/script_exchange.h"
#include "cgi/script_launcher.h"
#include "files/file_tree.h"
#include "http/content_handler.h"
#include "policy/cgi_policy.h"

namespace refd::cgi {

/// CGI-1, CGI-9, WEB-ERR-500: scripts, run by their interpreter line.
class CgiHandler final : public http::ContentHandler {
 public:
  /// References outlive the handler.
  struct Parts {
    FileTree& tree;
    const CgiPolicySource& policies;
    ScriptLauncher& launcher;
  };

  explicit CgiHandler(Parts parts) : parts_(parts) {}

  /// By the policy's extensions; main names every extension that a policy may have.
  bool takes(std::string_view name) const override;
  boost::asio::awaitable<void> respond(const http::ResolvedRequest& request, http::BodySource& body,
                                       http::AnswerSink& answer) override;

 private:
  struct Visit;

  Result<ScriptLauncher::Program> program_for(const http::ResolvedRequest& request,
                                              const CgiPolicy& policy) const;
  boost::asio::awaitable<void> relay_reply(const Visit& visit, ScriptProcess& process) const;
  boost::asio::awaitable<void> relay_whole_answer(const Visit& visit, ScriptProcess& process) const;
  std::optional<unsigned> failure_to_start(const Visit& visit, ScriptProcess& process) const;
  void complain(const Visit& visit, ExchangeEnd end) const;

  const Parts parts_;
};

}  // namespace refd::cgi
