#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "check/html_form.h"
#include "client/http_client.h"

namespace cts {

class Context;

/// Somebody who works with phpMyAdmin, of whatever version from 2.6 to 5.2, in a browser without scripts:
/// answers its dialogue or its login form, keeps its cookies, and fills in the forms that it shows, with all
/// that is in them. What the pages look like is not judged.
class AdminPages {
 public:
  struct Login {
    std::string user;
    std::string password;
  };

  /// The customer, with the pair that the manual promises (DB-2).
  explicit AdminPages(Context& context);
  /// Somebody else.
  AdminPages(Context& context, Login login);
  /// At the same site under another name.
  AdminPages(Context& context, Login login, std::string host);

  /// Whether it lets this pair in, and shows what it is for.
  bool lets_in();
  /// What it said last, for people.
  const HttpReply& last() const noexcept { return last_; }

  /// Imports a file with these statements. The page that tells how it went; inconclusive when there is no
  /// form for it.
  HttpReply import(std::string_view database, std::string_view sql, std::string_view charset = "utf-8");
  /// Exports these tables, structure and rows, without a statement that would drop any. The file; what is no
  /// file has another head. Inconclusive when there is no form for it.
  HttpReply exported(std::string_view database, const std::vector<std::string>& tables,
                     std::string_view charset = "utf-8");
  /// Types statements into the box for them; the page that shows the outcome.
  HttpReply typed(std::string_view database, std::string_view sql);

  /// How the forms for both call a character set ("euc-jp" for "EUC-JP"), of these names; nullopt when one of
  /// them offers none.
  std::optional<std::string> charset_called(std::string_view database,
                                            const std::vector<std::string_view>& names);

  /// Whether it shows the box for statements of that database: it is there, and the customer's to work in.
  bool opens(std::string_view database);
  /// Whether it offers that table for an export.
  bool lists(std::string_view database, std::string_view table);

  /// Asks for a page, by what follows phpMyAdmin's own URL.
  HttpReply get(std::string_view rest);

 private:
  struct Form {
    std::string url;  // of the page that it stands on
    HtmlForm form;
  };
  HttpReply ask(HttpRequest request);
  HttpReply submit(const Form& form, const FormData& data, const FormFile* file);
  std::string resolved(std::string_view url, std::string_view action) const;
  bool log_in_by_form(const HttpReply& page);
  template <class IsIt>
  std::optional<Form> form_on(const std::vector<std::string>& pages, IsIt is_it);
  std::optional<Form> import_form(std::string_view database);
  /// A form that was met before is not asked for again: what is in it holds for the session.
  std::optional<Form> kept_form(const std::string& what,
                                std::optional<Form> (AdminPages::*look)(std::string_view),
                                std::string_view database);
  std::optional<Form> export_form(std::string_view database);
  std::optional<Form> sql_form(std::string_view database);

  Context& context_;
  const Login login_;
  const std::string host_;
  HttpClient web_;
  HttpReply last_;
  std::map<std::string, std::string> cookies_;
  std::string authorization_;
  std::map<std::string, Form> kept_;
};

/// The numbers by which a page calls errors of the database: "#1050"; none when it shows none.
std::vector<std::string> errors_in(const HttpReply& page);

}  // namespace cts
