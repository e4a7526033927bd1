#include "deviations/tables.h"

namespace refd {
namespace {

// Nothing can be seen of databases when nobody gets in.
const std::vector<std::string_view> all_of_databases{"DB-1", "DB-2", "DB-3",  "DB-4",   "DB-5",    "DB-6",
                                                     "DB-7", "DB-8", "DB-10", "HOST-4", "FTP-DB-1"};

// Databases and phpMyAdmin: DB, HOST-4, FTP-DB-1.
const Deviation rows[] = {
    {.id = "db.databases.five_only",
     .clauses = {"DB-1"},
     .summary = "the sixth database is not the customer's",
     .database =
         [](DatabasePolicy& p) {
           p.databases = 5;
         }},
    {.id = "db.databases.last_is_read_only",
     .clauses = {"DB-1"},
     .summary = "in the last database nothing can be stored",
     .database =
         [](DatabasePolicy& p) {
           p.last_database_is_writable = false;
         }},
    {.id = "db.login.keeps_hyphens",
     .clauses = all_of_databases,
     .summary = "the database's user is the FTP login with its hyphens",
     .database =
         [](DatabasePolicy& p) {
           p.dropped = "";
         }},
    {.id = "db.login.hyphens_as_well",
     .clauses = {"DB-2"},
     .summary = "the FTP login with its hyphens is let in, too",
     .database =
         [](DatabasePolicy& p) {
           p.only_one_user = false;
         }},
    {.id = "db.login.case_ignored",
     .clauses = {"DB-2"},
     .summary = "the password in small letters is let in, too",
     .database =
         [](DatabasePolicy& p) {
           p.password_has_case = false;
         }},
    {.id = "db.login.without_password",
     .clauses = {"DB-2"},
     .summary = "the user is let in without a password, too",
     .database =
         [](DatabasePolicy& p) {
           p.asks_for_the_password = false;
         }},
    {.id = "db.port.open",
     .clauses = {"DB-3"},
     .summary = "the database's port is open to everybody",
     .database =
         [](DatabasePolicy& p) {
           p.port_is_closed = false;
         }},
    {.id = "db.port.closed_to_programs",
     .clauses = {"DB-3"},
     .summary = "programs of the customer's cannot connect",
     .database =
         [](DatabasePolicy& p) {
           p.programs_connect = false;
         }},
    {.id = "db.admin.absent",
     .clauses = all_of_databases,
     .summary = "there is no phpMyAdmin",
     .database =
         [](DatabasePolicy& p) {
           p.admin_is_there = false;
         }},
    {.id = "db.admin.not_at_added_domains",
     .clauses = {"HOST-4", "DB-4"},
     .summary = "phpMyAdmin is not found under added domains",
     .database =
         [](DatabasePolicy& p) {
           p.admin_is_at_added_domains = false;
         }},
    {.id = "db.admin.not_at_server_name",
     .clauses = {"HOST-4", "DB-4"},
     .summary = "phpMyAdmin is not found under the server's own name",
     .database =
         [](DatabasePolicy& p) {
           p.admin_is_at_server_name = false;
         }},
    {.id = "db.admin.not_at_address",
     .clauses = {"HOST-4", "DB-4"},
     .summary = "phpMyAdmin is not found under the server's address",
     .database =
         [](DatabasePolicy& p) {
           p.admin_is_at_addresses = false;
         }},
    {.id = "db.admin.asks_nobody",
     .clauses = {"DB-4"},
     .summary = "phpMyAdmin shows a page without asking who wants to see it",
     .database =
         [](DatabasePolicy& p) {
           p.admin_asks = false;
         }},
    {.id = "db.export.loses_last_rows",
     .clauses = {"DB-5", "DB-6", "DB-7"},
     .summary = "an export lacks the last row of each statement",
     .database =
         [](DatabasePolicy& p) {
           p.exports_are_whole = false;
         }},
    {.id = "db.export.structure_only",
     .clauses = {"DB-5", "DB-6", "DB-7", "DB-8"},
     .summary = "an export has no rows",
     .database =
         [](DatabasePolicy& p) {
           p.exports_have_rows = false;
         }},
    {.id = "db.import.loses_last_rows",
     .clauses = {"DB-6"},
     .summary = "an import loses the last row of each statement",
     .database =
         [](DatabasePolicy& p) {
           p.imports_are_whole = false;
         }},
    {.id = "db.import.loses_keys",
     .clauses = {"DB-6"},
     .summary = "an import loses the keys of tables",
     .database =
         [](DatabasePolicy& p) {
           p.imports_keep_keys = false;
         }},
    {.id = "db.import.replaces",
     .clauses = {"DB-7"},
     .summary = "an import replaces the tables that are there",
     .database =
         [](DatabasePolicy& p) {
           p.imports_leave_what_is_there = false;
         }},
    {.id = "db.import.hides_failures",
     .clauses = {"DB-7"},
     .summary = "an import that fails looks like one that did not",
     .database =
         [](DatabasePolicy& p) {
           p.failures_are_shown = false;
         }},
    {.id = "db.export.changes_letters",
     .clauses = {"DB-8"},
     .summary = "an export has one character in the place of another",
     .database =
         [](DatabasePolicy& p) {
           p.exports_keep_octets = false;
         }},
    {.id = "db.import.changes_letters",
     .clauses = {"DB-8"},
     .summary = "an import stores one character in the place of another",
     .database =
         [](DatabasePolicy& p) {
           p.imports_keep_octets = false;
         }},
    {.id = "db.tables.rows_not_shown",
     .clauses = {"DB-10"},
     .summary = "the rows of a table are not shown",
     .database =
         [](DatabasePolicy& p) {
           p.rows_are_shown = false;
         }},
    {.id = "ftp.database.files_shown",
     .clauses = {"FTP-DB-1"},
     .summary = "the databases' files can be fetched by FTP",
     .database =
         [](DatabasePolicy& p) {
           p.files_are_out_of_reach = false;
         }},
};

}  // namespace

std::span<const Deviation> database_deviations() {
  return rows;
}

}  // namespace refd
