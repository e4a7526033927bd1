#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policy/database_policy.h"

namespace refd::db {

/// Whom the databases belong to: the customer, as FTP knows them.
struct Customer {
  std::string login;
  std::string password_hash;           ///< "*" and 40 hexadecimal digits
  std::string caseless_password_hash;  ///< of the password in small letters; may be empty
};

/// DB-2: the database user that belongs to FTP login `login`.
std::string user_of(std::string_view login, std::string_view dropped = "-");

/// DB-1: name of database `number`, from 1.
std::string database_name(std::string_view user, unsigned number);

/// Statements, one a line, that make databases and accounts be as `policy` has them, whatever they were: what
/// is in a database stays. To be run by the database's root.
std::string account_statements(const Customer& customer, const DatabasePolicy& policy);

/// The statement that gives the database's root a password, and no other way in: whoever reaches the server
/// through its port seems to be this server, which may be root on the machine.
std::string root_statement(std::string_view password_hash);

}  // namespace refd::db
