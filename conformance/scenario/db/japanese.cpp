// DB-8: Japanese text on its way out and in again.

#include "check/http_checks.h"
#include "scenario/context.h"
#include "scenario/db/room.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::Eq;
using testing::HasSubstr;

const std::vector<std::string> nothing;

// Characters whose second octet in Shift_JIS is a backslash, and half-width katakana: in all three.
constexpr std::string_view utf8 =
    "\xE8\xA1\xA8\xE8\xA8\x88\xE7\xAE\x97\xE3\x82\xBD\xE3\x83\x95\xE3\x83\x88\xE3\x81\xAE\xE4\xBA\x88\xE7\xB4"
    "\x84"
    "\xE3\x81\xA8\xE8\x83\xBD\xE5\x8A\x9B\xE3\x80\x81\xEF\xBD\xB1\xEF\xBD\xB2\xEF\xBD\xB3";
constexpr std::string_view euc_jp =
    "\xC9\xBD\xB7\xD7\xBB\xBB\xA5\xBD\xA5\xD5\xA5\xC8\xA4\xCE\xCD\xBD\xCC\xF3\xA4\xC8\xC7\xBD\xCE\xCF\xA1\xA2"
    "\x8E\xB1"
    "\x8E\xB2\x8E\xB3";
constexpr std::string_view shift_jis =
    "\x95\x5C\x8C\x76\x8E\x5A\x83\x5C\x83\x74\x83\x67\x82\xCC\x97\x5C\x96\xF1\x82\xC6\x94\x5C\x97\xCD\x81\x41"
    "\xB1\xB2"
    "\xB3";
// WAVE DASH, which tables of characters disagree about, and a character outside the first plane.
constexpr std::string_view wave_dash =
    "9\xE3\x80\x9C"
    "17";
constexpr std::string_view rare = "\xF0\xA0\xAE\xB7\xE9\x87\x8E";

struct Charset {
  std::string_view name;  ///< as the database calls it
  std::string text;       ///< in UTF-8
};

/// Makes a table in that character set with its text; false when the database has none of that name.
bool made(DatabaseRoom& room, const Charset& charset) {
  const std::string table = room.new_table();
  const HttpReply reply = room.pages().typed(
      room.database(), "CREATE TABLE `" + table +
                           "` (id INT NOT NULL, word VARCHAR(80) NOT NULL, PRIMARY KEY (id)) "
                           "DEFAULT CHARACTER SET " +
                           std::string(charset.name) + ";\n");
  if (!errors_in(reply).empty()) {
    room.forget(table);
    return false;
  }
  room.prepare("INSERT INTO `" + table + "` VALUES (1, '" + charset.text + "');\n");
  return true;
}

void tables_of_every_charset(Context& context) {
  const std::string plain(utf8);
  const Charset charsets[] = {{"utf8mb4", plain + std::string(wave_dash) + std::string(rare)},
                              {"utf8", plain + std::string(wave_dash) + "3"},
                              {"ujis", plain + "u"},
                              {"sjis", plain + "s"}};
  DatabaseRoom room(context);
  std::vector<Charset> found;
  std::string names;
  for (const Charset& charset : charsets) {
    if (!made(room, charset)) continue;
    found.push_back(charset);
    names += (names.empty() ? "" : " ") + std::string(charset.name);
  }
  context.record("db.charsets", names.empty() ? "none" : names);
  if (found.empty()) context.not_applicable("the database has none of utf8mb4, utf8, ujis and sjis");
  const std::string before = room.dump();
  for (const Charset& charset : found) {
    context.expect("the text of a table in " + std::string(charset.name) + " is exported octet for octet",
                   before, HasSubstr("'" + charset.text + "'"));
  }
  room.empty();
  context.expect("the export is imported", errors_in(room.pages().import(room.database(), before)),
                 Eq(nothing));
  const HttpReply after = room.pages().exported(room.database(), room.tables());
  for (const Charset& charset : found) {
    context.expect("the text of a table in " + std::string(charset.name) + " comes back octet for octet",
                   after.body, HasSubstr("'" + charset.text + "'"));
  }
}

void files_of_every_charset(Context& context) {
  struct File {
    std::string_view name;
    std::vector<std::string_view> names;  // as forms may call it
    std::string_view text;
  };
  const File files[] = {{"EUC-JP", {"euc-jp", "eucJP"}, euc_jp},
                        {"Shift_JIS", {"SHIFT_JIS", "sjis"}, shift_jis}};
  std::string found;
  for (const File& file : files) {
    DatabaseRoom room(context);
    // First, for a database without tables has no page to export them.
    context.need("a table is made", made(room, {"utf8", std::string(utf8)}), Eq(true));
    const auto called = room.pages().charset_called(room.database(), file.names);
    if (!called) continue;
    found += (found.empty() ? "" : " ") + std::string(file.name);
    const std::string of = " in " + std::string(file.name);
    const std::string before = room.dump(*called);
    context.expect("an export" + of + " holds the text in it", before, HasSubstr(std::string(file.text)));
    room.empty();
    context.expect("it is imported as a file" + of,
                   errors_in(room.pages().import(room.database(), before, *called)), Eq(nothing));
    const HttpReply after = room.pages().exported(room.database(), room.tables());
    context.expect("the text is then what it was", after.body, HasSubstr(std::string(utf8)));
  }
  context.record("db.file_charsets", found.empty() ? "none" : found);
  if (found.empty()) context.not_applicable("phpMyAdmin offers neither EUC-JP nor Shift_JIS for files");
}

const Scenario table[] = {
    {.id = "db.japanese.tables_survive",
     .clauses = {"DB-8"},
     .purpose = "Japanese text comes back octet for octet, in whatever a table keeps it.",
     .needs = Need::web | Need::ftp_login,
     .run = tables_of_every_charset},
    {.id = "db.japanese.files_survive",
     .clauses = {"DB-8"},
     .purpose = "So it does by way of a file in EUC-JP or Shift_JIS, when both ways name the same.",
     .needs = Need::web | Need::ftp_login,
     .run = files_of_every_charset},
};

}  // namespace

std::span<const Scenario> database_japanese_scenarios() {
  return table;
}

}  // namespace cts
