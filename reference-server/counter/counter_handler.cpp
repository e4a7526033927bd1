#include "counter/counter_handler.h"

#include <algorithm>
#include <ctime>
#include <memory>
#include <utility>

#include <fmt/format.h>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "counter/visitor.h"

namespace refd {

namespace asio = boost::asio;

// The picture that answers a request, and what to say beside it.
struct CounterHandler::Shown {
  unsigned status = 200;
  PictureMaker::Picture picture;
  std::string_view mistake;
};

namespace {

using Outcome = Result<CounterState>;

std::string in_small_letters(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

std::string_view without_www(std::string_view name) {
  constexpr std::string_view www = "www.";
  return name.starts_with(www) ? name.substr(www.size()) : name;
}

// Waits for what `start` hands to its Done, which the counter calls on a thread of its own; goes on where it
// came from.
template <class Start>
asio::awaitable<Outcome> outcome_of(Start start) {
  const auto initiate = [&start](auto handler) {
    const auto executor = asio::get_associated_executor(handler);
    // A Done can be copied, a handler cannot: it is shared.
    const auto waiting = std::make_shared<decltype(handler)>(std::move(handler));
    start([waiting, executor](Outcome outcome) {
      asio::post(executor, [waiting, outcome = std::move(outcome)]() mutable {
        std::move (*waiting)(std::move(outcome));
      });
    });
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(Outcome)>(initiate,
                                                                                        asio::use_awaitable);
}

// A number with more digits than asked for is shown whole: a smaller one would be wrong.
std::string number_text(std::uint64_t value, unsigned digits, const CounterPolicy& policy) {
  auto text = std::to_string(value);
  if (text.size() < digits && policy.pads_with_zeros) text.insert(0, digits - text.size(), '0');
  return text;
}

http::Answer method_not_allowed() {
  auto answer = http::Answer::of_text(405, "text/plain", "");
  answer.head.add("Allow", "GET, HEAD");
  return answer;
}

}  // namespace

CounterHandler::CounterHandler(Parts parts, Contract contract)
    : parts_(parts), contract_(std::move(contract)) {}

bool CounterHandler::is_hosted(const std::string& name) const {
  return name == contract_.domain ||
         std::find(contract_.added.begin(), contract_.added.end(), name) != contract_.added.end();
}

std::string CounterHandler::counter_of(std::string domain, const CounterPolicy& policy) const {
  constexpr std::size_t longest_name = 253;
  // CTR-12 reversed.
  if (policy.domain_is_last_of_path) domain.erase(0, domain.rfind('/') + 1);
  const std::string name(without_www(in_small_letters(std::move(domain))));
  if (is_hosted(name)) return contract_.domain;
  // CTR-11 reversed.
  const bool is_somebodys =
      policy.counts_for_anybody && !name.empty() && name.front() != '.' && name.size() <= longest_name &&
      name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-") == std::string::npos;
  return is_somebodys ? name : std::string();
}

bool CounterHandler::is_referred(const http::ResolvedRequest& request, const CounterPolicy& policy) const {
  if (!policy.referer_is_required) return true;
  const auto referer = request.head.field("Referer");
  if (!referer || request.head.count("Referer") != 1) return false;
  auto host = referring_host(*referer);
  // CTR-10 reversed.
  if (!policy.foreign_referers_are_refused) return true;
  if (policy.referer_is_read_to_its_colon && !host) {
    const auto at = referer->find("//");
    if (at != std::string_view::npos)
      host = in_small_letters(
          std::string(referer->substr(at + 2, referer->find_first_of(":/", at + 2) - at - 2)));
  }
  if (!host) return false;
  return is_hosted(std::string(without_www(*host))) || *host == contract_.server_name ||
         *host == canonical_address(request.ends.server_address);
}

std::string CounterHandler::clock_text(const CounterQuery& query, const CounterPolicy& policy) const {
  const bool is_clock = query.display == CounterQuery::Display::clock;
  const auto local = parts_.clock.now() + (is_clock ? policy.clock_zone : policy.date_zone);
  const auto seconds = std::chrono::system_clock::to_time_t(local);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  auto text = is_clock
                  ? fmt::format("{:02}:{:02}{}", (parts.tm_hour + 11) % 12 + 1, parts.tm_min,
                                parts.tm_hour < 12 ? 'a' : 'p')
                  : fmt::format("{:02}-{:02}-{:04}", parts.tm_mon + 1, parts.tm_mday, parts.tm_year + 1900);
  // CTR-8 reversed.
  if (policy.digits_cut_the_clock && query.digits < text.size()) text.resize(query.digits);
  return text;
}

asio::awaitable<CounterHandler::Shown> CounterHandler::counted(const http::ResolvedRequest& request,
                                                               const CounterQuery& query,
                                                               const CounterPolicy& policy, bool is_refused) {
  auto domain = query.domain;
  if (!domain && (!policy.domain_is_required || query.display != CounterQuery::Display::counter))
    domain = contract_.domain;
  if (!domain) co_return Shown{200, parts_.pictures.error_picture(), "df, the domain, is missing"};
  const auto name = counter_of(*domain, policy);
  if (name.empty()) co_return Shown{200, parts_.pictures.error_picture(), "df is no domain of this site"};

  const auto& proxies = contract_.proxies;
  const auto forwarded = request.head.combined("X-Forwarded-For").value_or("");
  const std::vector<std::string> anybody{canonical_address(request.ends.visitor_address).value_or("")};
  CounterVisit visit;
  visit.name = name;
  visit.address = visitor_address(request.ends.visitor_address, forwarded,
                                  policy.believes_everybodys_forwarding ? anybody : proxies);
  visit.start = policy.start_is_honoured ? query.start.value_or(policy.usual_start) : policy.usual_start;
  visit.start += policy.first_step;
  visit.step = policy.step;
  visit.reload_counts = policy.reloads_count;
  visit.starts_anew = policy.start_applies_always && query.start.has_value();

  const bool counts = request.head.method != http::Method::head || policy.head_counts;
  auto& counter = parts_.counter;
  const auto start = [&](Counter::Done done) {
    if (counts) {
      counter.visit(visit, std::move(done));
    } else {
      counter.look(name, std::move(done));
    }
  };
  const auto outcome = co_await outcome_of(start);
  if (!outcome)
    co_return Shown{503, parts_.pictures.error_picture(), "the count cannot be kept at the moment"};
  const auto value = outcome->value == 0 ? visit.start : outcome->value;
  const auto text = is_refused ? policy.refused_text : number_text(value, query.digits, policy);
  co_return Shown{200, parts_.pictures.picture_of(query.design, text), {}};
}

asio::awaitable<CounterHandler::Shown> CounterHandler::shown_to(const http::ResolvedRequest& request,
                                                                const CounterPolicy& policy) {
  const auto [query, mistake] = understand_counter_query(request.query, policy);
  const bool is_refused = !is_referred(request, policy);
  if (is_refused && (mistake || !policy.refused_visits_count))
    co_return Shown{200, parts_.pictures.picture_of(query.design, policy.refused_text), {}};
  if (mistake) co_return Shown{200, parts_.pictures.error_picture(), mistake->reason};
  if (query.display == CounterQuery::Display::counter)
    co_return co_await counted(request, query, policy, is_refused);
  // CTR-8 reversed.
  if (policy.clock_counts) co_await counted(request, query, policy, is_refused);
  co_return Shown{200, parts_.pictures.picture_of(query.design, clock_text(query, policy)), {}};
}

asio::awaitable<void> CounterHandler::respond(const http::ResolvedRequest& request, http::BodySource&,
                                              http::AnswerSink& answer) {
  if (!request.path_info.empty()) {
    co_await answer.send(http::error_answer(404));
    co_return;
  }
  if (request.head.method != http::Method::get && request.head.method != http::Method::head) {
    co_await answer.send(method_not_allowed());
    co_return;
  }
  const auto& policy = parts_.policies.counter();
  const auto shown = co_await shown_to(request, policy);
  auto picture = http::Answer::of_text(shown.status, policy.content_type, *shown.picture);
  picture.head.add("Cache-Control", "no-store");
  picture.head.add("Pragma", "no-cache");
  picture.head.add("Expires", "Thu, 01 Jan 1970 00:00:00 GMT");
  if (!shown.mistake.empty()) picture.head.add("X-Counter-Error", shown.mistake);
  co_await answer.send(std::move(picture));
}

}  // namespace refd
