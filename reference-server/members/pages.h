#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/mail_accounts.h"
#include "members/texts.h"
#include "office/application.h"
#include "policy/office_policy.h"

namespace refd::members {

/// For whom a page is made.
struct View {
  Language language = Language::japanese;
  bool is_logged_in = false;
  std::string login;
  std::string token;  ///< that the page's forms prove themselves with
  std::string path;   ///< of this page, for the link to the other language
  const OfficePolicy* policy = nullptr;
};

/// What a form is filled with, and what was wrong with it. Texts are as the visitor wrote them.
struct FormState {
  std::string string;
  std::string account;
  bool new_password = false;
  std::string mistake;  ///< HTML-safe; empty: none
  std::string form;     ///< of which an application is made once
};

/// A whole page: HTML, UTF-8, without scripts and without anything from elsewhere. `content` is HTML.
std::string whole_page(const View& view, std::string_view title, std::string_view content);

// Contents of pages, as HTML.
std::string login_content(const View& view, std::string_view login, std::string_view mistake);
std::string home_content(const View& view, office::Day due);
std::string accounts_content(const View& view, const std::vector<MailAccount>& accounts);
/// `address`: what follows the requested string, "@example.jp".
std::string add_content(const View& view, std::string_view address, office::Day due, const FormState& state);
std::string change_content(const View& view, std::string_view address, office::Day due,
                           const std::vector<MailAccount>& accounts, const FormState& state);
std::string remove_content(const View& view, office::Day due, const std::vector<MailAccount>& accounts,
                           const FormState& state);
/// `notice` is HTML.
std::string applications_content(const View& view, const std::vector<office::Application>& applications,
                                 std::string_view notice);
std::string faq_content(const View& view);
std::string message_content(const View& view, std::string_view message);

/// "Your application has been received …", as HTML.
std::string accepted_notice(const View& view, const std::optional<office::Application>& application);

}  // namespace refd::members
