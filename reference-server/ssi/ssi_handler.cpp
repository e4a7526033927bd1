#include "ssi/ssi_handler.h"

#include <sys/stat.h>

#include <algorithm>

#include "ssi/characters.h"
#include "ssi/page_expander.h"

namespace refd::ssi {

namespace asio = boost::asio;

namespace {

constexpr std::string_view methods = "GET, HEAD, POST, OPTIONS";

http::Answer allowed_methods(unsigned status) {
  auto answer = status == 200 ? http::Answer::of_text(200, {}, {}) : http::error_answer(status);
  answer.head.add("Allow", methods);
  return answer;
}

// WEB-ERR-403, WEB-ERR-404: as for every other file.
http::Answer refusal(int error, const HttpPolicy& policy) {
  switch (error) {
    case EACCES:
    case EPERM:
      return http::error_answer(policy.forbidden_status);
    case ENOENT:
    case ENOTDIR:
      return http::error_answer(policy.not_found_status);
    default:
      return http::error_answer(503);
  }
}

http::Answer as_it_stands(UniqueFd file, std::uint64_t size) {
  http::Answer answer;
  answer.head.add("Content-Type", "text/html");
  answer.body.push_back({{}, 0, size});
  answer.file = std::move(file);
  answer.declared_length = size;
  return answer;
}

bool is_index(const http::ResolvedRequest& request) {
  return request.head.target.substr(0, request.head.target.find('?')).ends_with('/');
}

}  // namespace

bool SsiHandler::takes(std::string_view name) const {
  const auto& extensions = parts_.includes.ssi().extensions;
  const auto extension = name.substr(std::min(name.rfind('.'), name.size()));
  return std::any_of(extensions.begin(), extensions.end(), [extension](const std::string& known) {
    return equals_ignoring_case(known, extension);
  });
}

asio::awaitable<void> SsiHandler::respond(const http::ResolvedRequest& request, http::BodySource& /*body*/,
                                          http::AnswerSink& answer) {
  using http::Method;
  const auto method = request.head.method;
  if (method == Method::options) {
    co_await answer.send(allowed_methods(200));
    co_return;
  }
  if (method != Method::get && method != Method::head && method != Method::post) {
    co_await answer.send(allowed_methods(405));
    co_return;
  }
  auto file = parts_.tree.open_for_reading(request.document, Reader::visitor);
  if (!file) {
    co_await answer.send(refusal(file.error().value(), parts_.policies.http()));
    co_return;
  }
  struct stat facts {};
  if (::fstat(file->get(), &facts) != 0) {
    co_await answer.send(http::error_answer(503));
    co_return;
  }
  const auto& policy = parts_.includes.ssi();
  if (!policy.pages_are_processed || (!policy.indexes_are_processed && is_index(request))) {
    co_await answer.send(as_it_stands(std::move(*file), static_cast<std::uint64_t>(facts.st_size)));
    co_return;
  }
  PageExpander expander({parts_, limits_, *this, cache_, policy}, request, answer);
  co_await expander.run(std::move(*file), facts);
}

}  // namespace refd::ssi
