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

  /// WEB-QUOTA-2: an upload that finds no room is answered 552 or 452. false: as if it were stored.
  bool tells_when_the_disk_is_full = true;
  /// WEB-QUOTA-2: the session goes on then. false: it is ended.
  bool session_survives_a_full_disk = true;

  /// ACL-1…9: what `.ftpaccess` files say is done. false: nobody is ever refused by one.
  bool access_files_are_honoured = true;
  /// ACL-1: with Order Allow,Deny an allow wins (ProFTPD). false: a deny does, and who is not named is
  /// refused (Apache).
  bool access_allow_wins = true;
  /// ACL-3, ACL-4: items that are addresses match; items that are names match.
  bool access_by_address_works = true;
  bool access_by_name_works = true;
  /// ACL-4: true: ".jp" matches "host.xjp" as well.
  bool access_suffix_matches_without_dot = false;
  /// ACL-6: a file speaks of everything below its directory. false: of what stands directly in it.
  bool access_covers_subdirectories = true;
  /// ACL-7: true: a session goes on with the access files as it first found them.
  bool access_read_once_per_session = false;
  /// ACL-7: true: `.ftpassess` and `.ftppass` count as access files too.
  bool access_misprints_have_effect = false;
  /// ACL-8: true: an access file can be changed, renamed and deleted by whom it refuses.
  bool locked_out_may_change_the_file = false;
};

}  // namespace refd
