#include "members/portal.h"

#include <array>
#include <charconv>

#include <fmt/format.h>

#include "embedded/members_style.h"

namespace refd::members {

namespace {

using office::ApplicationKind;
using office::ApplyMistake;
using office::ApplyRequest;

constexpr std::string_view session_cookie = "member";
constexpr std::string_view visitor_cookie = "visitor";
constexpr std::string_view language_cookie = "language";
constexpr std::string_view cookie_attributes = "; Path=/; HttpOnly; SameSite=Lax";
constexpr std::size_t most_applications_shown = 200;

std::string set_cookie(std::string_view name, std::string_view value, std::string_view more = "") {
  return fmt::format("{}={}{}{}", name, value, cookie_attributes, more);
}

Reply redirected(std::string location) {
  return {.status = 303, .content_type = "", .location = std::move(location)};
}

// What the visitor asked for just now, then what he asked for before, then what his browser prefers.
std::optional<Language> language_named(std::string_view code) {
  if (code.starts_with("ja")) return Language::japanese;
  if (code.starts_with("en")) return Language::english;
  return std::nullopt;
}

Language preferred_language(std::string_view accepted) {
  while (!accepted.empty()) {
    auto item = accepted.substr(0, accepted.find(','));
    accepted.remove_prefix(std::min(accepted.size(), item.size() + 1));
    item.remove_prefix(std::min(item.find_first_not_of(' '), item.size()));
    if (const auto language = language_named(item)) return *language;
  }
  return Language::japanese;
}

bool is_form_type(std::string_view type) {
  return without_case(type.substr(0, type.find(';'))) == "application/x-www-form-urlencoded";
}

// What stands behind "http://" and before a port.
std::string host_of(std::string_view origin) {
  const auto slashes = origin.find("://");
  if (slashes == std::string_view::npos) return {};
  origin.remove_prefix(slashes + 3);
  return without_case(origin.substr(0, origin.find(':')));
}

std::optional<std::int64_t> number_in(std::string_view text) {
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> strict_fields(const Reply& reply) {
  return {
      {"Content-Security-Policy",
       "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"X-Frame-Options", "DENY"},
      {"Referrer-Policy", "same-origin"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
      {"Cache-Control", reply.may_be_kept ? "max-age=3600" : "no-store"},
  };
}

// One request on its way through.
struct Portal::Visit {
  const Request& request;
  FormData query;
  FormData form;
  View view;
  std::string session;  // token; empty: not logged in
  std::string visitor;  // binds the form to log in
  std::vector<std::string> cookies;
};

struct Portal::Route {
  std::string_view path;
  bool needs_login;
  std::string_view page;          // as OfficePolicy::withheld_pages names it
  Reply (Portal::*show)(Visit&);  // GET; null: there is none
  Reply (Portal::*take)(Visit&);  // POST
};

const Portal::Route* Portal::route_of(std::string_view path) {
  static constexpr std::array routes = {
      Route{"/", false, "", &Portal::home, nullptr},
      Route{"/style.css", false, "", &Portal::style, nullptr},
      Route{"/login", false, "", &Portal::home, &Portal::log_in},
      Route{"/logout", true, "", nullptr, &Portal::log_out},
      Route{"/accounts", true, "", &Portal::accounts, nullptr},
      Route{"/accounts/add", true, "add", &Portal::show_add, &Portal::add},
      Route{"/accounts/change", true, "change", &Portal::show_change, &Portal::change},
      Route{"/accounts/delete", true, "delete", &Portal::show_remove, &Portal::remove},
      Route{"/applications", true, "", &Portal::applications, nullptr},
      Route{"/applications/withdraw", true, "", nullptr, &Portal::withdraw},
      Route{"/faq", true, "faq", &Portal::faq, nullptr},
  };
  for (const auto& route : routes) {
    if (route.path == path) return &route;
  }
  return nullptr;
}

Portal::Portal(office::Office& office, const OfficePolicySource& policies, const Clock& clock, Member member,
               Settings settings)
    : office_(office),
      policies_(policies),
      member_(std::move(member)),
      host_name_(std::move(settings.host_name)),
      sessions_(clock, settings.sessions),
      guard_(settings.logins) {}

Reply Portal::page(const Visit& visit, std::string_view title, const std::string& content,
                   unsigned status) const {
  Reply reply;
  reply.status = status;
  reply.body = whole_page(visit.view, title, content);
  return reply;
}

Reply Portal::message(const Visit& visit, unsigned status, std::string_view Texts::*text) const {
  const auto& texts = texts_in(visit.view.language);
  return page(visit, texts.site, message_content(visit.view, texts.*text), status);
}

Reply Portal::answer(const Request& request) {
  const auto& policy = policies_.office();
  Visit visit{
      .request = request, .query = {}, .form = {}, .view = {}, .session = {}, .visitor = {}, .cookies = {}};
  visit.view.policy = &policy;
  const auto query = FormData::parse(request.query);
  if (query) visit.query = *query;
  visit.view.language = language_named(cookie_value(request.cookies, language_cookie))
                            .value_or(preferred_language(request.languages));
  if (const auto asked = language_named(visit.query["lang"])) {
    visit.view.language = *asked;
    visit.cookies.push_back(set_cookie(language_cookie, texts_in(*asked).code, "; Max-Age=31536000"));
  }
  const auto* const route = route_of(request.path);
  visit.view.path = route == nullptr || route->show == nullptr ? "/" : std::string(route->path);
  visit.session = cookie_value(request.cookies, session_cookie);
  if (const auto login = visit.session.empty() ? std::nullopt : sessions_.use(visit.session)) {
    visit.view.is_logged_in = true;
    visit.view.login = *login;
    visit.view.token = tokens_.token_for(visit.session);
  } else {
    visit.session.clear();
    visit.visitor = cookie_value(request.cookies, visitor_cookie);
    if (visit.visitor.size() != 64) {
      visit.visitor = random_token();
      visit.cookies.push_back(set_cookie(visitor_cookie, visit.visitor));
    }
    visit.view.token = tokens_.token_for(visit.visitor);
  }

  Reply reply;
  // A name that somebody else has pointed here, or another site of the machine.
  if (without_case(request.host) != host_name_) {
    reply = message(visit, 421, &Texts::not_found);
  } else if (!query) {
    reply = message(visit, 400, &Texts::bad_request);
  } else if (route == nullptr || policy.withheld_pages.contains(route->page)) {
    reply = message(visit, 404, &Texts::not_found);
  } else if (request.method == Request::Method::get && route->show != nullptr) {
    const bool may_see = visit.view.is_logged_in || !route->needs_login || !policy.pages_need_a_login;
    // What he wanted to see can be found again: to send him there would mean to believe his browser.
    reply = may_see ? (this->*route->show)(visit) : redirected("/");
  } else if (request.method == Request::Method::post && route->take != nullptr) {
    reply = answer_form(visit, *route);
  } else {
    reply = message(visit, 405, &Texts::not_found);
  }
  reply.cookies.insert(reply.cookies.end(), visit.cookies.begin(), visit.cookies.end());
  return reply;
}

// A form is taken from whom this site has shown it to.
bool Portal::may_be_sent(const Visit& visit, const Route& route, const FormData& form) const {
  // ACCT-2 turned off.
  if (route.needs_login && !policies_.office().applications_need_a_login) return true;
  if (!visit.request.origin.empty() && host_of(visit.request.origin) != host_name_) return false;
  return tokens_.is_token_for(visit.view.is_logged_in ? visit.session : visit.visitor, form["token"]);
}

Reply Portal::answer_form(Visit& visit, const Route& route) {
  if (!is_form_type(visit.request.content_type)) return message(visit, 415, &Texts::bad_request);
  auto form = FormData::parse(visit.request.body);
  if (!form) return message(visit, 400, &Texts::bad_request);
  const bool is_member = visit.view.is_logged_in || !policies_.office().applications_need_a_login;
  if (route.needs_login && !is_member) return redirected("/");
  if (!may_be_sent(visit, route, *form)) return message(visit, 403, &Texts::expired_form);
  visit.form = std::move(*form);
  return (this->*route.take)(visit);
}

Reply Portal::style(Visit&) {
  Reply reply;
  reply.content_type = "text/css; charset=utf-8";
  reply.body = embedded::members_style;
  reply.may_be_kept = true;
  return reply;
}

Reply Portal::home(Visit& visit) {
  const auto& texts = texts_in(visit.view.language);
  if (visit.view.is_logged_in) return page(visit, texts.home, home_content(visit.view, office_.due_now()));
  return page(visit, texts.login_title, login_content(visit.view, "", ""));
}

Reply Portal::log_in(Visit& visit) {
  const auto& texts = texts_in(visit.view.language);
  const auto& policy = policies_.office();
  const auto& login = visit.form["login"];
  const auto refused = [&](unsigned status, std::string_view why) {
    return page(visit, texts.login_title, login_content(visit.view, login, why), status);
  };
  if (const auto left = guard_.locked_for(visit.request.source); left.count() > 0) {
    auto reply = refused(429, texts.locked_out);
    reply.retry_after = static_cast<unsigned>(left.count());
    return reply;
  }
  // An unknown login takes as long as a wrong password.
  const LoginRules rules{.any_password_is_accepted = policy.any_password_is_accepted};
  const bool fits = member_.password.match(visit.form["password"], rules);
  if (!fits || login != member_.login || !policy.members_may_log_in) {
    guard_.failed(visit.request.source);
    return refused(403, texts.login_failed);
  }
  guard_.succeeded(visit.request.source);
  // The session of before, if there is one, is another's from now on: nobody can have planted it.
  if (!visit.session.empty()) sessions_.end(visit.session);
  auto reply = redirected("/");
  reply.cookies.push_back(set_cookie(session_cookie, sessions_.begin(member_.login)));
  return reply;
}

Reply Portal::log_out(Visit& visit) {
  sessions_.end(visit.session);
  auto reply = redirected("/");
  reply.cookies.push_back(set_cookie(session_cookie, "", "; Max-Age=0"));
  return reply;
}

Reply Portal::accounts(Visit& visit) {
  const auto& texts = texts_in(visit.view.language);
  return page(visit, texts.accounts_title, accounts_content(visit.view, office_.accounts()));
}

Reply Portal::form_page(const Visit& visit, ApplicationKind kind, FormState state, unsigned status) const {
  const auto& texts = texts_in(visit.view.language);
  state.form = random_token();
  const auto due = office_.due_now();
  const auto address = office_.address_of("");
  switch (kind) {
    case ApplicationKind::add:
      return page(visit, texts.add_title, add_content(visit.view, address, due, state), status);
    case ApplicationKind::change:
      return page(visit, texts.change_title,
                  change_content(visit.view, address, due, office_.accounts(), state), status);
    case ApplicationKind::remove:
      break;
  }
  return page(visit, texts.remove_title, remove_content(visit.view, due, office_.accounts(), state), status);
}

Reply Portal::show_add(Visit& visit) {
  return form_page(visit, ApplicationKind::add, {}, 200);
}

Reply Portal::show_change(Visit& visit) {
  return form_page(visit, ApplicationKind::change, {}, 200);
}

Reply Portal::show_remove(Visit& visit) {
  return form_page(visit, ApplicationKind::remove, {}, 200);
}

Reply Portal::applied(Visit& visit, const ApplyRequest& request, FormState state) {
  const auto& texts = texts_in(visit.view.language);
  const auto result = office_.apply(request, "member " + visit.view.login);
  if (const auto* application = std::get_if<office::Application>(&result))
    return redirected(fmt::format("/applications?done={}", application->number));
  if (const auto* mistake = std::get_if<office::StringMistake>(&result)) {
    state.mistake = texts.string_mistakes[static_cast<std::size_t>(*mistake)];
    return form_page(visit, request.kind, std::move(state), 422);
  }
  const auto mistake = std::get<ApplyMistake>(result);
  state.mistake = texts.apply_mistakes[static_cast<std::size_t>(mistake)];
  const bool is_ours = mistake == ApplyMistake::not_kept;
  const bool is_conflict = mistake == ApplyMistake::address_exists || mistake == ApplyMistake::spoken_for;
  return form_page(visit, request.kind, std::move(state), is_ours ? 503 : is_conflict ? 409 : 422);
}

// ACCT-4: what a form might say of a day to start on is not looked at.
Reply Portal::add(Visit& visit) {
  const auto& string = visit.form["string"];
  return applied(visit,
                 {.kind = ApplicationKind::add, .address = "", .string = string, .form = visit.form["form"]},
                 {.string = string});
}

Reply Portal::change(Visit& visit) {
  const auto& account = visit.form["account"];
  const auto& string = visit.form["string"];
  const bool new_password = visit.form["new_password"] == "yes";
  return applied(visit,
                 {.kind = ApplicationKind::change,
                  .address = account,
                  .string = string,
                  .new_password = new_password,
                  .form = visit.form["form"]},
                 {.string = string, .account = account, .new_password = new_password});
}

Reply Portal::remove(Visit& visit) {
  const auto& account = visit.form["account"];
  FormState state{.string = "", .account = account};
  if (visit.form["confirm"] != "yes") {
    state.mistake = texts_in(visit.view.language).must_confirm;
    return form_page(visit, ApplicationKind::remove, std::move(state), 422);
  }
  return applied(visit, {.kind = ApplicationKind::remove, .address = account, .form = visit.form["form"]},
                 std::move(state));
}

Reply Portal::applications(Visit& visit) {
  const auto& texts = texts_in(visit.view.language);
  std::string notice;
  if (visit.query.has("done")) {
    const auto number = number_in(visit.query["done"]);
    notice = accepted_notice(visit.view, number ? office_.application(*number) : std::nullopt);
  } else if (visit.query.has("withdrawn")) {
    notice = texts.withdrawn;
  }
  return page(visit, texts.applications_title,
              applications_content(visit.view, office_.latest(most_applications_shown), notice));
}

Reply Portal::withdraw(Visit& visit) {
  const auto number = number_in(visit.form["number"]);
  if (number && office_.withdraw(*number, "member " + visit.view.login))
    return redirected("/applications?withdrawn=1");
  return message(visit, 409, &Texts::cannot_withdraw);
}

Reply Portal::faq(Visit& visit) {
  return page(visit, texts_in(visit.view.language).faq_title, faq_content(visit.view));
}

}  // namespace refd::members
