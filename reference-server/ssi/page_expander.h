#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "http/content_handler.h"
#include "http/internal_requests.h"
#include "ssi/interpreter.h"
#include "ssi/page_source.h"
#include "ssi/ssi_handler.h"

namespace refd::ssi {

/// The body of one answer on its way to the visitor: gathered, so that small things leave together. The head
/// goes out before the first of it.
class PageOutput {
 public:
  explicit PageOutput(http::AnswerSink& answer) : answer_(answer) {}

  /// What is appended here is sent with the rest.
  std::string& text() noexcept { return text_; }
  // These fail when the visitor cannot be reached any more. (As coroutines that give a bool they were resumed
  // at a wrong address, compiled by GCC 12.)
  boost::asio::awaitable<Result<void>> send_if_much();
  boost::asio::awaitable<Result<void>> write(std::string_view octets);
  boost::asio::awaitable<Result<void>> flush();
  bool is_lost() const noexcept { return is_lost_; }
  boost::asio::awaitable<void> until_visitor_leaves() { return answer_.until_visitor_leaves(); }

 private:
  http::AnswerSink& answer_;
  std::string text_;
  bool has_begun_ = false;
  bool is_lost_ = false;
};

/// One request for a page: the page, and the documents that it includes, expanded into one answer.
class PageExpander {
 public:
  /// References outlive the expander.
  struct Terms {
    const SsiHandler::Parts& parts;
    const SsiHandler::Limits& limits;
    const http::ContentHandler& handler;  ///< to which pages belong that are expanded here as well
    PageCache& cache;
    const SsiPolicy& policy;
  };

  PageExpander(Terms terms, const http::ResolvedRequest& request, http::AnswerSink& answer);

  /// Expands the page in `file`, whose facts are given.
  boost::asio::awaitable<void> run(UniqueFd file, const struct stat& facts);

 private:
  using steady = std::chrono::steady_clock;

  boost::asio::awaitable<void> expand(const http::ResolvedRequest& document, PageSource source);
  boost::asio::awaitable<void> expand_pieces(const http::ResolvedRequest& document, const Page& pieces,
                                             Interpreter& interpreter);
  boost::asio::awaitable<void> run_errand(const http::ResolvedRequest& document, const Errand& errand,
                                          Interpreter& interpreter);
  boost::asio::awaitable<Result<void>> run_include(const http::ResolvedRequest& document,
                                                   const Errand& errand);
  boost::asio::awaitable<Result<void>> include(const http::ResolvedRequest& document,
                                               const Errand::Task& task);
  boost::asio::awaitable<Result<void>> include_page(const http::ResolvedRequest& page);
  boost::asio::awaitable<Result<void>> run_command(const http::ResolvedRequest& document,
                                                   const std::string& command);
  boost::asio::awaitable<Result<void>> run_program(const http::ResolvedRequest& document,
                                                   const std::string& url);
  boost::asio::awaitable<Result<void>> take_in(http::InternalRequest& request);
  bool may_run_another();
  Errand carry_out(const Directive& directive, Interpreter& interpreter);

  const Terms terms_;
  const http::ResolvedRequest& request_;
  PageOutput output_;
  PageFacts facts_;
  Variables variables_;
  std::vector<const http::ResolvedRequest*> open_;  // the documents being expanded, each inside the former
  unsigned errands_ = 0;
  steady::duration worked_{};
};

}  // namespace refd::ssi
