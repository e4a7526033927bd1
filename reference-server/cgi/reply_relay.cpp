#include "cgi/reply_relay.h"

#include <array>

#include "cgi/text.h"
#include "http/internal_requests.h"

namespace refd::cgi {

namespace asio = boost::asio;

namespace {

// As many as Apache follows before it takes them for a loop.
constexpr unsigned most_inside = 10;

// Of the connection, not of the document (RFC 9110 section 7.6.1), or added by the server itself.
constexpr std::array dropped_fields = {
    "Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "TE", "Trailer",
    "Upgrade",    "Date",       "Server",
};

// Section 6.3.5: "X-CGI-…" is between script and server.
bool is_dropped(std::string_view name) {
  if (equals_ignoring_case(name.substr(0, 6), "X-CGI-")) return true;
  for (const auto* dropped : dropped_fields) {
    if (equals_ignoring_case(name, dropped)) return true;
  }
  return false;
}

bool is_local(std::string_view location) {
  return location.starts_with('/');
}

std::string with_line_ends_of_crlf(std::string_view octets) {
  std::string changed;
  for (const char c : octets) {
    if (c == '\n') changed.push_back('\r');
    changed.push_back(c);
  }
  return changed;
}

http::Answer page_about(unsigned status, http::AnswerHead head) {
  auto answer = http::error_answer(status);
  head.add("Content-Type", "text/html");
  answer.head = std::move(head);
  return answer;
}

}  // namespace

http::AnswerHead ReplyRelay::answer_head(unsigned status) const {
  const auto& reply = parser_.head();
  http::AnswerHead head(status);
  if (policy_.status_field_is_honoured) head.set_reason(reply.reason);
  if (policy_.other_fields_are_passed_on) {
    for (const auto& field : reply.fields) {
      if (!is_dropped(field.name)) head.add(field.name, field.value);
    }
  }
  if (reply.location && policy_.location_field_is_honoured) head.add("Location", *reply.location);
  return head;
}

asio::awaitable<Result<void>> ReplyRelay::begin(std::optional<std::uint64_t> whole_body) {
  const auto& reply = parser_.head();
  const auto status = policy_.status_field_is_honoured ? reply.status : std::nullopt;
  // A redirect that says no status of its own is the server's to make, and its body nobody's.
  if (reply.location && !status.value_or(0)) {
    const bool is_followed =
        is_local(*reply.location) ? policy_.local_location_is_followed : policy_.location_field_is_honoured;
    if (is_followed) {
      stage_ = Stage::redirect;
      co_return Result<void>();
    }
  }
  stage_ = Stage::body;
  auto head = answer_head(status.value_or(200));
  if (reply.content_type && policy_.content_type_is_passed_on) head.add("Content-Type", *reply.content_type);
  if (policy_.answers_are_exact) {
    left_ = reply.content_length;
    // To HEAD a script may have left the body out, and its length is not the document's.
    if (!left_ && request_.head.method != http::Method::head) left_ = whole_body;
  }
  co_return co_await answer_.begin(std::move(head), left_);
}

asio::awaitable<Result<void>> ReplyRelay::write(std::string_view octets) {
  if (left_) {
    // What exceeds the length that it told would be taken for the next answer.
    octets = octets.substr(0, *left_);
    *left_ -= octets.size();
  }
  if (octets.empty()) co_return Result<void>();
  if (!policy_.answers_are_exact) co_return co_await answer_.write(with_line_ends_of_crlf(octets));
  co_return co_await answer_.write(octets);
}

asio::awaitable<Result<void>> ReplyRelay::take(std::string_view octets, bool is_all) {
  if (stage_ == Stage::refused) co_return system_error(EBADMSG);
  if (stage_ == Stage::redirect) co_return Result<void>();
  if (stage_ == Stage::head) {
    octets = parser_.feed(octets);
    if (parser_.state() == ReplyParser::State::malformed) co_return system_error(EBADMSG);
    if (parser_.state() == ReplyParser::State::reading) co_return Result<void>();
    const auto whole_body = is_all ? std::optional<std::uint64_t>(octets.size()) : std::nullopt;
    if (const auto begun = co_await begin(whole_body); !begun) co_return begun;
    if (stage_ == Stage::redirect) co_return Result<void>();
  }
  co_return co_await write(octets);
}

asio::awaitable<void> ReplyRelay::refuse(unsigned status) {
  if (stage_ == Stage::body || stage_ == Stage::refused) co_return;
  stage_ = Stage::refused;
  co_await answer_.send(http::error_answer(status));
}

asio::awaitable<void> ReplyRelay::end(Ending ending) {
  if (stage_ == Stage::head) {
    const bool is_malformed = parser_.state() == ReplyParser::State::malformed;
    complaint_ = is_malformed          ? "malformed header from script: " + parser_.mistake()
                 : parser_.has_begun() ? "premature end of script headers: no empty line after them"
                                       : "premature end of script headers: nothing was printed";
    co_await refuse(is_malformed ? policy_.malformed_header_status : policy_.early_end_status);
  } else if (stage_ == Stage::redirect) {
    if (ending == Ending::finished) {
      co_await redirect();
    } else {
      co_await refuse(policy_.early_end_status);
    }
  } else if (stage_ == Stage::body && ending == Ending::stopped) {
    throw http::AnswerIsCut();
  }
}

asio::awaitable<void> ReplyRelay::redirect() {
  const auto location = *parser_.head().location;
  if (is_local(location)) {
    co_await redirect_inside(location);
  } else {
    co_await answer_.send(page_about(302, answer_head(302)));
  }
}

// Section 6.2.2: the answer is what a request for that document would have got.
asio::awaitable<void> ReplyRelay::redirect_inside(const std::string& location) {
  if (request_.inside == nullptr || request_.head.depth >= most_inside) {
    complaint_ = "too many redirects inside the server, the last to " + location;
    co_await refuse(500);
    co_return;
  }
  stage_ = Stage::refused;
  const auto inner = request_.inside->request_url(request_, location);
  if (!co_await inner->run(answer_)) throw http::AnswerIsCut();
}

}  // namespace refd::cgi
