#include "serve/shell_commands.h"

#include "cgi/script_exchange.h"

namespace refd {

namespace asio = boost::asio;

namespace {

class NothingToRead final : public http::BodySource {
 public:
  asio::awaitable<Result<std::string_view>> next() override { co_return std::string_view(); }
};

class IntoPage final : public cgi::PrintedOctets {
 public:
  explicit IntoPage(http::AnswerSink& out) : out_(out) {}
  asio::awaitable<Result<void>> take(std::string_view octets) override {
    co_return co_await out_.write(octets);
  }

 private:
  http::AnswerSink& out_;
};

// A page calls its files as the customer does, a program as the machine does.
cgi::Variables for_program(cgi::Variables variables, const cgi::SitePlaces& places) {
  for (auto& [name, value] : variables) {
    if (name == "DOCUMENT_ROOT" || name == "SCRIPT_FILENAME") value.insert(0, places.root);
    if (name == "PATH") value = places.path;
  }
  return variables;
}

std::string visitor_in(const ssi::CommandRunner::Environment& environment) {
  for (const auto& [name, value] : environment) {
    if (name == "REMOTE_ADDR") return value;
  }
  return {};
}

}  // namespace

asio::awaitable<Result<void>> ShellCommands::run(std::string_view command, const Environment& environment,
                                                 const TreePath& directory, http::AnswerSink& out) {
  const auto real = tree_.real_place(directory);
  if (!real) co_return real.error();
  cgi::ScriptLauncher::Program program;
  program.directory = *real;
  program.command = command;
  program.environment = for_program(environment, launcher_.places());
  program.visitor = visitor_in(environment);
  program.document = directory.text() + " (exec cmd)";
  const auto visitor = program.visitor;
  const auto document = program.document;
  const auto process = co_await launcher_.launch(std::move(program));
  if (!process) co_return process.error();
  // Also a command that prints nothing succeeds.
  if (const auto begun = co_await out.begin(http::AnswerHead(200), std::nullopt); !begun) {
    (*process)->stop();
    co_return begun;
  }
  NothingToRead body;
  IntoPage page(out);
  const auto end = co_await cgi::exchange_with(**process, body, out, page, policies_.cgi(),
                                               launcher_.limits().output_octets);
  if (const auto& failure = (*process)->start_failure()) {
    launcher_.errors().record(visitor, document, failure->text);
    co_return system_error(ENOEXEC);
  }
  if (end != cgi::ExchangeEnd::finished) co_return system_error(ECANCELED);
  co_return Result<void>();
}

}  // namespace refd
