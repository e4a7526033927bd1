// DB-5 … DB-7, DB-10: what is exported, and what becomes of it when it is imported.

#include "check/http_checks.h"
#include "scenario/context.h"
#include "scenario/db/room.h"
#include "scenario/db/stock.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::Eq;
using testing::HasSubstr;
using testing::Ne;

const std::vector<std::string> nothing;

/// Makes the stock's tables in the room.
Stock stocked(Context& context, DatabaseRoom& room) {
  const std::string goods = room.new_table();
  const std::string orders = room.new_table();
  Stock stock(goods, orders, context.unique());
  room.prepare(stock.statements());
  return stock;
}

void export_is_complete(Context& context) {
  DatabaseRoom room(context);
  const Stock stock = stocked(context, room);
  const HttpReply reply = room.pages().exported(room.database(), room.tables());
  context.expect("an export is a file of SQL, which a browser stores", is_dump(reply), Eq(true));
  context.record("db.export.type", reply.header("Content-Type").value_or("none"));
  context.expect("tables, columns, keys and rows are all in it", missing_in(reply.body, stock.parts()),
                 Eq(nothing));
  const std::size_t end = reply.body.find_last_not_of(" \t\r\n");
  context.expect("it does not end in the midst of a statement",
                 end == std::string::npos ? std::string() : reply.body.substr(end, 1),
                 testing::AnyOf(";", "/", "-"));
}

void import_restores(Context& context) {
  DatabaseRoom room(context);
  stocked(context, room);
  const std::string before = room.dump();
  room.empty();
  const HttpReply reply = room.pages().import(room.database(), before);
  context.need("a file is taken", reply, Status(200));
  context.expect("an export is imported without an error into tables' absence", errors_in(reply),
                 Eq(nothing));
  const HttpReply after = room.pages().exported(room.database(), room.tables());
  context.expect("afterwards everything is as it was", statements_of(after.body), Eq(statements_of(before)));
}

void import_replaces_nothing(Context& context) {
  DatabaseRoom room(context);
  stocked(context, room);
  const std::string earlier = room.dump();
  // What an import could take away.
  const std::string word = context.unique();
  room.prepare("INSERT INTO `" + room.tables().front() + "` (id, name, price) VALUES (9001, '" + word +
               "', 1.00);\n");
  const std::string before = room.dump();
  context.need("another row is in it", before, HasSubstr(word));
  const HttpReply reply = room.pages().import(room.database(), earlier);
  context.need("a file is taken", reply, Status(200));
  context.expect("an import over tables that are there shows an error", errors_in(reply), Ne(nothing));
  const HttpReply after = room.pages().exported(room.database(), room.tables());
  context.expect("and leaves what was there", statements_of(after.body), Eq(statements_of(before)));
}

void tables_in_the_browser(Context& context) {
  DatabaseRoom room(context);
  AdminPages& pages = room.pages();
  const std::string name = room.new_table();
  const std::string word = context.unique();
  const std::string quoted = "`" + name + "`";
  const auto works = [&](std::string_view what, const std::string& sql) {
    context.expect("a customer can " + std::string(what) + " in the browser",
                   errors_in(pages.typed(room.database(), sql)), Eq(nothing));
  };
  works("create a table", "CREATE TABLE " + quoted + " (id INT NOT NULL, word VARCHAR(80) NOT NULL)");
  works("change it", "ALTER TABLE " + quoted + " ADD price INT NOT NULL");
  context.expect("and finds it", pages.lists(room.database(), name), Eq(true));
  works("fill it", "INSERT INTO " + quoted + " (id, word, price) VALUES (1, '" + word + "', 42)");
  const HttpReply page = pages.typed(room.database(), "SELECT * FROM " + quoted);
  context.expect("a customer can look at it in the browser", html_text(page.body), HasSubstr(word));
  works("drop it", "DROP TABLE " + quoted);
  context.expect("upon which it is gone", pages.lists(room.database(), name), Eq(false));
}

const Scenario table[] = {
    {.id = "db.export.complete",
     .clauses = {"DB-5"},
     .purpose = "A backup holds every table, key and row.",
     .needs = Need::web | Need::ftp_login,
     .run = export_is_complete},
    {.id = "db.import.restores",
     .clauses = {"DB-6"},
     .purpose = "A backup brings everything back as it was.",
     .needs = Need::web | Need::ftp_login,
     .run = import_restores},
    {.id = "db.import.replaces_nothing",
     .clauses = {"DB-7"},
     .purpose = "A backup that is imported over what is there fails, and spoils nothing.",
     .needs = Need::web | Need::ftp_login,
     .run = import_replaces_nothing},
    {.id = "db.tables.in_the_browser",
     .clauses = {"DB-10"},
     .purpose = "Tables are created, changed, filled, looked at and dropped in the browser.",
     .needs = Need::web | Need::ftp_login,
     .run = tables_in_the_browser},
};

}  // namespace

std::span<const Scenario> database_keeping_scenarios() {
  return table;
}

}  // namespace cts
