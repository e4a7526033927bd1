#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "office/application.h"
#include "office/office.h"

namespace refd::members {

enum class Language { japanese, english };

/// Everything that the site says, in one language. Texts are HTML-safe.
struct Texts {
  std::string_view code;  ///< "ja"
  std::string_view site, other_language, home, accounts, add, change, remove, applications, faq, logout;
  std::string_view login_title, login_lead, login_name, password, login_button, login_failed, locked_out;
  std::string_view welcome, home_lead, due_today, due_later;
  std::string_view accounts_title, accounts_lead, no_accounts, address, account_name, space;
  std::string_view add_title, add_lead, string, string_hint, apply;
  std::string_view change_title, change_lead, which_account, new_string, new_string_hint, new_password;
  std::string_view remove_title, remove_lead, remove_confirm, remove_button, must_confirm;
  std::string_view applications_title, no_applications, number, kind, applied, due, state, withdraw;
  std::string_view kinds[3];
  std::string_view states[4];
  std::string_view accepted, accepted_due, withdrawn, cannot_withdraw;
  std::string_view string_mistakes[5];
  std::string_view apply_mistakes[5];
  std::string_view faq_title;
  struct Question {
    std::string_view question, answer;
  };
  Question questions[6];
  std::string_view start_date;
  std::string_view not_found, bad_request, expired_form, too_large, try_again;
};

const Texts& texts_in(Language language);

/// "2027年6月8日 (火)", "Tue, 8 June 2027".
std::string day_in(Language language, office::Day day);
/// With the time of day.
std::string time_in(Language language, const office::JapanTime& time);

}  // namespace refd::members
