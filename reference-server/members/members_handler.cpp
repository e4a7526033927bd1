#include "members/members_handler.h"

namespace refd::members {

namespace asio = boost::asio;

namespace {

Request understood(const http::ResolvedRequest& from) {
  const auto field = [&](std::string_view name) {
    return std::string(from.head.field(name).value_or(std::string_view()));
  };
  Request request;
  switch (from.head.method) {
    case http::Method::get:
    case http::Method::head:
      request.method = Request::Method::get;
      break;
    case http::Method::post:
      request.method = Request::Method::post;
      break;
    default:
      request.method = Request::Method::other;
  }
  request.host = from.host_name;
  request.path = from.script_path + from.path_info;
  request.query = from.query;
  request.cookies = from.head.combined("Cookie").value_or("");
  request.content_type = field("Content-Type");
  request.languages = field("Accept-Language");
  request.origin = field("Origin");
  request.source = from.ends.visitor_address;
  return request;
}

http::Answer answer_of(Reply reply) {
  auto answer = http::Answer::of_text(reply.status, reply.content_type, std::move(reply.body));
  for (const auto& [name, value] : strict_fields(reply)) answer.head.add(name, value);
  if (!reply.location.empty()) answer.head.add("Location", reply.location);
  if (reply.retry_after != 0) answer.head.add("Retry-After", std::to_string(reply.retry_after));
  for (const auto& cookie : reply.cookies) answer.head.add("Set-Cookie", cookie);
  return answer;
}

}  // namespace

asio::awaitable<void> MembersHandler::respond(const http::ResolvedRequest& from, http::BodySource& body,
                                              http::AnswerSink& answer) {
  auto request = understood(from);
  if (from.head.has_body) {
    for (;;) {
      const auto octets = co_await body.next();
      if (!octets) co_return;
      if (octets->empty()) break;
      if (request.body.size() + octets->size() > form_octets_) {
        co_await answer.send(http::error_answer(413));
        co_return;
      }
      request.body.append(*octets);
    }
  }
  Reply reply;
  co_await pool_.run([&] { reply = portal_.answer(request); });
  co_await answer.send(answer_of(std::move(reply)));
}

}  // namespace refd::members
