#include "cgi/cgi_handler.h"

#include <algorithm>
#include <limits>

#include "cgi/nph_relay.h"
#include "cgi/reply_relay.h"
#include "cgi/text.h"
#include "cgi/wrapper/report.h"

namespace refd::cgi {

namespace asio = boost::asio;

namespace {

class TakesReply final : public PrintedOctets {
 public:
  explicit TakesReply(ReplyRelay& relay) : relay_(relay) {}
  asio::awaitable<Result<void>> take(std::string_view octets) override { return relay_.take(octets); }

 private:
  ReplyRelay& relay_;
};

bool is_below(std::string_view path, std::string_view directory) {
  while (directory.ends_with('/')) directory.remove_suffix(1);
  return path.starts_with(directory) && path.size() > directory.size() && path[directory.size()] == '/';
}

unsigned status_for(char kind, const CgiPolicy& policy) {
  switch (kind) {
    case wrapper::no_permission:
      return policy.no_permission_status;
    case wrapper::no_interpreter_line:
      return policy.no_interpreter_line_status;
    case wrapper::bad_interpreter:
      return policy.bad_interpreter_status;
    case wrapper::too_busy:
      return 503;
    default:
      return 500;
  }
}

std::uint64_t most_output(const CgiPolicy& policy, const Site::CgiLimits& limits) {
  return policy.scripts_are_limited ? limits.output_octets : std::numeric_limits<std::uint64_t>::max();
}

/// What a visitor is told whose body cannot be given to the script; 0: it can.
unsigned refused_body(ExchangeEnd end) {
  if (end == ExchangeEnd::body_too_large) return 413;
  return end == ExchangeEnd::body_is_unclear ? 400 : 0;
}

}  // namespace

struct CgiHandler::Visit {
  const http::ResolvedRequest& request;
  http::BodySource& body;
  http::AnswerSink& answer;
  const CgiPolicy& policy;

  const std::string& visitor() const { return request.ends.visitor_address; }
};

bool CgiHandler::takes(std::string_view name) const {
  const auto& extensions = parts_.policies.cgi().script_extensions;
  const auto extension = name.substr(std::min(name.rfind('.'), name.size()));
  return std::any_of(extensions.begin(), extensions.end(), [extension](const std::string& known) {
    return equals_ignoring_case(known, extension);
  });
}

Result<ScriptLauncher::Program> CgiHandler::program_for(const http::ResolvedRequest& request,
                                                        const CgiPolicy& policy) const {
  const auto real = parts_.tree.real_place(request.document);
  if (!real) return real.error();
  const auto& places = parts_.launcher.places();
  ScriptLauncher::Program program;
  program.directory = real->parent();
  program.name = real->name();
  program.path = places.root + real->text();
  program.arguments = search_words(request);
  program.environment = meta_variables(request, places, policy);
  program.has_input = request.head.has_body && policy.body_reaches_scripts;
  program.visitor = request.ends.visitor_address;
  program.document = request.document.text();
  return program;
}

asio::awaitable<void> CgiHandler::respond(const http::ResolvedRequest& request, http::BodySource& body,
                                          http::AnswerSink& answer) {
  const auto& policy = parts_.policies.cgi();
  const Visit visit{request, body, answer, policy};
  if (!policy.head_is_asked_of_scripts && request.head.method == http::Method::head) {
    co_await answer.send(http::error_answer(405));
    co_return;
  }
  if (!is_below(request.script_path, policy.scripts_run_in) ||
      directories_down(request.script_path) > policy.scripts_run_down_to) {
    parts_.launcher.errors().record(visit.visitor(), request.document.text(),
                                    "scripts may not be run in this directory");
    co_await answer.send(http::error_answer(500));
    co_return;
  }
  auto program = program_for(request, policy);
  if (!program) {
    co_await answer.send(http::error_answer(program.error().value() == ENOENT ? 404 : 500));
    co_return;
  }
  const auto process = co_await parts_.launcher.launch(std::move(*program));
  if (!process) {
    parts_.launcher.errors().record(visit.visitor(), request.document.text(),
                                    process.error().value() == EAGAIN
                                        ? "too many scripts of this site run at once"
                                        : "the server could not start the script");
    co_await answer.send(http::error_answer(503));
    co_return;
  }
  const bool is_nph = policy.nph_is_honoured && request.document.name().starts_with("nph-");
  if (is_nph) {
    co_await relay_whole_answer(visit, **process);
  } else {
    co_await relay_reply(visit, **process);
  }
}

// The status for a script that was not started, which is told to whoever wrote it; none: it was.
std::optional<unsigned> CgiHandler::failure_to_start(const Visit& visit, ScriptProcess& process) const {
  const auto& failure = process.start_failure();
  if (!failure) return std::nullopt;
  parts_.launcher.errors().record(visit.visitor(), visit.request.document.text(), failure->text);
  return status_for(failure->kind, visit.policy);
}

void CgiHandler::complain(const Visit& visit, ExchangeEnd end) const {
  const auto record = [&](std::string_view text) {
    parts_.launcher.errors().record(visit.visitor(), visit.request.document.text(), text);
  };
  if (end == ExchangeEnd::too_much_output) record("stopped: its answer is longer than any may be");
  if (end == ExchangeEnd::visitor_gone) record("stopped: the visitor has gone");
  if (end == ExchangeEnd::body_is_unclear) record("stopped: the visitor's body is malformed");
  if (end == ExchangeEnd::body_too_large) record("stopped: the visitor sent more than any may");
}

asio::awaitable<void> CgiHandler::relay_reply(const Visit& visit, ScriptProcess& process) const {
  ReplyRelay relay(visit.request, visit.answer, visit.policy);
  TakesReply taker(relay);
  const auto end = co_await exchange_with(process, visit.body, visit.answer, taker, visit.policy,
                                          most_output(visit.policy, parts_.launcher.limits()));
  complain(visit, end);
  if (const auto status = end == ExchangeEnd::finished ? failure_to_start(visit, process) : std::nullopt) {
    co_await relay.refuse(*status);
    co_return;
  }
  if (const unsigned status = refused_body(end); status != 0) co_await relay.refuse(status);
  const bool is_whole = end == ExchangeEnd::finished;
  co_await relay.end(is_whole ? ReplyRelay::Ending::finished : ReplyRelay::Ending::stopped);
  if (!relay.complaint().empty())
    parts_.launcher.errors().record(visit.visitor(), visit.request.document.text(), relay.complaint());
}

asio::awaitable<void> CgiHandler::relay_whole_answer(const Visit& visit, ScriptProcess& process) const {
  NphRelay relay(visit.answer);
  const auto end = co_await exchange_with(process, visit.body, visit.answer, relay, visit.policy,
                                          most_output(visit.policy, parts_.launcher.limits()));
  complain(visit, end);
  if (end == ExchangeEnd::finished) co_await relay.flush();
  if (relay.has_begun()) {
    if (end != ExchangeEnd::finished) throw http::AnswerIsCut();
    co_return;
  }
  if (const unsigned status = refused_body(end); status != 0) {
    co_await visit.answer.send(http::error_answer(status));
    co_return;
  }
  const auto status = end == ExchangeEnd::finished ? failure_to_start(visit, process) : std::nullopt;
  if (!status)
    parts_.launcher.errors().record(visit.visitor(), visit.request.document.text(),
                                    "premature end of the answer: nothing was printed");
  co_await visit.answer.send(http::error_answer(status.value_or(visit.policy.early_end_status)));
}

}  // namespace refd::cgi
