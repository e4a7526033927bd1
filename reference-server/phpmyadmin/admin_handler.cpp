#include "phpmyadmin/admin_handler.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <optional>

#include <boost/asio/this_coro.hpp>

#include "cgi/php_exchange.h"
#include "cgi/reply_relay.h"
#include "cgi/spooled_body.h"
#include "phpmyadmin/rewriting.h"

namespace refd::phpmyadmin {

namespace asio = boost::asio;

namespace {

using Outcome = cgi::PhpExchange::Outcome;

// What a deviation looks through is held in memory; larger bodies pass as they are.
constexpr std::size_t most_rewritten = 16 << 20;
constexpr std::size_t most_logged = 500;

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    const auto lower = [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    return lower(x) == lower(y);
  });
}

bool is_address(std::string_view host) {
  return host.starts_with('[') || host.find_first_not_of("0123456789.") == std::string_view::npos;
}

void set(cgi::Variables& variables, std::string_view name, std::string value) {
  std::erase_if(variables, [name](const auto& row) { return row.first == name; });
  variables.emplace_back(name, std::move(value));
}

// A type for what phpMyAdmin comes with.
std::string_view type_of(std::string_view path) {
  constexpr std::pair<std::string_view, std::string_view> types[] = {
      {".js", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".html", "text/html; charset=utf-8"},
      {".txt", "text/plain; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".gif", "image/gif"},
      {".jpg", "image/jpeg"},
      {".ico", "image/vnd.microsoft.icon"},
      {".woff2", "font/woff2"},
      {".map", "application/json"},
  };
  for (const auto& [extension, type] : types) {
    if (path.ends_with(extension)) return type;
  }
  return "application/octet-stream";
}

class WholeBody final : public http::BodySource {
 public:
  explicit WholeBody(std::string octets) : octets_(std::move(octets)) {}
  asio::awaitable<Result<std::string_view>> next() override {
    if (std::exchange(is_given_, true)) co_return std::string_view();
    co_return std::string_view(octets_);
  }
  std::uint64_t size() const { return octets_.size(); }

 private:
  const std::string octets_;
  bool is_given_ = false;
};

asio::awaitable<Result<std::string>> read_whole(http::BodySource& body) {
  std::string whole;
  for (;;) {
    const auto piece = co_await body.next();
    if (!piece) co_return piece.error();
    if (piece->empty()) co_return whole;
    whole.append(*piece);
  }
}

// DB-5, DB-7, DB-8 broken: an answer that is altered when it is known whole.
class RewritingSink final : public http::AnswerSink {
 public:
  RewritingSink(http::AnswerSink& out, const DatabasePolicy& policy) : out_(out), policy_(policy) {}

  asio::awaitable<Result<void>> begin(http::AnswerHead head, std::optional<std::uint64_t> length) override {
    is_kept_ = !length || *length <= most_rewritten;
    if (!is_kept_) co_return co_await out_.begin(std::move(head), length);
    head_ = std::move(head);
    co_return Result<void>();
  }
  asio::awaitable<Result<void>> write(std::string_view octets) override {
    if (!is_kept_) co_return co_await out_.write(octets);
    body_.append(octets);
    co_return Result<void>();
  }
  asio::awaitable<Result<void>> send(http::Answer answer) override { return out_.send(std::move(answer)); }
  asio::awaitable<void> until_visitor_leaves() override { return out_.until_visitor_leaves(); }

  asio::awaitable<void> finish() {
    if (!head_) co_return;
    const bool is_export = head_->fields().find("attachment") != std::string::npos;
    body_ = is_export ? altered_export(std::move(body_), policy_) : altered_page(std::move(body_), policy_);
    const auto begun = co_await out_.begin(std::move(*head_), body_.size());
    if (begun) [[maybe_unused]]
      const auto written = co_await out_.write(body_);
  }

 private:
  http::AnswerSink& out_;
  const DatabasePolicy& policy_;
  bool is_kept_ = false;
  std::optional<http::AnswerHead> head_;
  std::string body_;
};

}  // namespace

// DB-4, HOST-4 turned off, name by name.
bool AdminHandler::is_at(std::string_view host, const DatabasePolicy& policy) const {
  if (!policy.admin_is_there) return false;
  if (!policy.admin_is_at_addresses && is_address(host)) return false;
  if (!policy.admin_is_at_server_name && same_name(host, parts_.names.server)) return false;
  return policy.admin_is_at_added_domains ||
         std::none_of(parts_.names.added.begin(), parts_.names.added.end(),
                      [host](const std::string& name) { return same_name(name, host); });
}

asio::awaitable<void> AdminHandler::respond(const http::ResolvedRequest& request, http::BodySource& body,
                                            http::AnswerSink& answer) {
  const auto& policy = parts_.policies.database();
  if (!is_at(request.host_name, policy)) {
    co_await answer.send(http::error_answer(404));
    co_return;
  }
  const auto file = find_admin_file(parts_.directory, request.path_info);
  switch (file.kind) {
    case AdminFile::Kind::needs_slash: {
      const auto host = request.head.field("Host").value_or(request.host_name);
      co_await answer.send(http::redirect_answer("http://" + std::string(host) + request.script_path + "/"));
      co_return;
    }
    case AdminFile::Kind::absent:
      co_await answer.send(http::error_answer(404));
      co_return;
    case AdminFile::Kind::file:
      co_await send_file(request, file, answer);
      co_return;
    case AdminFile::Kind::page:
      break;
  }
  if (!policy.admin_asks && !request.head.field("Authorization")) {
    co_await answer.send(
        http::Answer::of_text(200, "text/html; charset=utf-8", "<html><title>phpMyAdmin</title></html>\n"));
    co_return;
  }
  co_await run(request, file, body, answer);
}

asio::awaitable<void> AdminHandler::send_file(const http::ResolvedRequest& /*request*/, const AdminFile& file,
                                              http::AnswerSink& answer) const {
  UniqueFd opened(::open(file.place.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  struct stat facts {};
  if (!opened || ::fstat(opened.get(), &facts) != 0 || !S_ISREG(facts.st_mode)) {
    co_await answer.send(http::error_answer(404));
    co_return;
  }
  http::Answer whole;
  whole.head = http::AnswerHead(200);
  whole.head.add("Content-Type", type_of(file.place));
  whole.head.add("Cache-Control", "max-age=3600");
  whole.declared_length = static_cast<std::uint64_t>(facts.st_size);
  whole.body.push_back({.text = {}, .offset = 0, .length = whole.declared_length});
  whole.file = std::move(opened);
  co_await answer.send(std::move(whole));
}

asio::awaitable<void> AdminHandler::run(const http::ResolvedRequest& request, const AdminFile& page,
                                        http::BodySource& body, http::AnswerSink& answer) {
  const auto& length = request.head.content_length;
  const bool has_body = request.head.has_body;
  if (has_body && length.value_or(0) > limits_.body_octets) {
    co_await answer.send(http::error_answer(413));
  } else if (has_body && !length) {
    co_await run_spooled(request, page, body, answer);
  } else if (has_body && *length <= most_rewritten && alters_uploads(parts_.policies.database())) {
    co_await run_altered(request, page, body, answer);
  } else {
    co_await exchange(request, page, has_body ? &body : nullptr, length.value_or(0), answer);
  }
}

asio::awaitable<void> AdminHandler::run_altered(const http::ResolvedRequest& request, const AdminFile& page,
                                                http::BodySource& body, http::AnswerSink& answer) {
  auto whole = co_await read_whole(body);
  if (!whole) co_return;
  WholeBody altered(altered_upload(std::move(*whole), parts_.policies.database()));
  co_await exchange(request, page, &altered, altered.size(), answer);
}

asio::awaitable<void> AdminHandler::run_spooled(const http::ResolvedRequest& request, const AdminFile& page,
                                                http::BodySource& body, http::AnswerSink& answer) {
  const auto spooled = co_await cgi::SpooledBody::read(body, parts_.spool, limits_.body_octets);
  if (spooled) {
    co_await exchange(request, page, spooled->get(), (*spooled)->octets(), answer);
  } else {
    const bool is_too_large = spooled.error() == system_error(EMSGSIZE);
    co_await answer.send(http::error_answer(is_too_large ? 413 : 503));
  }
}

cgi::Variables AdminHandler::variables_for(const http::ResolvedRequest& request, const AdminFile& page,
                                           std::optional<std::uint64_t> body_octets) const {
  auto variables = cgi::meta_variables(request, parts_.places, promised_);
  // As PHP has it where a server runs a script of its own: no path behind it.
  std::erase_if(variables,
                [](const auto& row) { return row.first == "PATH_INFO" || row.first == "PATH_TRANSLATED"; });
  set(variables, "SCRIPT_NAME", request.script_path + page.script);
  set(variables, "SCRIPT_FILENAME", page.place);
  set(variables, "DOCUMENT_ROOT", parts_.directory);
  set(variables, "REDIRECT_STATUS", "200");
  if (body_octets) set(variables, "CONTENT_LENGTH", std::to_string(*body_octets));
  if (const auto credentials = request.head.field("Authorization"))
    set(variables, "HTTP_AUTHORIZATION", std::string(*credentials));
  return variables;
}

asio::awaitable<void> AdminHandler::exchange(const http::ResolvedRequest& request, const AdminFile& page,
                                             http::BodySource* body, std::uint64_t body_octets,
                                             http::AnswerSink& answer) {
  const auto variables =
      variables_for(request, page, body != nullptr ? std::optional(body_octets) : std::nullopt);
  if (!alters_answers(parts_.policies.database())) {
    co_await exchange_for(request, variables, body, answer);
    co_return;
  }
  RewritingSink rewriting(answer, parts_.policies.database());
  co_await exchange_for(request, variables, body, rewriting);
  co_await rewriting.finish();
}

asio::awaitable<void> AdminHandler::exchange_for(const http::ResolvedRequest& request,
                                                 const cgi::Variables& variables, http::BodySource* body,
                                                 http::AnswerSink& out) {
  cgi::ReplyRelay relay(request, out, promised_);
  auto outcome = Outcome::broken;
  const auto strand = co_await asio::this_coro::executor;
  {
    auto lease = co_await parts_.pool.acquire();
    auto* const connection = lease ? lease->connection(strand) : nullptr;
    if (connection == nullptr) {
      if (lease) lease->is_broken();
      parts_.log->warn("no PHP for phpMyAdmin: {}", lease ? "no connection" : lease.error().message());
      co_return co_await relay.refuse(503);
    }
    cgi::PhpExchange exchange({variables, body, relay, out}, *connection, limits_.time);
    outcome = co_await exchange.run();
    if (!exchange.error_output().empty())
      parts_.log->warn("phpMyAdmin: {}", std::string_view(exchange.error_output()).substr(0, most_logged));
    if (exchange.is_reusable()) lease->finished();
    if (outcome == Outcome::broken) lease->is_broken();
  }
  using Ending = cgi::ReplyRelay::Ending;
  co_await relay.end(outcome == Outcome::ended ? Ending::finished : Ending::stopped);
}

}  // namespace refd::phpmyadmin
