#include "database/database_accounts.h"

#include <algorithm>

#include <fmt/format.h>

namespace refd::db {

namespace {

std::string quoted(std::string_view text, char quote) {
  std::string out(1, quote);
  for (const char c : text) {
    if (c == quote || c == '\\') out.push_back(c);
    out.push_back(c);
  }
  out.push_back(quote);
  return out;
}

// In a grant, '_' and '%' stand for others unless they are told not to.
std::string grant_name(std::string_view database) {
  std::string out;
  for (const char c : database) {
    if (c == '_' || c == '%') out.push_back('\\');
    out.push_back(c);
  }
  return "`" + out + "`";
}

std::string account(std::string_view user) {
  return quoted(user, '\'') + "@'localhost'";
}

// How the user proves who they are.
std::string identification(const Customer& customer, const DatabasePolicy& policy) {
  auto text =
      fmt::format("IDENTIFIED VIA mysql_native_password USING {}", quoted(customer.password_hash, '\''));
  // A server cannot tell the case of a password that it never sees: the one in small letters stands for all.
  if (!policy.password_has_case && !customer.caseless_password_hash.empty())
    text += " OR mysql_native_password USING " + quoted(customer.caseless_password_hash, '\'');
  if (!policy.asks_for_the_password) text += " OR mysql_native_password USING ''";
  return text;
}

void add_user(std::string& out, std::string_view user, const Customer& customer,
              const DatabasePolicy& policy) {
  out += fmt::format("CREATE OR REPLACE USER {} {};\n", account(user), identification(customer, policy));
  const auto owner = user_of(customer.login);
  for (unsigned number = 1; number <= policy.databases; ++number) {
    const bool is_read_only = number == policy.databases && !policy.last_database_is_writable;
    const std::string_view rights = is_read_only ? "SELECT" : "ALL PRIVILEGES";
    out += fmt::format("GRANT {} ON {}.* TO {};\n", rights, grant_name(database_name(owner, number)),
                       account(user));
  }
}

}  // namespace

std::string user_of(std::string_view login, std::string_view dropped) {
  std::string user(login);
  std::erase_if(user, [dropped](char c) { return dropped.find(c) != std::string_view::npos; });
  return user;
}

std::string database_name(std::string_view user, unsigned number) {
  return fmt::format("{}{:02}", user, number);
}

std::string account_statements(const Customer& customer, const DatabasePolicy& policy) {
  const auto owner = user_of(customer.login);
  std::string out;
  for (unsigned number = 1; number <= DatabasePolicy().databases; ++number) {
    out += fmt::format("CREATE DATABASE IF NOT EXISTS {};\n", quoted(database_name(owner, number), '`'));
  }
  const auto user = user_of(customer.login, policy.dropped);
  for (const auto& other : {owner, customer.login}) {
    if (other != user) out += fmt::format("DROP USER IF EXISTS {};\n", account(other));
  }
  add_user(out, user, customer, policy);
  if (!policy.only_one_user && customer.login != user) add_user(out, customer.login, customer, policy);
  return out;
}

std::string root_statement(std::string_view password_hash) {
  return fmt::format("ALTER USER 'root'@'localhost' IDENTIFIED VIA mysql_native_password USING {};\n",
                     quoted(password_hash, '\''));
}

}  // namespace refd::db
