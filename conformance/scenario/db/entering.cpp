// DB-1, DB-2, DB-4, HOST-4: where phpMyAdmin is, whom it lets in, and what they find.

#include <algorithm>
#include <cctype>

#include "check/http_checks.h"
#include "client/small_letters.h"
#include "scenario/context.h"
#include "scenario/db/room.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::Eq;

std::string user_of(Context& context) {
  return context.profile().database.user_of(context.ftp_login());
}

/// A browser's dialogue, or a form for a user and a password.
bool asks_who(const HttpReply& reply) {
  if (reply.status == 401) return reply.header("WWW-Authenticate").has_value();
  if (reply.status != 200) return false;
  const auto forms = html_forms(reply.body);
  return std::any_of(forms.begin(), forms.end(), [](const HtmlForm& form) {
    return form.of_type("password").has_value() && form.of_type("text").has_value();
  });
}

HttpReply first_page(Context& context, const std::string& host) {
  return context.web().send({.target = context.profile().database.admin_path, .host = host});
}

std::string bracketed(const std::string& address) {
  return address.find(':') == std::string::npos ? address : "[" + address + "]";
}

/// The names besides www.<domain> under which the manual lets it be called.
std::vector<std::string> other_names(Context& context) {
  const Target& target = context.target();
  std::vector<std::string> names;
  for (const std::string& added : target.domain.added) names.push_back("www." + added);
  if (!target.domain.server_name.empty()) names.push_back(target.domain.server_name);
  if (!target.web.address.empty()) names.push_back(bracketed(target.web.address));
  if (names.empty())
    context.not_applicable("the target names neither an added domain nor the server's name or address");
  return names;
}

void asks_at_www(Context& context) {
  const HttpReply reply = first_page(context, "");
  context.record("db.admin.dialogue", reply.status == 401 ? "HTTP" : "form");
  context.expect("phpMyAdmin at www.<domain> asks for a user and a password", asks_who(reply), Eq(true));
}

void asks_under_other_names(Context& context) {
  for (const std::string& name : other_names(context)) {
    context.expect("phpMyAdmin under " + name + " asks for a user and a password",
                   asks_who(first_page(context, name)), Eq(true));
  }
}

void reached_under_other_names(Context& context) {
  for (const std::string& name : other_names(context)) {
    AdminPages pages(context, {user_of(context), context.ftp_password()}, name);
    context.expect("phpMyAdmin is reached under " + name, pages.lets_in(), Eq(true));
  }
}

void lets_the_customer_in(Context& context) {
  context.expect("the FTP login without its hyphens, and the FTP password, are let in",
                 AdminPages(context).lets_in(), Eq(true));
}

std::string case_changed(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
    return static_cast<char>(std::isupper(c) != 0 ? std::tolower(c) : std::toupper(c));
  });
  return text;
}

void refuses_other_pairs(Context& context) {
  context.need("the customer's pair is let in", AdminPages(context).lets_in(), Eq(true));
  const std::string user = user_of(context);
  const std::string& password = context.ftp_password();
  const auto refuses = [&context](std::string_view what, AdminPages::Login login) {
    context.expect(std::string(what) + " is not let in", AdminPages(context, std::move(login)).lets_in(),
                   Eq(false));
  };
  refuses("another password", {user, context.unique()});
  refuses("no password", {user, ""});
  for (const std::string& other : {case_changed(password), in_small_letters(password)}) {
    if (other != password) refuses("the password in other letters", {user, other});
  }
  if (context.ftp_login() != user) refuses("the login with its hyphens", {context.ftp_login(), password});
  refuses("another user", {user + "x", password});
  refuses("the database's root without a password", {"root", ""});
  refuses("the database's root with the customer's password", {"root", password});
}

void databases_are_usable(Context& context) {
  const auto pages = std::make_shared<AdminPages>(context);
  context.need("phpMyAdmin lets the customer in", pages->lets_in(), Eq(true));
  for (unsigned number = 1; number <= context.profile().database.count; ++number) {
    DatabaseRoom room(context, number, pages);
    if (!context.expect(room.database() + " is there", pages->opens(room.database()), Eq(true))) continue;
    const std::string table = room.new_table();
    const std::string sql =
        "CREATE TABLE `" + table + "` (id INT NOT NULL);\nINSERT INTO `" + table + "` VALUES (1);\n";
    context.expect("a table can be made and filled in " + room.database(),
                   errors_in(pages->typed(room.database(), sql)), Eq(std::vector<std::string>()));
    context.expect("and is there then", pages->lists(room.database(), table), Eq(true));
  }
}

const Scenario table[] = {
    {.id = "host.names.reach_phpmyadmin",
     .clauses = {"HOST-4"},
     .purpose = "Added domains, the server's own name and its address lead to phpMyAdmin, too.",
     .needs = Need::web | Need::ftp_login,
     .consent = Consent::observe,
     .run = reached_under_other_names},
    {.id = "db.databases.six_to_work_in",
     .clauses = {"DB-1"},
     .purpose = "All databases are there from the start, and the customer can work in each.",
     .needs = Need::web | Need::ftp_login,
     .run = databases_are_usable},
    {.id = "db.login.customers_pair",
     .clauses = {"DB-2"},
     .purpose = "Who knows the FTP login knows the database's.",
     .needs = Need::web | Need::ftp_login,
     .tier = Tier::smoke,
     .consent = Consent::observe,
     .run = lets_the_customer_in},
    {.id = "db.login.other_pairs",
     .clauses = {"DB-2"},
     .purpose = "Nobody else gets at the customer's databases.",
     .needs = Need::web | Need::ftp_login,
     .consent = Consent::observe,
     .run = refuses_other_pairs},
    {.id = "db.admin.asks_at_www",
     .clauses = {"DB-4"},
     .purpose = "There is phpMyAdmin at www.<domain>/phpMyAdmin/, behind a dialogue.",
     .needs = Need::web,
     .tier = Tier::smoke,
     .consent = Consent::observe,
     .run = asks_at_www},
    {.id = "db.admin.asks_under_other_names",
     .clauses = {"DB-4"},
     .purpose = "Also under the other names that the manual lists.",
     .needs = Need::web,
     .consent = Consent::observe,
     .run = asks_under_other_names},
};

}  // namespace

std::span<const Scenario> database_entering_scenarios() {
  return table;
}

}  // namespace cts
