#pragma once

#include <string>
#include <vector>

#include "accounts/password_hashes.h"
#include "base/clock.h"
#include "members/form_data.h"
#include "members/login_guard.h"
#include "members/pages.h"
#include "members/session_table.h"
#include "members/tokens.h"
#include "office/office.h"
#include "policy/office_policy.h"

namespace refd::members {

/// One request to the members' site, as far as it matters.
struct Request {
  enum class Method { get, post, other };
  Method method = Method::get;
  std::string host;  ///< as asked for, without a port
  std::string path;
  std::string query;
  std::string cookies;       ///< the value of the Cookie field
  std::string content_type;  ///< of the body
  std::string languages;     ///< the value of Accept-Language
  std::string origin;        ///< the value of Origin; empty: none
  std::string source;        ///< the visitor's address
  std::string body;
};

/// What it is answered with. Whoever sends it adds the fields that every page has (strict_fields()).
struct Reply {
  unsigned status = 200;
  std::string content_type = "text/html; charset=utf-8";
  std::string location;              ///< for 303
  std::vector<std::string> cookies;  ///< values of Set-Cookie fields
  unsigned retry_after = 0;          ///< seconds; 0: no such field
  std::string body;
  bool may_be_kept = false;  ///< by the browser
};

/// Fields that keep a page from being framed, sniffed, kept, or fed with anything from elsewhere.
std::vector<std::pair<std::string, std::string>> strict_fields(const Reply& reply);

/// The members' site (ACCT-1 … ACCT-4): requests in, pages out; no sockets. Works without scripts.
/// Thread-safe; blocks on the disk and while a password is hashed.
class Portal {
 public:
  struct Member {
    std::string login;
    PasswordHashes password;
  };
  struct Settings {
    std::string host_name;
    SessionTable::Limits sessions;
    LoginGuard::Limits logins;
  };
  /// References outlive the portal.
  Portal(office::Office& office, const OfficePolicySource& policies, const Clock& clock, Member member,
         Settings settings);

  Reply answer(const Request& request);

 private:
  struct Visit;
  struct Route;
  static const Route* route_of(std::string_view path);

  Reply page(const Visit& visit, std::string_view title, const std::string& content,
             unsigned status = 200) const;
  Reply message(const Visit& visit, unsigned status, std::string_view Texts::*text) const;
  Reply answer_form(Visit& visit, const Route& route);
  bool may_be_sent(const Visit& visit, const Route& route, const FormData& form) const;

  Reply style(Visit& visit);
  Reply home(Visit& visit);
  Reply log_in(Visit& visit);
  Reply log_out(Visit& visit);
  Reply accounts(Visit& visit);
  Reply show_add(Visit& visit);
  Reply show_change(Visit& visit);
  Reply show_remove(Visit& visit);
  Reply add(Visit& visit);
  Reply change(Visit& visit);
  Reply remove(Visit& visit);
  Reply applications(Visit& visit);
  Reply withdraw(Visit& visit);
  Reply faq(Visit& visit);

  Reply form_page(const Visit& visit, office::ApplicationKind kind, FormState state, unsigned status) const;
  Reply applied(Visit& visit, const office::ApplyRequest& request, FormState state);

  office::Office& office_;
  const OfficePolicySource& policies_;
  const Member member_;
  const std::string host_name_;
  const FormTokens tokens_;
  SessionTable sessions_;
  LoginGuard guard_;
};

}  // namespace refd::members
