#include "config/password_reader.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "config/password_hash.h"

namespace refd {
namespace {

namespace fs = std::filesystem;

bool is_login_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && name != "." && name != ".." &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) {
           return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.';
         });
}

void take_password(TableReader& table, std::string_view key, const std::optional<std::string>& given,
                   SitePassword& password) {
  if (!given) {
    table.error(key, fmt::format("'{}' names nothing that can be read", table.full_name(key)));
  } else if (given->empty() || given->size() > 256) {
    table.error(key, "the password must have 1 to 256 octets");
  } else {
    password.hash = hash_password(*given);
    std::string small = *given;
    std::transform(small.begin(), small.end(), small.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    password.caseless_hash = hash_password(small);
    password.database_hash = hash_password_for_database(*given);
    password.caseless_database_hash = hash_password_for_database(small);
  }
}

}  // namespace

std::string read_login_name(TableReader& table, std::string_view key) {
  auto name = table.required_text(key);
  if (!name.empty() && !is_login_name(name)) {
    table.error(key, fmt::format("'{}' is no login name: letters, digits, '-', '_' and '.'", name));
  }
  return name;
}

SitePassword read_password(TableReader& table, const fs::path& folder, const SecretSources& secrets) {
  SitePassword password;
  if (table.text("password")) {
    table.error("password",
                "no password is kept in this file: use password_env, password_file or password_hash");
  }
  password.env = table.text("password_env").value_or("");
  password.file = table.text("password_file").value_or("");
  password.hash = table.text("password_hash").value_or("");
  const auto given =
      int(table.has("password_env")) + int(table.has("password_file")) + int(table.has("password_hash"));
  if (given != 1) {
    table.error("name", "exactly one of password_env, password_file and password_hash must be given");
  } else if (table.has("password_env")) {
    take_password(table, "password_env", secrets.environment(password.env), password);
  } else if (table.has("password_file")) {
    const auto path = folder / password.file;
    password.file = fs::absolute(path).string();  // a target file may stand elsewhere
    take_password(table, "password_file", secrets.file(path), password);
  }
  return password;
}

}  // namespace refd
