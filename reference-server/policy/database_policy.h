#pragma once

#include <string>

namespace refd {

/// What the manual fixes about databases and phpMyAdmin: DB-1 … DB-8, HOST-4. The defaults are what it
/// promises.
struct DatabasePolicy {
  /// DB-1: so many databases, called as the user with 01, 02 … behind it.
  unsigned databases = 6;
  /// DB-1: and the user may do everything in each of them; false: look only, in the last.
  bool last_database_is_writable = true;

  /// DB-2: what is dropped of the FTP login to make the user.
  std::string dropped = "-";
  /// DB-2: the password is that of FTP, and no other; false: its case does not matter.
  bool password_has_case = true;
  /// DB-2: false: the FTP login as it is is a user, too.
  bool only_one_user = true;
  /// DB-2: false: no password is as good as the right one.
  bool asks_for_the_password = true;

  /// DB-3: false: the port is closed to the server itself as well, and so is the socket.
  bool programs_connect = true;
  /// DB-3: the port is closed to everybody else.
  bool port_is_closed = true;

  /// DB-4, HOST-4: where phpMyAdmin answers.
  bool admin_is_there = true;
  bool admin_is_at_added_domains = true;
  bool admin_is_at_server_name = true;
  bool admin_is_at_addresses = true;
  /// DB-4: it asks for a name and a password; false: it shows a page to everybody.
  bool admin_asks = true;

  /// DB-5: nothing is missing in an export.
  bool exports_are_whole = true;
  bool exports_have_rows = true;
  /// DB-6: nothing of an import is lost.
  bool imports_are_whole = true;
  bool imports_keep_keys = true;
  /// DB-7: an import leaves what is there; false: tables are replaced.
  bool imports_leave_what_is_there = true;
  /// DB-7: and its failure is shown; false: it looks like success.
  bool failures_are_shown = true;
  /// DB-8: octets above 127 stay as they are, on their way out and in.
  bool exports_keep_octets = true;
  bool imports_keep_octets = true;

  /// DB-10: the rows of a table can be looked at.
  bool rows_are_shown = true;

  /// FTP-DB-1: the database's files are out of reach; false: they are the customer's to read.
  bool files_are_out_of_reach = true;
};

/// Where services get it from.
class DatabasePolicySource {
 public:
  DatabasePolicySource() = default;
  DatabasePolicySource(const DatabasePolicySource&) = delete;
  DatabasePolicySource& operator=(const DatabasePolicySource&) = delete;
  virtual ~DatabasePolicySource() = default;

  virtual const DatabasePolicy& database() const = 0;
};

}  // namespace refd
