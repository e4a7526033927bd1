#include "members/pages.h"

#include <array>

#include <fmt/format.h>

#include "office/letter.h"

namespace refd::members {

namespace {

using office::Application;
using office::ApplicationState;
using office::html_text;

struct Link {
  std::string_view path;
  std::string_view Texts::*text;
  std::string_view page;  // as OfficePolicy::withheld_pages names it; empty: always there
};

constexpr std::array links = {
    Link{"/", &Texts::home, ""},
    Link{"/accounts", &Texts::accounts, ""},
    Link{"/accounts/add", &Texts::add, "add"},
    Link{"/accounts/change", &Texts::change, "change"},
    Link{"/accounts/delete", &Texts::remove, "delete"},
    Link{"/applications", &Texts::applications, ""},
    Link{"/faq", &Texts::faq, "faq"},
};

bool is_offered(const View& view, std::string_view page) {
  return page.empty() || !view.policy->withheld_pages.contains(page);
}

std::string token_field(const View& view) {
  return fmt::format("<input type=\"hidden\" name=\"token\" value=\"{}\">\n", view.token);
}

std::string form_field(const FormState& state) {
  return fmt::format("<input type=\"hidden\" name=\"form\" value=\"{}\">\n", html_text(state.form));
}

std::string navigation(const View& view, const Texts& texts) {
  if (!view.is_logged_in) return {};
  std::string items;
  for (const auto& link : links) {
    if (!is_offered(view, link.page)) continue;
    items += fmt::format("<li><a href=\"{}\"{}>{}</a></li>\n", link.path,
                         link.path == view.path ? " aria-current=\"page\"" : "", texts.*link.text);
  }
  return fmt::format(
      "<nav aria-label=\"{}\">\n<ul>\n{}</ul>\n<form method=\"post\" action=\"/logout\">\n{}"
      "<button class=\"quiet\">{}</button>\n</form>\n</nav>\n",
      texts.site, items, token_field(view), texts.logout);
}

std::string mistake_note(std::string_view mistake) {
  if (mistake.empty()) return {};
  return fmt::format("<p class=\"mistake\" role=\"alert\" id=\"mistake\">{}</p>\n", mistake);
}

std::string due_note(const View& view, office::Day due) {
  const auto& texts = texts_in(view.language);
  return fmt::format("<p class=\"due\">{}<br>{} <strong>{}</strong></p>\n", texts.due_today, texts.due_later,
                     day_in(view.language, due));
}

std::string account_choice(const View& view, const std::vector<MailAccount>& accounts,
                           const FormState& state) {
  const auto& texts = texts_in(view.language);
  std::string options = "<option value=\"\"></option>\n";
  for (const auto& account : accounts) {
    options += fmt::format("<option value=\"{0}\"{1}>{0}</option>\n", html_text(account.address),
                           account.address == state.account ? " selected" : "");
  }
  return fmt::format(
      "<label for=\"account\">{}</label>\n<select id=\"account\" name=\"account\" required>\n{}</select>\n",
      texts.which_account, options);
}

std::string string_input(std::string_view label, std::string_view hint, std::string_view address,
                         const FormState& state, bool is_required) {
  return fmt::format(
      "<label for=\"string\">{}</label>\n<div class=\"joined\"><input id=\"string\" name=\"string\" "
      "type=\"text\" "
      "value=\"{}\" maxlength=\"64\" autocomplete=\"off\" autocapitalize=\"none\" spellcheck=\"false\" "
      "aria-describedby=\"hint\"{}><span>{}</span></div>\n<p class=\"hint\" id=\"hint\">{}</p>\n",
      label, html_text(state.string), is_required ? " required" : "", html_text(address), hint);
}

std::string form(const View& view, std::string_view action, const FormState& state, std::string_view fields,
                 std::string_view button, std::string_view kind = "") {
  return fmt::format(
      "<form method=\"post\" action=\"{}\" class=\"card\" accept-charset=\"utf-8\">\n{}{}{}{}<button{}>{}"
      "</button>\n</form>\n",
      action, token_field(view), form_field(state), mistake_note(state.mistake), fields, kind, button);
}

std::string heading(std::string_view title, std::string_view lead) {
  return fmt::format("<h1>{}</h1>\n{}", title,
                     lead.empty() ? "" : fmt::format("<p class=\"lead\">{}</p>\n", lead));
}

std::string what_of(const Application& application, const Texts& texts) {
  auto what = html_text(application.address);
  if (!application.new_address.empty()) what += " → " + html_text(application.new_address);
  if (application.new_password) what += fmt::format("<br>{}", texts.new_password);
  return what;
}

std::string application_row(const View& view, const Application& application) {
  const auto& texts = texts_in(view.language);
  const auto state = static_cast<std::size_t>(application.state);
  std::string action;
  if (application.state == ApplicationState::waiting) {
    action = fmt::format(
        "<form method=\"post\" action=\"/applications/withdraw\">\n{}<input type=\"hidden\" name=\"number\" "
        "value=\"{}\">\n<button class=\"quiet\">{}</button>\n</form>",
        token_field(view), application.number, texts.withdraw);
  }
  return fmt::format(
      "<tr>\n<td data-label=\"{}\">{}</td>\n<td data-label=\"{}\">{}</td>\n<td data-label=\"{}\">{}</td>\n"
      "<td data-label=\"{}\">{}</td>\n<td data-label=\"{}\">{}</td>\n"
      "<td data-label=\"{}\"><span class=\"state {}\">{}</span>{}</td>\n</tr>\n",
      texts.number, application.number, texts.kind, texts.kinds[static_cast<std::size_t>(application.kind)],
      texts.address, what_of(application, texts), texts.applied, time_in(view.language, application.applied),
      texts.due, day_in(view.language, application.due), texts.state, word_of(application.state),
      texts.states[state], action);
}

}  // namespace

std::string whole_page(const View& view, std::string_view title, std::string_view content) {
  const auto& texts = texts_in(view.language);
  const auto other = view.language == Language::japanese ? "en" : "ja";
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>{} – {}</title>\n<link rel=\"stylesheet\" href=\"/style.css\">\n</head>\n<body>\n<header>\n"
      "<p class=\"site\">{}</p>\n<a class=\"language\" href=\"{}?lang={}\" lang=\"{}\" "
      "hreflang=\"{}\">{}</a>\n"
      "</header>\n{}<main>\n{}</main>\n</body>\n</html>\n",
      texts.code, title, texts.site, texts.site, html_text(view.path), other, other, other,
      texts.other_language, navigation(view, texts), content);
}

std::string login_content(const View& view, std::string_view login, std::string_view mistake) {
  const auto& texts = texts_in(view.language);
  return heading(texts.login_title, texts.login_lead) +
         fmt::format(
             "<form method=\"post\" action=\"/login\" class=\"card\" accept-charset=\"utf-8\">\n{}{}"
             "<label for=\"login\">{}</label>\n<input id=\"login\" name=\"login\" type=\"text\" value=\"{}\" "
             "autocomplete=\"username\" autocapitalize=\"none\" spellcheck=\"false\" maxlength=\"64\" "
             "required>\n"
             "<label for=\"password\">{}</label>\n<input id=\"password\" name=\"password\" type=\"password\" "
             "autocomplete=\"current-password\" maxlength=\"256\" required>\n<button>{}</button>\n</form>\n",
             token_field(view), mistake_note(mistake), texts.login_name, html_text(login), texts.password,
             texts.login_button);
}

std::string home_content(const View& view, office::Day due) {
  const auto& texts = texts_in(view.language);
  std::string tiles;
  for (const auto& link : links) {
    if (link.path == "/" || !is_offered(view, link.page)) continue;
    tiles += fmt::format("<li><a href=\"{}\">{}</a></li>\n", link.path, texts.*link.text);
  }
  return heading(texts.welcome, texts.home_lead) + due_note(view, due) +
         fmt::format("<ul class=\"tiles\">\n{}</ul>\n", tiles);
}

std::string accounts_content(const View& view, const std::vector<MailAccount>& accounts) {
  const auto& texts = texts_in(view.language);
  std::string rows;
  for (const auto& account : accounts) {
    rows += fmt::format(
        "<tr>\n<td data-label=\"{}\">{}</td>\n<td data-label=\"{}\">{}</td>\n<td data-label=\"{}\">{} "
        "MB</td>\n</tr>\n",
        texts.address, html_text(account.address), texts.account_name, html_text(account.name), texts.space,
        account.quota_octets >> 20);
  }
  const auto title = heading(texts.accounts_title, texts.accounts_lead);
  if (rows.empty()) return title + fmt::format("<p>{}</p>\n", texts.no_accounts);
  return title +
         fmt::format(
             "<table>\n<thead><tr><th>{}</th><th>{}</th><th>{}</th></tr></thead>\n<tbody>\n{}</tbody>\n"
             "</table>\n",
             texts.address, texts.account_name, texts.space, rows);
}

std::string add_content(const View& view, std::string_view address, office::Day due, const FormState& state) {
  const auto& texts = texts_in(view.language);
  auto fields = string_input(texts.string, texts.string_hint, address, state, true);
  // ACCT-4 turned off.
  if (view.policy->start_can_be_chosen)
    fields +=
        fmt::format("<label for=\"start\">{}</label>\n<input id=\"start\" name=\"start\" type=\"date\">\n",
                    texts.start_date);
  return heading(texts.add_title, texts.add_lead) + due_note(view, due) +
         form(view, "/accounts/add", state, fields, texts.apply);
}

std::string change_content(const View& view, std::string_view address, office::Day due,
                           const std::vector<MailAccount>& accounts, const FormState& state) {
  const auto& texts = texts_in(view.language);
  const auto fields = account_choice(view, accounts, state) +
                      string_input(texts.new_string, texts.new_string_hint, address, state, false) +
                      fmt::format(
                          "<label class=\"tick\"><input type=\"checkbox\" name=\"new_password\" "
                          "value=\"yes\"{}> {}</label>\n",
                          state.new_password ? " checked" : "", texts.new_password);
  return heading(texts.change_title, texts.change_lead) + due_note(view, due) +
         form(view, "/accounts/change", state, fields, texts.apply);
}

std::string remove_content(const View& view, office::Day due, const std::vector<MailAccount>& accounts,
                           const FormState& state) {
  const auto& texts = texts_in(view.language);
  const auto fields =
      account_choice(view, accounts, state) + fmt::format(
                                                  "<label class=\"tick\"><input type=\"checkbox\" "
                                                  "name=\"confirm\" value=\"yes\" required> {}</label>\n",
                                                  texts.remove_confirm);
  return heading(texts.remove_title, texts.remove_lead) + due_note(view, due) +
         form(view, "/accounts/delete", state, fields, texts.remove_button, " class=\"danger\"");
}

std::string applications_content(const View& view, const std::vector<Application>& applications,
                                 std::string_view notice) {
  const auto& texts = texts_in(view.language);
  auto content = heading(texts.applications_title, "");
  if (!notice.empty()) content += fmt::format("<p class=\"notice\" role=\"status\">{}</p>\n", notice);
  if (applications.empty()) return content + fmt::format("<p>{}</p>\n", texts.no_applications);
  std::string rows;
  for (const auto& application : applications) rows += application_row(view, application);
  return content +
         fmt::format(
             "<table "
             "class=\"wide\">\n<thead><tr><th>{}</th><th>{}</th><th>{}</th><th>{}</th><th>{}</th><th>{}"
             "</th></tr></thead>\n<tbody>\n{}</tbody>\n</table>\n",
             texts.number, texts.kind, texts.address, texts.applied, texts.due, texts.state, rows);
}

std::string faq_content(const View& view) {
  const auto& texts = texts_in(view.language);
  std::string items;
  for (const auto& [question, answer] : texts.questions)
    items += fmt::format("<details class=\"card\" open>\n<summary>{}</summary>\n<p>{}</p>\n</details>\n",
                         question, answer);
  return heading(texts.faq_title, "") + items;
}

std::string message_content(const View& view, std::string_view message) {
  const auto& texts = texts_in(view.language);
  return fmt::format("<p class=\"mistake\" role=\"alert\">{}</p>\n<p><a href=\"/\">{}</a></p>\n", message,
                     texts.try_again);
}

std::string accepted_notice(const View& view, const std::optional<Application>& application) {
  const auto& texts = texts_in(view.language);
  if (!application) return std::string(texts.accepted);
  return fmt::format("{} <strong>{}</strong><br>{} {}", texts.accepted, what_of(*application, texts),
                     texts.accepted_due, day_in(view.language, application->due));
}

}  // namespace refd::members
