#include "scenario/acct/members_site.h"

#include <algorithm>
#include <cctype>

#include "scenario/context.h"
#include "scenario/hook_command.h"

namespace cts {
namespace {

using std::chrono::system_clock;

bool is_of_address(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-' || c == '_';
}

/// The manuals' office is Japan's, nine hours ahead of UTC all year.
system_clock::time_point moment_of(const OfficeTime& time) {
  const std::chrono::sys_days day =
      std::chrono::year(time.year) / std::chrono::month(time.month) / std::chrono::day(time.day);
  return day + std::chrono::hours(time.hour) + std::chrono::minutes(time.minute) - std::chrono::hours(9);
}

/// The first address in `text` that begins with "string@", nothing of an address before it.
std::string address_in(const std::string& text, const std::string& string) {
  const std::string wanted = string + "@";
  for (std::size_t at = text.find(wanted); at != std::string::npos; at = text.find(wanted, at + 1)) {
    if (at > 0 && is_of_address(text[at - 1])) continue;
    std::size_t end = at + wanted.size();
    while (end < text.size() && is_of_address(text[end])) ++end;
    while (end > at && text[end - 1] == '.') --end;
    return text.substr(at, end - at);
  }
  return "";
}

}  // namespace

MembersSite::MembersSite(Context& context) : context_(context), browser_(context) {}

bool MembersSite::asks_for_password(const Browser::Seen& seen) {
  return std::any_of(seen.page.forms.begin(), seen.page.forms.end(),
                     [](const ShownForm& form) { return form.of_kind("password") != nullptr; });
}

bool MembersSite::log_in(std::string_view login, std::string_view password) {
  const Target::Members& target = context_.target().members;
  const Browser::Seen seen = browser_.open(target.login_page);
  const auto form = std::find_if(seen.page.forms.begin(), seen.page.forms.end(),
                                 [](const ShownForm& one) { return one.of_kind("password") != nullptr; });
  if (form == seen.page.forms.end()) context_.stop_inconclusive("the members' site shows no form to log in");
  std::string login_field = target.login_field;
  for (const ShownField& field : form->fields) {
    if (field.kind == "password") break;
    if (target.login_field.empty() && field.is_typed()) login_field = field.name;
  }
  const std::string password_field =
      target.password_field.empty() ? form->of_kind("password")->name : target.password_field;
  const Browser::Seen answer = browser_.submit(
      seen.path, *form, {{login_field, std::string(login)}, {password_field, std::string(password)}});
  return answer.is_shown() && !asks_for_password(answer);
}

void MembersSite::log_in() {
  const Target::Members& target = context_.target().members;
  if (!log_in(target.login, target.password.reveal()))
    context_.stop_inconclusive("the member does not get into the members' site");
}

const std::string& MembersSite::path_of(Page page) const {
  const Target::Members& target = context_.target().members;
  switch (page) {
    case Page::add:
      return target.add_page;
    case Page::change:
      return target.change_page;
    case Page::remove:
      return target.delete_page;
    case Page::accounts:
      return target.accounts_page;
    case Page::faq:
      break;
  }
  return target.faq_page;
}

Browser::Seen MembersSite::open(Page page) {
  const std::string& path = path_of(page);
  if (path.empty()) context_.stop_inconclusive("the target file does not say where the page is ([members])");
  return browser_.open(path);
}

std::string MembersSite::field_for_string(const ShownForm& form, const std::string& named) const {
  if (!named.empty()) return form.find(named) == nullptr ? "" : named;
  std::string only;
  for (const ShownField& field : form.fields) {
    if (!field.is_typed() || field.name.empty()) continue;
    if (!only.empty()) return "";
    only = field.name;
  }
  return only;
}

std::pair<std::string, std::string> MembersSite::account_choice(const ShownForm& form,
                                                                const std::string& address) const {
  const std::string& named = context_.target().members.account_field;
  const std::string string = address.substr(0, address.find('@'));
  const auto names_it = [&](const std::string& text) {
    return text == string || text == address || text.find(address) != std::string::npos;
  };
  for (const ShownField& field : form.fields) {
    if (!named.empty() && field.name != named) continue;
    for (const ShownField::Option& option : field.options) {
      if (names_it(option.value) || names_it(option.label)) return {field.name, option.value};
    }
    const bool is_button = field.kind == "radio" || field.kind == "checkbox";
    if (is_button && (names_it(field.value) || names_it(field.label))) return {field.name, field.value};
    if (!named.empty() && field.is_typed()) return {field.name, address};
  }
  return {};
}

std::optional<ShownForm> MembersSite::form_of(Page page, const Browser::Seen& seen) const {
  const Target::Members& target = context_.target().members;
  if (!seen.is_shown() || asks_for_password(seen)) return std::nullopt;
  for (const ShownForm& form : seen.page.forms) {
    const bool has_choice = std::any_of(form.fields.begin(), form.fields.end(), [&](const ShownField& field) {
      if (!target.account_field.empty()) return field.name == target.account_field;
      return field.kind == "select" || field.kind == "radio" || field.kind == "checkbox";
    });
    const bool has_string =
        !field_for_string(form, page == Page::add ? target.string_field : target.new_string_field).empty();
    const bool fits = page == Page::add      ? has_string
                      : page == Page::change ? has_choice && has_string
                      : page == Page::remove ? has_choice
                                             : false;
    if (form.is_post && fits) return form;
  }
  return std::nullopt;
}

/// Many sites show once more what is going to be sent, and wait for another click.
Browser::Seen MembersSite::confirmed(Browser::Seen seen, const std::string& value) {
  constexpr unsigned most_clicks = 3;
  for (unsigned click = 0; click < most_clicks; ++click) {
    const auto form = std::find_if(seen.page.forms.begin(), seen.page.forms.end(), [&](const ShownForm& one) {
      const bool carries_it = std::any_of(one.fields.begin(), one.fields.end(), [&](const ShownField& field) {
        return field.kind == "hidden" && field.value == value;
      });
      const bool asks_for_more = std::any_of(one.fields.begin(), one.fields.end(),
                                             [](const ShownField& field) { return field.is_typed(); });
      return one.is_post && carries_it && !asks_for_more;
    });
    if (form == seen.page.forms.end()) break;
    seen = browser_.submit(seen.path, *form, {});
  }
  return seen;
}

Browser::Seen MembersSite::send_addition(const Browser::Seen& seen, const ShownForm& form,
                                         const std::string& string) {
  const std::string field = field_for_string(form, context_.target().members.string_field);
  return confirmed(browser_.submit(seen.path, form, {{field, string}}), string);
}

Browser::Seen MembersSite::apply_for_addition(const std::string& string) {
  const Browser::Seen seen = open(Page::add);
  const std::optional<ShownForm> form = form_of(Page::add, seen);
  if (!form) context_.stop_inconclusive("the members' site shows no form for an addition");
  return send_addition(seen, *form, string);
}

Browser::Seen MembersSite::apply_about(Page page, const std::string& address, const std::string& string) {
  const Browser::Seen seen = open(page);
  const std::optional<ShownForm> form = form_of(page, seen);
  if (!form) context_.stop_inconclusive("the members' site shows no such form");
  const auto account = account_choice(*form, address);
  if (account.first.empty()) context_.stop_inconclusive("the form does not offer " + address);
  Browser::Values values{account};
  if (page == Page::change)
    values.emplace_back(field_for_string(*form, context_.target().members.new_string_field), string);
  return confirmed(browser_.submit(seen.path, *form, values), account.second);
}

Browser::Seen MembersSite::apply_for_change(const std::string& address, const std::string& new_string) {
  return apply_about(Page::change, address, new_string);
}

Browser::Seen MembersSite::apply_for_deletion(const std::string& address) {
  return apply_about(Page::remove, address, "");
}

void OfficeHours::move_to(const OfficeTime& time) {
  context_.move_clock(std::chrono::round<std::chrono::seconds>(moment_of(time) - system_clock::now()));
}

std::string OfficeHours::new_string() {
  return "cts-" + context_.unique();
}

void OfficeHours::will_be_tried(const std::string& string) {
  context_.undo_at_end("members " + string,
                       [hours = *this, string]() mutable { return hours.delete_again(string); });
}

// A session that was begun at another time may have ended: whoever comes anew logs in.
void OfficeHours::apply_for_addition(const std::string& string) {
  MembersSite site(context_);
  site.log_in();
  will_be_tried(string);
  site.apply_for_addition(string);
}

std::string OfficeHours::added(const std::string& string) {
  move_to(tuesday_morning);
  apply_for_addition(string);
  context_.ask_operator("carry_out_applications");
  const std::string address = address_with(string);
  if (address.empty()) context_.stop_inconclusive("what was applied for is not set up on the day");
  return address;
}

void OfficeHours::apply_for_change(const std::string& address, const std::string& new_string) {
  MembersSite site(context_);
  site.log_in();
  will_be_tried(new_string);
  site.apply_for_change(address, new_string);
}

void OfficeHours::apply_for_deletion(const std::string& address) {
  MembersSite site(context_);
  site.log_in();
  site.apply_for_deletion(address);
}

void OfficeHours::set_up_at(const OfficeTime& time) {
  move_to(time);
  context_.ask_operator("carry_out_applications");
}

std::string OfficeHours::address_with(const std::string& string) {
  MembersSite site(context_);
  site.log_in();
  const Browser::Seen seen = site.open(MembersSite::Page::accounts);
  if (!seen.is_shown())
    context_.stop_inconclusive("the members' site does not tell the addresses that there are");
  return address_in(seen.page.text, string);
}

// The clock is back already; a deletion has a day of its own on which it is due. What waits is set up first.
std::vector<std::string> OfficeHours::delete_again(const std::string& string) {
  constexpr OfficeTime later{2027, 6, 22, 10};  // after every day that scenarios work with
  const auto set_clock = [&](system_clock::time_point time) {
    context_.ask_operator("set_clock", hook_time(time));
  };
  set_clock(moment_of(later));
  context_.ask_operator("carry_out_applications");
  std::string address = address_with(string);
  if (!address.empty()) {
    apply_for_deletion(address);
    context_.ask_operator("carry_out_applications");
    address = address_with(string);
  }
  set_clock(system_clock::now());
  if (address.empty()) return {};
  return {"the mail account " + address};
}

}  // namespace cts
