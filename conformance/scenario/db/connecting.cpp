// DB-3, FTP-DB-1: who reaches the database's port, and its files.

#include "check/ftp_checks.h"
#include "check/http_checks.h"
#include "scenario/cgi/script.h"
#include "scenario/context.h"
#include "scenario/db/room.h"
#include "scenario/ftp/reading.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::AnyOf;
using testing::EndsWith;
using testing::Eq;

// MySQL greets whoever it may talk to with the number of its protocol; anybody else gets an error, or
// nothing.
std::string answer_of(const Knock& knock) {
  constexpr std::size_t kind_at = 4;  // behind a packet's length and number
  if (!knock.connected) return "no connection";
  if (knock.heard.empty()) return "nothing";
  const bool is_error = knock.heard.size() > kind_at && knock.heard[kind_at] == '\xff';
  return is_error ? "an error" : "a greeting";
}

bool is_loopback(const std::string& address) {
  return address.starts_with("127.") || address == "::1";
}

void port_is_closed(Context& context) {
  AdminPages pages(context);
  const std::string database = context.profile().database.name_of(context.ftp_login(), 1);
  context.need("there is a database", pages.opens(database), Eq(true));
  // On the same machine, localhost is one address of many: the second vantage point has another.
  const unsigned from = is_loopback(context.target().database.address) ? 1 : 0;
  const std::string answer = answer_of(context.knock_at_database(from));
  context.record("db.port.from_outside", answer);
  context.expect("from another machine nobody is greeted at the database's port", answer,
                 AnyOf("no connection", "nothing", "an error"));
}

/// PHP since 4.0 that tells what the database answers; the password comes with the request.
std::string connecting(Context& context, const Proof& proof) {
  const std::string user = context.profile().database.user_of(context.ftp_login());
  const std::string database = context.profile().database.name_of(context.ftp_login(), 1);
  return "$user = '" + user + "'; $password = $_POST['password'];\n" +
         "print 'given ' . strlen($password) . ', ';\n"
         "if (function_exists('mysqli_report')) mysqli_report(MYSQLI_REPORT_OFF);\n"
         "$with_i = function_exists('mysqli_connect');\n"
         "$link = $with_i ? @mysqli_connect('localhost', $user, $password, '" +
         database +
         "') : @mysql_connect('localhost', $user, $password);\n"
         "if (!$link) { print 'no connection'; exit; }\n"
         "$asked = 'SELECT 6 * 7';\n"
         "$rows = $with_i ? mysqli_query($link, $asked) : mysql_query($asked);\n"
         "$row = $with_i ? mysqli_fetch_row($rows) : mysql_fetch_row($rows);\n"
         "if ($row[0] == 42) print " +
         proof.expression() + ";\n";
}

/// What it says first.
std::string given(Context& context) {
  return "given " + std::to_string(context.ftp_password().size()) + ", ";
}

HttpReply run_with_password(Context& context, std::string_view name) {
  FormData data;
  data.add("password", context.ftp_password());
  context.transcript().hide(url_encoded(data));
  return context.web().send({.method = "POST",
                             .target = context.place().url_path(name),
                             .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                             .body = url_encoded(data)});
}

void pages_connect(Context& context) {
  const Proof proof(context);
  const std::string name = "connect" + php_extension(context);
  context.place().put(name, "<?php\n" + connecting(context, proof));
  const HttpReply reply = run_with_password(context, name);
  context.need("the page runs, and is given the password", reply, BodyContains(given(context)));
  context.expect("a PHP page connects to the database at localhost", reply.body, EndsWith(proof.said()));
}

void scripts_connect(Context& context) {
  const Proof proof(context);
  const std::string name = "connect" + script_extension(context);
  put_script(
      context, name,
      php_script(context, "<?php\nheader('Content-Type: text/plain');\n" + connecting(context, proof)));
  const HttpReply reply = run_with_password(context, name);
  context.need("the script runs, and is given the password", reply, BodyContains(given(context)));
  context.expect("a CGI script connects to the database at localhost", reply.body, EndsWith(proof.said()));
}

/// Paths that a listing shows down to `depth` levels below `directory`, without the suite's own places.
void collect(FtpClient& ftp, const std::string& directory, int depth, const std::string& own,
             std::vector<std::string>& paths) {
  constexpr std::size_t most = 2000;
  for (const std::string& name : names_in(ftp, directory.empty() ? "/" : directory)) {
    if (name == "." || name == ".." || name.starts_with(own) || paths.size() >= most) continue;
    const std::string path = directory + "/" + name;
    paths.push_back(path);
    const bool is_file = name.find('.') != std::string::npos;
    if (depth > 1 && !is_file) collect(ftp, path, depth - 1, own, paths);
  }
}

void files_are_out_of_reach(Context& context) {
  DatabaseRoom room(context);
  const std::string table = room.new_table();
  room.prepare("CREATE TABLE `" + table + "` (word VARCHAR(80) NOT NULL);\n");
  FtpClient ftp = context.ftp();
  std::vector<std::string> paths;
  constexpr int levels = 3;
  collect(ftp, "", levels, context.target().place_prefix, paths);
  context.need("something is seen by FTP", paths.empty(), Eq(false));
  std::vector<std::string> shown;
  for (const std::string& path : paths) {
    if (path.ends_with("/" + room.database()) || path.find("/ibdata") != std::string::npos)
      shown.push_back(path);
  }
  context.expect("no listing shows the database's files", shown, Eq(std::vector<std::string>()));
  for (const std::string_view folder :
       {"/mysql/", "/data/", "/var/lib/mysql/", "/home/mysql/", "/mysql/data/"}) {
    for (const std::string_view extension : {".frm", ".MYD", ".ibd"}) {
      const std::string path = std::string(folder) + room.database() + "/" + table + std::string(extension);
      context.expect(path + " cannot be fetched", ftp.download(path), TransferRefused());
    }
  }
}

const Scenario table[] = {
    {.id = "ftp.database.files_out_of_reach",
     .clauses = {"FTP-DB-1"},
     .purpose = "The files in which the database keeps its tables are not among the customer's.",
     .needs = Need::web | Need::ftp_login,
     .run = files_are_out_of_reach},
    {.id = "db.port.closed_to_others",
     .clauses = {"DB-3"},
     .purpose = "From another machine nobody can try passwords at the database's port.",
     .needs = Need::web | Need::ftp_login,
     .consent = Consent::observe,
     .run = port_is_closed},
    {.id = "db.port.pages_connect",
     .clauses = {"DB-3"},
     .purpose = "PHP pages on the server work with the database.",
     .needs = Need::web | Need::ftp_login,
     .run = pages_connect},
    {.id = "db.port.scripts_connect",
     .clauses = {"DB-3"},
     .purpose = "So do CGI scripts.",
     .needs = Need::web | Need::ftp_login,
     .run = scripts_connect},
};

}  // namespace

std::span<const Scenario> database_connecting_scenarios() {
  return table;
}

}  // namespace cts
