#include "ssi/page_expander.h"

#include <unistd.h>

#include <algorithm>

#include "ssi/page_variables.h"

namespace refd::ssi {

namespace asio = boost::asio;
using http::ResolvedRequest;

namespace {

constexpr std::size_t gathered_octets = 32'768;
constexpr std::size_t stretch_octets = 65'536;

std::optional<FileFacts> facts_of(const http::InternalRequest& request) {
  if (request.status() != 200) return std::nullopt;
  const auto facts = request.facts();
  return facts ? std::optional(*facts) : std::nullopt;
}

// What a document may see of those around it: what its visitor may.
class NeighboursOf final : public Neighbours {
 public:
  explicit NeighboursOf(const ResolvedRequest& document) : document_(document) {}

  std::optional<FileFacts> facts_of_file(std::string_view name) const override {
    if (document_.inside == nullptr) return std::nullopt;
    return facts_of(*document_.inside->request_file(document_, name));
  }
  std::optional<FileFacts> facts_of_url(std::string_view url) const override {
    if (document_.inside == nullptr) return std::nullopt;
    return facts_of(*document_.inside->request_url(document_, url));
  }
  // What is not there is not forbidden, as with Apache's -A.
  bool may_reach(std::string_view url) const override {
    if (document_.inside == nullptr) return false;
    const auto status = document_.inside->request_url(document_, url)->status();
    return status < 400 || status == 404;
  }

 private:
  const ResolvedRequest& document_;
};

// Takes an answer made for an include into the page's own. One that is no success is an error of the
// include, of which nothing is shown.
class IncludedAnswer final : public http::AnswerSink {
 public:
  explicit IncludedAnswer(PageOutput& output) : output_(output) {}

  asio::awaitable<Result<void>> begin(http::AnswerHead head, std::optional<std::uint64_t>) override {
    has_failed_ = head.status < 200 || head.status >= 300;
    has_begun_ = true;
    if (has_failed_) co_return system_error(ECANCELED);
    co_return Result<void>();
  }
  asio::awaitable<Result<void>> write(std::string_view octets) override {
    if (has_failed_) co_return system_error(ECANCELED);
    co_return co_await output_.write(octets);
  }
  asio::awaitable<Result<void>> send(http::Answer answer) override {
    if (const auto begun = co_await begin(answer.head, std::nullopt); !begun) co_return begun;
    std::string stretch;
    for (const auto& piece : answer.body) {
      if (const auto written = co_await write(piece.text); !written) co_return written;
      for (std::uint64_t done = 0; done < piece.length; done += stretch.size()) {
        stretch.resize(std::min<std::uint64_t>(piece.length - done, stretch_octets));
        const auto octets = ::pread(answer.file.get(), stretch.data(), stretch.size(),
                                    static_cast<off_t>(piece.offset + done));
        if (octets <= 0) co_return system_error(EPIPE);
        stretch.resize(static_cast<std::size_t>(octets));
        if (const auto written = co_await write(stretch); !written) co_return written;
      }
    }
    co_return Result<void>();
  }

  asio::awaitable<void> until_visitor_leaves() override { return output_.until_visitor_leaves(); }

  bool succeeded() const noexcept { return has_begun_ && !has_failed_; }

 private:
  PageOutput& output_;
  bool has_begun_ = false;
  bool has_failed_ = false;
};

http::AnswerHead page_head() {
  // Neither Last-Modified nor a length: nobody knows what the page will be, nor for how long it stays so.
  http::AnswerHead head(200);
  head.add("Content-Type", "text/html");
  return head;
}

}  // namespace

asio::awaitable<Result<void>> PageOutput::flush() {
  if (is_lost_) co_return system_error(EPIPE);
  if (!has_begun_) {
    has_begun_ = true;
    is_lost_ = (co_await answer_.begin(page_head(), std::nullopt)).has_error();
  }
  if (!is_lost_ && !text_.empty()) is_lost_ = (co_await answer_.write(text_)).has_error();
  text_.clear();
  if (is_lost_) co_return system_error(EPIPE);
  co_return Result<void>();
}

asio::awaitable<Result<void>> PageOutput::send_if_much() {
  if (text_.size() < gathered_octets) co_return Result<void>();
  co_return co_await flush();
}

asio::awaitable<Result<void>> PageOutput::write(std::string_view octets) {
  if (text_.size() + octets.size() < gathered_octets) {
    text_.append(octets);
    co_return Result<void>();
  }
  if (const auto flushed = co_await flush(); !flushed) co_return flushed;
  if (octets.empty()) co_return Result<void>();
  const auto written = co_await answer_.write(octets);
  is_lost_ = written.has_error();
  co_return written;
}

PageExpander::PageExpander(Terms terms, const ResolvedRequest& request, http::AnswerSink& answer)
    : terms_(terms), request_(request), output_(answer) {}

asio::awaitable<void> PageExpander::run(UniqueFd file, const struct stat& facts) {
  facts_.requested = terms_.parts.clock.now();
  facts_.modified = std::chrono::system_clock::from_time_t(facts.st_mtim.tv_sec);
  facts_.owner = terms_.parts.owner;
  add_page_variables(request_, variables_);
  co_await expand(request_, PageSource(std::move(file), facts, terms_.cache));
  co_await output_.flush();
}

asio::awaitable<void> PageExpander::expand(const ResolvedRequest& document, PageSource source) {
  const NeighboursOf neighbours(document);
  Interpreter interpreter({terms_.policy, variables_, facts_, neighbours});
  open_.push_back(&document);
  while (const auto* pieces = source.next()) {
    co_await expand_pieces(document, *pieces, interpreter);
    if (output_.is_lost() || interpreter.has_ended()) break;
  }
  open_.pop_back();
}

asio::awaitable<void> PageExpander::expand_pieces(const ResolvedRequest& document, const Page& pieces,
                                                  Interpreter& interpreter) {
  for (const auto& piece : pieces) {
    if (const auto* text = std::get_if<std::string>(&piece)) {
      if (interpreter.shows()) co_await output_.write(*text);
    } else {
      const auto errand = carry_out(std::get<Directive>(piece), interpreter);
      if (!errand.tasks.empty() || errand.fails_after_them)
        co_await run_errand(document, errand, interpreter);
      co_await output_.send_if_much();
    }
    if (output_.is_lost() || interpreter.has_ended()) co_return;
  }
}

// A page that asks for more work than any honest one needs ends there.
Errand PageExpander::carry_out(const Directive& directive, Interpreter& interpreter) {
  if (worked_ > terms_.limits.work) {
    interpreter.give_up(output_.text());
    return {};
  }
  const auto start = steady::now();
  auto errand = interpreter.carry_out(directive, output_.text());
  worked_ += steady::now() - start;
  return errand;
}

asio::awaitable<void> PageExpander::run_errand(const ResolvedRequest& document, const Errand& errand,
                                               Interpreter& interpreter) {
  using Kind = Errand::Kind;
  const bool is_exec = !errand.tasks.empty() && (errand.tasks.front().kind == Kind::command ||
                                                 errand.tasks.front().kind == Kind::program);
  if (!is_exec) {
    if (!co_await run_include(document, errand)) interpreter.print_error(output_.text());
  }
  for (const auto& task : errand.tasks) {
    if (!is_exec) break;
    Result<void> done = system_error(ENOSYS);
    if (task.kind == Kind::command) {
      done = co_await run_command(document, task.text);
    } else {
      done = co_await run_program(document, task.text);
    }
    if (!done) interpreter.print_error(output_.text());
  }
  if (errand.fails_after_them && !interpreter.has_ended()) interpreter.print_error(output_.text());
}

// Each source in turn; a URL or on_error is looked at only when what came before succeeded, or failed.
asio::awaitable<Result<void>> PageExpander::run_include(const ResolvedRequest& document,
                                                        const Errand& errand) {
  Result<void> done;
  for (const auto& task : errand.tasks) {
    const bool is_remedy = task.kind == Errand::Kind::on_error;
    const bool applies = task.kind == Errand::Kind::file || is_remedy == done.has_error();
    if (!applies) continue;
    const bool failed_before = done.has_error();
    done = co_await include(document, task);
    if (done.has_error() && failed_before) break;
  }
  co_return done;
}

bool PageExpander::may_run_another() {
  if (errands_ == terms_.limits.errands || request_.inside == nullptr) return false;
  ++errands_;
  return true;
}

asio::awaitable<Result<void>> PageExpander::include(const ResolvedRequest& document,
                                                    const Errand::Task& task) {
  const bool is_file = task.kind == Errand::Kind::file;
  const bool is_allowed = is_file ? terms_.policy.files_are_included : terms_.policy.urls_are_included;
  if (!is_allowed || !may_run_another()) co_return system_error(EPERM);
  const auto request = is_file ? document.inside->request_file(document, task.text)
                               : document.inside->request_url(document, task.text);
  if (request->status() != 200) co_return system_error(ENOENT);
  if (const auto* page = request->resolved_for(terms_.handler)) co_return co_await include_page(*page);
  co_return co_await take_in(*request);
}

asio::awaitable<Result<void>> PageExpander::take_in(http::InternalRequest& request) {
  IncludedAnswer answer(output_);
  const auto done = co_await request.run(answer);
  if (done && !answer.succeeded()) co_return system_error(ECANCELED);
  co_return done;
}

// A page inside a page: expanded here, so that it shares the variables and a loop is noticed.
asio::awaitable<Result<void>> PageExpander::include_page(const ResolvedRequest& page) {
  const bool is_loop = std::any_of(open_.begin(), open_.end(), [&page](const ResolvedRequest* outer) {
    return outer->document == page.document && outer->query == page.query;
  });
  if (is_loop || open_.size() > terms_.limits.nesting) co_return system_error(ELOOP);
  auto file = terms_.parts.tree.open_for_reading(page.document, Reader::visitor);
  struct stat facts {};
  if (!file || ::fstat(file->get(), &facts) != 0) co_return system_error(ENOENT);
  note_query(page, variables_);
  if (!terms_.policy.included_pages_are_processed) {
    http::Answer raw;
    raw.body.push_back({{}, 0, static_cast<std::uint64_t>(facts.st_size)});
    raw.file = std::move(*file);
    IncludedAnswer answer(output_);
    co_return co_await answer.send(std::move(raw));
  }
  co_await expand(page, PageSource(std::move(*file), facts, terms_.cache));
  co_return Result<void>();
}

asio::awaitable<Result<void>> PageExpander::run_command(const ResolvedRequest& document,
                                                        const std::string& command) {
  if (terms_.parts.commands == nullptr || !may_run_another()) co_return system_error(EPERM);
  CommandRunner::Environment environment;
  for (const auto& [name, value] : variables_.rows()) {
    if (value) environment.emplace_back(name, *value);
  }
  IncludedAnswer answer(output_);
  co_return co_await terms_.parts.commands->run(command, environment, document.document.parent(), answer);
}

// Only a program, without arguments of its own: it gets the page's query.
asio::awaitable<Result<void>> PageExpander::run_program(const ResolvedRequest& document,
                                                        const std::string& url) {
  if (url.find('?') != std::string::npos || !may_run_another()) co_return system_error(EPERM);
  const auto query = request_.query.empty() ? "" : "?" + request_.query;
  const auto request = document.inside->request_url(document, url + query);
  if (request->status() != 200 || !request->is_made()) co_return system_error(ENOENT);
  if (request->resolved_for(terms_.handler) != nullptr) co_return system_error(ENOENT);
  co_return co_await take_in(*request);
}

}  // namespace refd::ssi
