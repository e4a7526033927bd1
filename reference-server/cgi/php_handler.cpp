#include "cgi/php_handler.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <climits>

#include "cgi/php_exchange.h"
#include "cgi/reply_relay.h"
#include "cgi/spooled_body.h"
#include "cgi/text.h"

namespace refd::cgi {

namespace asio = boost::asio;

namespace {

using Outcome = PhpExchange::Outcome;

// Long enough to be no limit, short enough to be added to a point in time.
constexpr auto unlimited_time = std::chrono::hours(24);

bool is_below(std::string_view path, std::string_view directory) {
  while (directory.ends_with('/')) directory.remove_suffix(1);
  return path.starts_with(directory) && path.size() > directory.size() && path[directory.size()] == '/';
}

bool begins_with_interpreter_line(int file) {
  std::array<char, 2> octets{};
  return ::pread(file, octets.data(), octets.size(), 0) == 2 && octets[0] == '#' && octets[1] == '!';
}

void set(Variables& variables, std::string_view name, std::string value) {
  const auto known =
      std::find_if(variables.begin(), variables.end(), [name](const auto& row) { return row.first == name; });
  if (known == variables.end()) {
    variables.emplace_back(name, std::move(value));
  } else {
    known->second = std::move(value);
  }
}

// CGI-9 broken: the body without its last octet.
class CutBody final : public http::BodySource {
 public:
  explicit CutBody(http::BodySource& whole) : whole_(whole) {}

  asio::awaitable<Result<std::string_view>> next() override {
    for (;;) {
      const auto piece = co_await whole_.next();
      if (!piece || piece->empty()) co_return piece;
      given_ = std::exchange(kept_, std::string(1, piece->back()));
      given_.append(piece->substr(0, piece->size() - 1));
      if (!given_.empty()) co_return std::string_view(given_);
    }
  }

 private:
  http::BodySource& whole_;
  std::string kept_;
  std::string given_;
};

}  // namespace

bool PhpHandler::takes(std::string_view name) const {
  const auto& extensions = parts_.scripts.cgi().page_extensions;
  const auto extension = name.substr(std::min(name.rfind('.'), name.size()));
  return std::any_of(extensions.begin(), extensions.end(), [extension](const std::string& known) {
    return equals_ignoring_case(known, extension);
  });
}

void PhpHandler::tell(const http::ResolvedRequest& request, std::string_view what) const {
  if (!what.empty()) parts_.errors.record(request.ends.visitor_address, request.document.text(), what);
}

// What the customer has to see to. The permissions of "others" bind a visitor for files that are sent, but a
// page is read by PHP, as the customer.
PhpHandler::Page PhpHandler::find(const http::ResolvedRequest& request, const CgiPolicy& policy) const {
  const auto file = parts_.tree.open_for_reading(request.document, Reader::owner);
  if (!file) {
    const auto& http = parts_.policies.http();
    switch (file.error().value()) {
      case EACCES:
      case EPERM:
        return {http.forbidden_status, "the page may not be read (use mode 644)", {}};
      case ENOENT:
      case ENOTDIR:
        return {http.not_found_status, {}, {}};
      default:
        return {503, {}, {}};
    }
  }
  if (!is_below(request.script_path, policy.pages_run_in) ||
      directories_down(request.script_path) > policy.pages_run_down_to)
    return {500, "pages of PHP are not run here", {}};
  struct stat facts {};
  if (policy.pages_need_execute_permission &&
      (::fstat(file->get(), &facts) != 0 || (facts.st_mode & S_IXUSR) == 0)) {
    return {policy.no_permission_status, "no permission to execute the page", {}};
  }
  if (policy.pages_need_interpreter_line && !begins_with_interpreter_line(file->get()))
    return {policy.no_interpreter_line_status, "no interpreter line", {}};
  return {0, {}, place_of(file->get(), request.document)};
}

// The file as the machine calls it, links followed as they are in the customer's tree: PHP would follow them
// as they are on the machine.
std::string PhpHandler::place_of(int file, const TreePath& document) const {
  std::array<char, PATH_MAX> path{};
  const auto size = ::readlink(("/proc/self/fd/" + std::to_string(file)).c_str(), path.data(), path.size());
  const std::string_view place(path.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  if (place.starts_with(parts_.places.root + "/")) return std::string(place);
  const auto real = parts_.tree.real_place(document);
  return parts_.places.root + (real ? *real : document).text();
}

Variables PhpHandler::variables_for(const http::ResolvedRequest& request, std::uint64_t body_octets,
                                    const std::string& place) const {
  const auto& policy = parts_.scripts.cgi();
  auto variables = meta_variables(request, parts_.places, policy);
  set(variables, "SCRIPT_FILENAME", place);
  set(variables, "REDIRECT_STATUS", "200");
  if (request.head.has_body && !policy.withheld_variables.contains("CONTENT_LENGTH"))
    set(variables, "CONTENT_LENGTH", std::to_string(body_octets));
  // As PHP within a server has it: pages ask for names and passwords themselves (PHP_AUTH_USER).
  if (const auto credentials = request.head.field("Authorization"))
    set(variables, "HTTP_AUTHORIZATION", std::string(*credentials));
  return variables;
}

asio::awaitable<void> PhpHandler::respond(const http::ResolvedRequest& request, http::BodySource& body,
                                          http::AnswerSink& answer) {
  const auto page = find(request, parts_.scripts.cgi());
  if (page.refused_with != 0) {
    tell(request, page.why);
    co_await answer.send(http::error_answer(page.refused_with));
    co_return;
  }
  if (!request.head.has_body || request.head.content_length) {
    auto* const given = request.head.has_body ? &body : nullptr;
    co_await run(request, page.place, given, request.head.content_length.value_or(0), answer);
    co_return;
  }
  const auto spooled = co_await SpooledBody::read(body, parts_.spool, limits_.spooled_octets);
  if (spooled) {
    co_await run(request, page.place, spooled->get(), (*spooled)->octets(), answer);
  } else if (spooled.error() == system_error(EMSGSIZE)) {
    co_await answer.send(http::error_answer(413));
  } else if (spooled.error() == system_error(EBADMSG)) {
    co_await answer.send(http::error_answer(400));
  } else {
    parts_.log->warn("a request's body cannot be kept: {}", spooled.error().message());
    co_await answer.send(http::error_answer(503));
  }
}

asio::awaitable<void> PhpHandler::run(const http::ResolvedRequest& request, const std::string& place,
                                      http::BodySource* body, std::uint64_t body_octets,
                                      http::AnswerSink& answer) {
  const auto& policy = parts_.scripts.cgi();
  const auto variables = variables_for(request, body_octets, place);
  ReplyRelay relay(request, answer, policy);
  if (!policy.body_reaches_scripts) {
    co_await run_for(request, nullptr, variables, answer, relay);
  } else if (policy.body_is_cut && body != nullptr) {
    CutBody cut(*body);
    co_await run_for(request, &cut, variables, answer, relay);
  } else {
    co_await run_for(request, body, variables, answer, relay);
  }
  tell(request, relay.complaint());
}

asio::awaitable<void> PhpHandler::run_for(const http::ResolvedRequest& request, http::BodySource* body,
                                          const Variables& variables, http::AnswerSink& answer,
                                          ReplyRelay& relay) {
  auto outcome = Outcome::broken;
  {
    auto lease = co_await parts_.pool.acquire();
    if (!lease) {
      const auto& error = lease.error();
      const bool is_busy = error == system_error(EBUSY) || error == system_error(ETIMEDOUT);
      tell(request, is_busy ? "PHP had too much to do" : "PHP cannot be run: " + error.message());
      parts_.log->warn("no PHP for {}: {}", request.script_path, error.message());
      co_return co_await relay.refuse(is_busy ? 503 : 500);
    }
    const auto time = parts_.scripts.cgi().scripts_are_limited ? limits_.time : unlimited_time;
    auto* const connection = lease->connection(co_await asio::this_coro::executor);
    if (connection == nullptr) {
      lease->is_broken();
      co_return co_await relay.refuse(503);
    }
    PhpExchange exchange({variables, body, relay, answer}, *connection, time);
    outcome = co_await exchange.run();
    tell(request, exchange.error_output());
    // Given back before the answer is completed: a redirect inside the server may lead to another page.
    if (exchange.is_reusable()) lease->finished();
    if (outcome == Outcome::broken) lease->is_broken();
  }
  if (outcome == Outcome::out_of_time) tell(request, "the page was stopped: it took too long");
  if (outcome == Outcome::broken) tell(request, "PHP ended in the midst of the page");
  co_await relay.end(outcome == Outcome::ended ? ReplyRelay::Ending::finished : ReplyRelay::Ending::stopped);
}

}  // namespace refd::cgi
