#include "base/sqlite.h"

#include <sqlite3.h>

#include <cerrno>
#include <system_error>

namespace refd {

void SqliteStatement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

void SqliteStatement::bind(int position, std::string_view text) {
  // A null pointer would be bound as NULL.
  const char* const data = text.data() == nullptr ? "" : text.data();
  sqlite3_bind_text(statement_.get(), position, data, static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

void SqliteStatement::bind(int position, std::int64_t number) {
  sqlite3_bind_int64(statement_.get(), position, number);
}

void SqliteStatement::bind_octets(int position, std::string_view octets) {
  const char* const data = octets.data() == nullptr ? "" : octets.data();
  sqlite3_bind_blob64(statement_.get(), position, data, octets.size(), SQLITE_TRANSIENT);
}

void SqliteStatement::bind_nothing(int position) {
  sqlite3_bind_null(statement_.get(), position);
}

bool SqliteStatement::run() {
  const int code = sqlite3_step(statement_.get());
  return sqlite3_reset(statement_.get()) == SQLITE_OK && code == SQLITE_DONE;
}

SqliteStatement::Step SqliteStatement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return Step::row;
  const bool succeeded = sqlite3_reset(statement_.get()) == SQLITE_OK && code == SQLITE_DONE;
  return succeeded ? Step::done : Step::failed;
}

void SqliteStatement::reset() {
  sqlite3_reset(statement_.get());
}

std::string SqliteStatement::text(int column) const {
  const auto* const text = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  if (text == nullptr) return {};
  return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

std::string SqliteStatement::octets(int column) const {
  const auto* const data = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  if (data == nullptr) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

bool SqliteStatement::is_nothing(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

std::int64_t SqliteStatement::number(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

void SqliteFile::Close::operator()(sqlite3* database) const {
  sqlite3_close_v2(database);
}

SqliteFile::SqliteFile(const std::string& file, std::string_view content, Keeps keeps)
    : name_(file + " (" + std::string(content) + ")") {
  sqlite3* database = nullptr;
  const int code = sqlite3_open_v2(file.empty() ? ":memory:" : file.c_str(), &database,
                                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  database_.reset(database);
  if (code != SQLITE_OK) refuse();
  // Nobody else uses the file, so no index in shared memory is needed.
  execute("PRAGMA locking_mode = EXCLUSIVE");
  execute("PRAGMA journal_mode = WAL");
  execute(keeps == Keeps::everything ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
}

void SqliteFile::check() {
  auto statement = prepared("PRAGMA quick_check(1)");
  if (statement.step() != SqliteStatement::Step::row) refuse();
  if (const auto said = statement.text(0); said != "ok") refuse("damaged: " + said);
}

void SqliteFile::execute(const char* sql) {
  if (sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) refuse();
}

SqliteStatement SqliteFile::prepared(const char* sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(database_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) !=
      SQLITE_OK)
    refuse();
  return SqliteStatement(statement);
}

bool SqliteFile::in_transaction() const {
  return sqlite3_get_autocommit(database_.get()) == 0;
}

std::string SqliteFile::last_error() const {
  return database_ == nullptr ? "out of memory" : sqlite3_errmsg(database_.get());
}

void SqliteFile::refuse(const std::string& why) const {
  throw std::system_error(EIO, std::generic_category(), name_ + ": " + why);
}

}  // namespace refd
