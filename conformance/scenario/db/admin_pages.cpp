#include "scenario/db/admin_pages.h"

#include <algorithm>
#include <cctype>

#include "check/http_checks.h"
#include "client/masking.h"
#include "scenario/context.h"

namespace cts {

namespace {

constexpr std::string_view password_field = "pma_password";
constexpr std::string_view user_field = "pma_username";

std::string admin_path(Context& context) {
  std::string path = context.profile().database.admin_path;
  if (!path.ends_with('/')) path += "/";
  return path;
}

AdminPages::Login customers(Context& context) {
  return {context.profile().database.user_of(context.ftp_login()), context.ftp_password()};
}

bool is_file_field(const HtmlForm::Control& control) {
  return control.type == "file" && (control.name == "import_file" || control.name == "sql_file");
}

std::string file_field(const HtmlForm& form) {
  const auto field = std::find_if(form.controls.begin(), form.controls.end(), is_file_field);
  return field == form.controls.end() ? "" : field->name;
}

// The value of that name in its own spelling, whatever its case; empty when the form does not offer it.
std::string offered(const HtmlForm& form, std::string_view name, std::string_view value) {
  const auto same = [](std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
  };
  for (const HtmlForm::Control& control : form.controls)
    if (control.name == name && same(control.value, value)) return control.value;
  return "";
}

bool shows_login_form(const HttpReply& page) {
  return page.body.find(user_field) != std::string::npos &&
         page.body.find(password_field) != std::string::npos;
}

// Where it can be chosen; else what is there already stands.
void choose(const HtmlForm& form, FormData& data, std::string_view name, std::string_view value) {
  const std::string own = offered(form, name, value);
  if (!own.empty()) data.set(name, own);
}

void choose_tables(const HtmlForm& form, FormData& data, const std::vector<std::string>& tables) {
  for (const std::string_view field : {"table_select[]", "table_structure[]", "table_data[]"}) {
    if (!form.has(field)) continue;
    data.remove(field);
    for (const std::string& table : tables) data.add(field, table);
  }
}

}  // namespace

AdminPages::AdminPages(Context& context) : AdminPages(context, customers(context)) {}

AdminPages::AdminPages(Context& context, Login login) : AdminPages(context, std::move(login), "") {}

AdminPages::AdminPages(Context& context, Login login, std::string host)
    : context_(context), login_(std::move(login)), host_(std::move(host)), web_(context.web()) {
  authorization_ = "Basic " + base64(login_.user + ":" + login_.password);
  context_.transcript().hide(authorization_.substr(6));
  if (!login_.password.empty()) context_.transcript().hide(login_.password);
}

HttpReply AdminPages::ask(HttpRequest request) {
  request.host = host_;
  request.headers.emplace_back("Authorization", authorization_);
  std::string cookies;
  for (const auto& [name, value] : cookies_) cookies += (cookies.empty() ? "" : "; ") + name + "=" + value;
  if (!cookies.empty()) request.headers.emplace_back("Cookie", cookies);
  last_ = web_.send(request);
  for (const auto& [name, value] : last_.headers) {
    if (name.size() != 10 || (name != "Set-Cookie" && name != "set-cookie")) continue;
    const std::string pair = value.substr(0, value.find(';'));
    const std::size_t equals = pair.find('=');
    if (equals != std::string::npos) cookies_[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
  return last_;
}

HttpReply AdminPages::get(std::string_view rest) {
  return ask({.target = admin_path(context_) + std::string(rest)});
}

// As far as phpMyAdmin needs it: its forms name pages beside their own.
std::string AdminPages::resolved(std::string_view url, std::string_view action) const {
  const std::size_t scheme = action.find("://");
  if (scheme != std::string_view::npos) {
    const std::size_t path = action.find('/', scheme + 3);
    return path == std::string_view::npos ? "/" : std::string(action.substr(path));
  }
  if (action.starts_with('/')) return std::string(action);
  const std::string_view page = url.substr(0, url.find('?'));
  if (action.empty()) return std::string(url);
  if (action.starts_with('?')) return std::string(page) + std::string(action);
  while (action.starts_with("./")) action.remove_prefix(2);
  return std::string(page.substr(0, page.rfind('/') + 1)) + std::string(action);
}

HttpReply AdminPages::submit(const Form& form, const FormData& data, const FormFile* file) {
  const std::string target = resolved(form.url, form.form.action);
  if (file != nullptr) {
    const std::string boundary = "----hosting-cts-" + context_.unique();
    return ask({.method = "POST",
                .target = target,
                .headers = {{"Content-Type", "multipart/form-data; boundary=" + boundary}},
                .body = multipart(data, *file, boundary)});
  }
  if (!form.form.is_post) {
    return ask({.target = target + (target.find('?') == std::string::npos ? "?" : "&") + url_encoded(data)});
  }
  return ask({.method = "POST",
              .target = target,
              .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
              .body = url_encoded(data)});
}

bool AdminPages::opens(std::string_view database) {
  return kept_form("sql", &AdminPages::sql_form, database).has_value();
}

bool AdminPages::lists(std::string_view database, std::string_view table) {
  const auto form = export_form(database);
  return form && form->form.offers("table_select[]", table);
}

std::optional<AdminPages::Form> AdminPages::kept_form(
    const std::string& what, std::optional<Form> (AdminPages::*look)(std::string_view),
    std::string_view database) {
  const std::string key = what + " " + std::string(database);
  const auto kept = kept_.find(key);
  if (kept != kept_.end()) return kept->second;
  auto form = (this->*look)(database);
  if (form) kept_.emplace(key, *form);
  return form;
}

bool AdminPages::log_in_by_form(const HttpReply& page) {
  for (HtmlForm& form : html_forms(page.body)) {
    if (!form.has(user_field) || !form.has(password_field)) continue;
    FormData data = form.data();
    data.set(user_field, login_.user);
    data.set(password_field, login_.password);
    const HttpReply reply = submit({admin_path(context_), std::move(form)}, data, nullptr);
    return reply.status >= 300 && reply.status < 400 && get("").status == 200;
  }
  return true;  // nobody asks any more
}

bool AdminPages::lets_in() {
  const HttpReply page = get("");
  // Whatever its version and language, it says what it is.
  return page.status == 200 && log_in_by_form(page) && last_.body.find("phpMyAdmin") != std::string::npos;
}

template <class IsIt>
std::optional<AdminPages::Form> AdminPages::form_on(const std::vector<std::string>& pages, IsIt is_it) {
  for (const std::string& page : pages) {
    HttpReply reply = get(page);
    context_.need("phpMyAdmin lets the customer in", reply.status, testing::Ne(401));
    if (reply.status != 200) continue;
    if (shows_login_form(reply)) {
      context_.need("phpMyAdmin lets the customer in", log_in_by_form(reply), testing::Eq(true));
      reply = get(page);
    }
    std::vector<HtmlForm> forms = html_forms(reply.body);
    const auto found = std::find_if(forms.begin(), forms.end(), is_it);
    if (found != forms.end()) return Form{admin_path(context_) + page, std::move(*found)};
  }
  return std::nullopt;
}

std::optional<AdminPages::Form> AdminPages::import_form(std::string_view database) {
  const std::string name(database);
  return form_on({"index.php?route=/database/import&db=" + name, "db_import.php?db=" + name,
                  "db_details.php?db=" + name, "db_sql.php?db=" + name},
                 [](const HtmlForm& form) { return !file_field(form).empty(); });
}

std::optional<AdminPages::Form> AdminPages::export_form(std::string_view database) {
  const std::string name(database);
  return form_on({"index.php?route=/database/export&db=" + name, "db_export.php?db=" + name,
                  "db_details_export.php?db=" + name},
                 [](const HtmlForm& form) { return form.has("what") && form.has("export_type"); });
}

std::optional<AdminPages::Form> AdminPages::sql_form(std::string_view database) {
  const std::string name(database);
  return form_on(
      {"index.php?route=/database/sql&db=" + name, "db_sql.php?db=" + name, "db_details.php?db=" + name},
      [](const HtmlForm& form) {
        const auto box = form.of_type("textarea");
        return box && box->name == "sql_query";
      });
}

HttpReply AdminPages::import(std::string_view database, std::string_view sql, std::string_view charset) {
  const auto form = kept_form("import", &AdminPages::import_form, database);
  if (!form) context_.stop_inconclusive("phpMyAdmin shows no form for an import");
  FormData data = form->form.data();
  choose(form->form, data, "format", "sql");
  choose(form->form, data, "charset_of_file", charset);
  const FormFile file{file_field(form->form), std::string(database) + ".sql", "application/sql",
                      std::string(sql)};
  return submit(*form, data, &file);
}

HttpReply AdminPages::exported(std::string_view database, const std::vector<std::string>& tables,
                               std::string_view charset) {
  const auto form = export_form(database);
  if (!form) context_.stop_inconclusive("phpMyAdmin shows no form for an export");
  FormData data = form->form.data();
  choose(form->form, data, "what", "sql");
  choose(form->form, data, "quick_or_custom", "custom");
  choose(form->form, data, "output_format", "sendit");
  choose(form->form, data, "asfile", "sendit");
  choose(form->form, data, "compression", "none");
  choose(form->form, data, "charset", charset);
  choose(form->form, data, "charset_of_file", charset);
  choose(form->form, data, "sql_structure", "structure");
  choose(form->form, data, "sql_data", "data");
  for (const std::string_view dropping : {"drop", "sql_drop_table", "sql_drop_database", "as_separate_files"})
    data.remove(dropping);
  choose_tables(form->form, data, tables);
  return submit(*form, data, nullptr);
}

HttpReply AdminPages::typed(std::string_view database, std::string_view sql) {
  const auto form = kept_form("sql", &AdminPages::sql_form, database);
  if (!form) context_.stop_inconclusive("phpMyAdmin shows no box for statements");
  FormData data = form->form.data();
  data.set("sql_query", sql);
  return submit(*form, data, nullptr);
}

std::optional<std::string> AdminPages::charset_called(std::string_view database,
                                                      const std::vector<std::string_view>& names) {
  const auto import = kept_form("import", &AdminPages::import_form, database);
  const auto out = export_form(database);
  if (!import || !out) return std::nullopt;
  for (const std::string_view name : names) {
    const std::string& taken = offered(import->form, "charset_of_file", name);
    const bool is_given =
        !offered(out->form, "charset", name).empty() || !offered(out->form, "charset_of_file", name).empty();
    if (!taken.empty() && is_given) return taken;
  }
  return std::nullopt;
}

std::vector<std::string> errors_in(const HttpReply& page) {
  const std::string text = html_text(page.body);
  std::vector<std::string> errors;
  const auto is_digit = [&text](std::size_t at) {
    return at < text.size() && std::isdigit(static_cast<unsigned char>(text[at])) != 0;
  };
  for (std::size_t at = text.find('#'); at != std::string::npos; at = text.find('#', at + 1)) {
    std::size_t end = at + 1;
    while (is_digit(end)) ++end;
    if (end - at == 5) errors.push_back(text.substr(at, 5));
  }
  return errors;
}

}  // namespace cts
