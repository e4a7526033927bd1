#pragma once

#include <set>
#include <string>
#include <string_view>

namespace refd {

/// What the manual fixes about the FTP service, as data. A deviation is another set of these values.
struct FtpPolicy {
  /// HOST-2: the service greets with 220; false: 421 and close.
  bool accepts_connections = true;
  /// HOST-2: code of the greeting.
  int greeting_code = 220;

  /// FTP-LOGIN-1.
  bool passwords_are_case_sensitive = true;
  bool names_are_case_sensitive = true;
  bool any_password_is_accepted = false;
  bool anonymous_may_log_in = false;
  /// Code of a refused login, and of an accepted one.
  int refused_login_code = 530;
  int accepted_login_code = 230;
  /// Commands before the login are refused; false: they are the customer's.
  bool login_is_required = true;

  /// FTP-DIR-1, FTP-DIR-2: "{name}" stands for the login name.
  std::string login_directory = "/users/{name}";
  /// FTP-DIR-1: ".." at "/" stays there. false: it is an error.
  bool root_is_a_floor = true;
  /// FTP-DIR-2: a path with several components is taken in one CWD.
  bool relative_paths_may_climb = true;

  /// FTP-XFER-1.
  bool active_mode_works = true;
  bool passive_mode_works = true;

  /// FTP-XFER-2: an unknown command is answered 500 and the session goes on. false: it is ended.
  bool session_survives_unknown_commands = true;
  /// FTP-XFER-2: LIST is Unix-style. false: the MS-DOS style.
  bool lists_unix_style = true;
  /// LIST takes options such as -al; false: they are taken for a name.
  bool list_takes_options = true;
  /// LIST shows what its argument names; false: always the current directory.
  bool list_honours_its_argument = true;
  /// Verbs that are answered as unknown although the service knows them (empty in the reference).
  std::set<std::string, std::less<>> withheld_verbs;
  /// REST is honoured by the transfer that follows; false: accepted, then ignored.
  bool restart_is_honoured = true;
  /// TYPE A translates line ends on the way out.
  bool ascii_type_translates = true;

  /// FTP-MODE-1: SITE CHMOD changes the permissions; false: it says so and does nothing.
  bool chmod_takes_effect = true;
};

}  // namespace refd
