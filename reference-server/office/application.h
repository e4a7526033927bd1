#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "office/japan_time.h"

namespace refd::office {

/// What a member applies for (ACCT-2).
enum class ApplicationKind { add, change, remove };

enum class ApplicationState {
  waiting,    ///< for the day on which it is due
  done,       ///< set up
  withdrawn,  ///< by the member, before it was set up
  refused     ///< it could not be set up any more; `note` says why
};

/// One application. A value.
struct Application {
  std::int64_t number = 0;  ///< given when it is recorded
  ApplicationKind kind = ApplicationKind::add;
  std::string address;        ///< the new one for `add`, else the account's at present
  std::string new_address;    ///< `change`: empty keeps the one it has
  bool new_password = false;  ///< `change`: one is to be issued
  std::string account;        ///< the account's name; for `add` known when it is set up
  JapanTime applied;          ///< when
  Day due;                    ///< when it is to be set up
  ApplicationState state = ApplicationState::waiting;
  std::optional<JapanTime> settled;  ///< when it left the waiting state
  std::string note;
  /// Of the form that it was made with: sent twice, a form makes one application. Empty: of no form.
  std::string form;
};

std::string_view word_of(ApplicationKind kind);
std::string_view word_of(ApplicationState state);
std::optional<ApplicationKind> application_kind(std::string_view word);
std::optional<ApplicationState> application_state(std::string_view word);

}  // namespace refd::office
