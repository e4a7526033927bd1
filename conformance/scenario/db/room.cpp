#include "scenario/db/room.h"

#include <algorithm>

#include "check/http_checks.h"
#include "scenario/context.h"

namespace cts {

using testing::Eq;

namespace {

// Those that could not be removed.
std::vector<std::string> remove_tables(AdminPages& pages, const std::string& database,
                                       const std::vector<std::string>& tables) {
  std::string sql;
  for (const std::string& table : tables) sql += "DROP TABLE IF EXISTS `" + table + "`;\n";
  const HttpReply reply = pages.typed(database, sql);
  std::vector<std::string> errors = errors_in(reply);
  // That one is not there is told as a note.
  std::erase(errors, "#1051");
  if (reply.status == 200 && errors.empty()) return {};
  std::vector<std::string> left;
  for (const std::string& table : tables) left.push_back("database " + database + "." + table);
  return left;
}

}  // namespace

DatabaseRoom::DatabaseRoom(Context& context, unsigned number)
    : DatabaseRoom(context, number, std::make_shared<AdminPages>(context)) {}

DatabaseRoom::DatabaseRoom(Context& context, unsigned number, std::shared_ptr<AdminPages> pages)
    : context_(context),
      database_(context.profile().database.name_of(context.ftp_login(), number)),
      pages_(std::move(pages)),
      tables_(std::make_shared<std::vector<std::string>>()) {}

std::string DatabaseRoom::new_table() {
  std::string table = context_.target().place_prefix + context_.unique();
  std::ranges::replace(table, '-', '_');
  if (tables_->empty()) {
    context_.undo_at_end("tables in " + database_, [pages = pages_, database = database_, tables = tables_] {
      return remove_tables(*pages, database, *tables);
    });
  }
  tables_->push_back(table);
  return table;
}

void DatabaseRoom::forget(std::string_view table) {
  std::erase(*tables_, table);
}

void DatabaseRoom::prepare(std::string_view sql) {
  const HttpReply reply = pages_->typed(database_, sql);
  context_.need("statements can be typed in phpMyAdmin", reply, Status(200));
  context_.need("and succeed", errors_in(reply), Eq(std::vector<std::string>()));
}

void DatabaseRoom::empty() {
  std::string sql;
  for (const std::string& table : *tables_) sql += "DROP TABLE `" + table + "`;\n";
  prepare(sql);
}

std::string DatabaseRoom::dump(std::string_view charset) {
  HttpReply reply = pages_->exported(database_, *tables_, charset);
  context_.need("phpMyAdmin exports", is_dump(reply), Eq(true));
  return std::move(reply.body);
}

std::string statements_of(std::string_view dump) {
  std::string out;
  while (!dump.empty()) {
    std::string_view line = dump.substr(0, dump.find('\n'));
    dump.remove_prefix(std::min(line.size() + 1, dump.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.starts_with("--") || line.starts_with('#')) continue;
    out.append(line).append("\n");
  }
  return out;
}

bool is_dump(const HttpReply& reply) {
  const std::string disposition = reply.header("Content-Disposition").value_or("");
  return reply.status == 200 && reply.problem.empty() &&
         disposition.find("attachment") != std::string::npos &&
         reply.body.find("CREATE TABLE") != std::string::npos;
}

}  // namespace cts
