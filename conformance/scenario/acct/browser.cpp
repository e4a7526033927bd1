#include "scenario/acct/browser.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "check/form_data.h"
#include "client/small_letters.h"
#include "scenario/context.h"

namespace cts {
namespace {

constexpr unsigned most_redirections = 5;

bool is_redirection(const HttpReply& reply) {
  return reply.status >= 300 && reply.status < 400 && reply.header("Location");
}

}  // namespace

std::string path_of_link(std::string_view link, std::string_view path) {
  link = link.substr(0, link.find('#'));
  if (link.empty()) return std::string(path);
  if (const auto scheme = link.find("://");
      scheme != std::string_view::npos && scheme < link.find_first_of("/?")) {
    // The name is not looked at: a deployment under test may be reached under another than it knows.
    const auto begin = link.find('/', scheme + 3);
    return begin == std::string_view::npos ? "/" : std::string(link.substr(begin));
  }
  if (link.starts_with("//")) return "";
  if (link.starts_with('/')) return std::string(link);
  const auto document = path.substr(0, path.find('?'));
  if (link.starts_with('?')) return std::string(document) + std::string(link);
  auto folder = std::string(document.substr(0, document.rfind('/') + 1));
  while (link.starts_with("../") || link.starts_with("./")) {
    const bool is_up = link.starts_with("../");
    link.remove_prefix(is_up ? 3 : 2);
    if (is_up && folder.size() > 1) folder.erase(folder.rfind('/', folder.size() - 2) + 1);
  }
  return folder + std::string(link);
}

/// What a form sends of a field; nullopt: nothing. `given`: what the visitor enters there, if anything.
std::optional<std::string> value_of(const ShownField& field, const std::string* given) {
  constexpr std::array silent = {"button", "reset", "file", "image"};
  if (field.name.empty() || std::ranges::find(silent, field.kind) != silent.end()) return std::nullopt;
  if (field.kind != "checkbox" && field.kind != "radio") return given == nullptr ? field.value : *given;
  const bool is_left = field.is_chosen || (field.is_required && field.kind == "checkbox");
  const bool is_sent = given == nullptr ? is_left : *given == field.value;
  return is_sent ? std::optional(field.value) : std::nullopt;
}

Browser::Values values_of(const ShownForm& form, const Browser::Values& values) {
  Browser::Values sent;
  bool has_button = false;
  for (const ShownField& field : form.fields) {
    const auto given = std::ranges::find(values, field.name, &Browser::Values::value_type::first);
    const bool is_button = field.kind == "submit";
    const bool is_entered = given != values.end() && !is_button;
    auto value = value_of(field, is_entered ? &given->second : nullptr);
    if (!value || (is_button && std::exchange(has_button, true))) continue;
    sent.emplace_back(field.name, std::move(*value));
  }
  for (const auto& value : values) {
    if (form.find(value.first) == nullptr) sent.push_back(value);
  }
  return sent;
}

Browser::Browser(Context& context) : client_(context.members_site()) {}

void Browser::keep_cookies(const HttpReply& reply) {
  for (const auto& [name, value] : reply.headers) {
    if (in_small_letters(name) != "set-cookie") continue;
    const auto equals = value.find('=');
    if (equals == std::string::npos) continue;
    const auto content = value.substr(equals + 1, value.find(';') - equals - 1);
    const bool is_ended = in_small_letters(value).find("max-age=0") != std::string::npos || content.empty();
    if (is_ended) {
      cookies_.erase(value.substr(0, equals));
    } else {
      cookies_[value.substr(0, equals)] = content;
    }
  }
}

HttpReply Browser::send(HttpRequest request) {
  std::string cookies;
  for (const auto& [name, value] : cookies_) {
    if (!cookies.empty()) cookies += "; ";
    cookies += name + "=" + value;
  }
  if (!cookies.empty()) request.headers.emplace_back("Cookie", cookies);
  request.headers.emplace_back("Accept-Language", "en, ja;q=0.8");
  request.take_at_most = 4u << 20;
  HttpReply reply = client_.send(request);
  keep_cookies(reply);
  return reply;
}

Browser::Seen Browser::follow(std::string path, HttpReply reply) {
  for (unsigned count = 0; count < most_redirections && is_redirection(reply); ++count) {
    const std::string next = path_of_link(*reply.header("Location"), path);
    if (next.empty()) break;
    path = next;
    reply = send({.target = path});
  }
  Seen seen{std::move(reply), std::move(path), {}};
  seen.page = parse_html(seen.reply.body);
  return seen;
}

Browser::Seen Browser::open(std::string_view path) {
  return follow(std::string(path), send({.target = std::string(path)}));
}

Browser::Seen Browser::submit(const std::string& path, const ShownForm& form, const Values& values) {
  std::string target = path_of_link(form.action, path);
  const std::string encoded = url_encoded(values_of(form, values));
  if (!form.is_post) {
    target.resize(std::min(target.find('?'), target.size()));
    target += "?" + encoded;
    return follow(target, send({.target = target}));
  }
  HttpReply reply = send({.method = "POST",
                          .target = target,
                          .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                          .body = encoded});
  return follow(target, std::move(reply));
}

}  // namespace cts
