#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "scenario/acct/browser.h"

namespace cts {

/// The members' site in the hands of one visitor, by what the target file says of its pages and forms.
/// Nothing is judged here; what cannot be done makes the scenario inconclusive, unless it is said otherwise.
class MembersSite {
 public:
  explicit MembersSite(Context& context);

  /// Logs in; whether he is in then, that is, is not asked for his password any more.
  bool log_in(std::string_view login, std::string_view password);
  /// As the member; inconclusive when he does not get in.
  void log_in();

  enum class Page { add, change, remove, accounts, faq };
  /// Opens that page, in whatever state the visitor is. Inconclusive when the target file does not say where
  /// it is.
  Browser::Seen open(Page page);
  /// The form of that page that a member would fill in; nothing: there is none.
  std::optional<ShownForm> form_of(Page page, const Browser::Seen& seen) const;

  /// Applies, as who is logged in; inconclusive when the site does not show the form.
  Browser::Seen apply_for_addition(const std::string& string);
  Browser::Seen apply_for_change(const std::string& address, const std::string& new_string);
  Browser::Seen apply_for_deletion(const std::string& address);
  /// Sends such a form although it was shown to another.
  Browser::Seen send_addition(const Browser::Seen& seen, const ShownForm& form, const std::string& string);

  /// Whether what was answered wants a password first.
  static bool asks_for_password(const Browser::Seen& seen);

 private:
  Browser::Seen confirmed(Browser::Seen seen, const std::string& value);
  const std::string& path_of(Page page) const;
  Browser::Seen apply_about(Page page, const std::string& address, const std::string& string);
  std::string field_for_string(const ShownForm& form, const std::string& named) const;
  /// The field and the value by which the form names that account.
  std::pair<std::string, std::string> account_choice(const ShownForm& form, const std::string& address) const;

  Context& context_;
  Browser browser_;
};

/// A time of the office's clock.
struct OfficeTime {
  int year;
  unsigned month;
  unsigned day;
  unsigned hour;
  unsigned minute = 0;
};

/// The office as the operator and the member see it together: its clock is moved, applications are made, what
/// is due is set up. Whatever was added is deleted at the end of the scenario.
class OfficeHours {
 public:
  explicit OfficeHours(Context& context) : context_(context) {}

  void move_to(const OfficeTime& time);
  /// A string that no other scenario asks for.
  std::string new_string();

  /// Says that somebody is about to apply for it: it is deleted at the end. To be called before.
  void will_be_tried(const std::string& string);
  void apply_for_addition(const std::string& string);
  /// … on a business day in good time, and set up at once; the address as the site tells it. Inconclusive
  /// when it is not there then.
  std::string added(const std::string& string);
  void apply_for_change(const std::string& address, const std::string& new_string);
  void apply_for_deletion(const std::string& address);
  /// At that time the operator sets up what is due on the day.
  void set_up_at(const OfficeTime& time);
  /// The address that the site tells for that string among those that there are; empty: none.
  std::string address_with(const std::string& string);
  bool has(const std::string& string) { return !address_with(string).empty(); }

 private:
  std::vector<std::string> delete_again(const std::string& string);

  Context& context_;
};

/// A business day without any doubt: a Tuesday in June.
inline constexpr OfficeTime tuesday_morning{2027, 6, 8, 10};

}  // namespace cts
