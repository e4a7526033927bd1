// CGI-1 … CGI-3: which files are run, and by what.

#include "check/ftp_checks.h"
#include "check/http_checks.h"
#include "check/listing.h"
#include "scenario/cgi/script.h"
#include "scenario/context.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::AllOf;
using testing::Not;

std::string php_page(const Proof& proof) {
  return "<?php echo " + proof.expression() + ";\n";
}

void by_extension(Context& context) {
  HttpClient web = context.web();
  for (const std::string& extension : context.profile().cgi.extensions) {
    const Proof proof(context);
    put_script(context, "script" + extension, perl(context, proof.printed()));
    context.expect("script" + extension + " is run, and what it prints is the answer",
                   web.get(context.place().url_path("script" + extension)), Serves(proof.said()));
  }
}

/// Uploads `text` as `name` beside the site's own index.
void put_in_root(Context& context, const std::string& name, const std::string& text, std::string_view mode) {
  const std::string& documents = context.profile().web.document_directory;
  const std::string path = (documents == "/" ? "" : documents) + "/" + name;
  context.will_create(path);
  FtpClient ftp = context.ftp();
  context.need(path + " can be uploaded", ftp.upload(path, text), TransferSucceeds());
  context.need("its mode can be set", ftp.command("SITE CHMOD " + std::string(mode) + " " + path),
               Completed());
}

void in_the_root(Context& context) {
  HttpClient web = context.web();
  for (const std::string& extension : context.profile().cgi.extensions) {
    const Proof proof(context);
    const std::string name = context.target().place_prefix + context.unique() + extension;
    put_in_root(context, name, perl(context, proof.printed()), "755");
    context.expect("a script whose name ends in " + extension + " is run in the site's first directory",
                   web.get("/" + name), Serves(proof.said()));
  }
}

/// Directories below each other in the scenario's place, "a/b/c"; the innermost one.
std::string deep_directory(Context& context) {
  std::string directory;
  for (const std::string_view name : {"members", "guest-book", "data"}) {
    directory += (directory.empty() ? "" : "/") + std::string(name);
    context.place().make_directory(directory);
  }
  return directory;
}

/// The permissions that a listing shows of the file; empty when it shows none.
std::string permissions_of(FtpClient& ftp, const std::string& directory, std::string_view name) {
  if (!ftp.command("CWD " + directory).completed()) return {};
  for (const ListEntry& entry : parse_unix_list(ftp.list("LIST").data).entries)
    if (entry.name == name) return entry.permissions;
  return {};
}

void deep_down(Context& context) {
  HttpClient web = context.web();
  Place& place = context.place();
  const std::string directory = deep_directory(context);
  for (const std::string& extension : context.profile().cgi.extensions) {
    const Proof proof(context);
    const std::string name = directory + "/script" + extension;
    place.put(name, perl(context, proof.printed()));
    FtpClient& ftp = place.session();
    const FtpReply changed = ftp.command("SITE CHMOD 755 " + place.path(name));
    if (!context.expect_for("FTP-MODE-1", "a script deep down can be made executable", changed, Completed()))
      return;
    // Where nothing is shown, it is not this scenario's to say why.
    const std::string shown = permissions_of(ftp, place.path(directory), "script" + extension);
    if (!context.expect_for("FTP-MODE-1", "it has these permissions then", shown,
                            testing::AnyOf("rwxr-xr-x", std::string())))
      return;
    context.expect("a script whose name ends in " + extension + " is run deep down too",
                   web.get(place.url_path(name)), Serves(proof.said()));
  }
}

void source_is_not_shown(Context& context) {
  HttpClient web = context.web();
  Place& place = context.place();
  const auto HidesSource = [] {
    return Not(BodyContains(Proof::in_source));
  };
  for (const std::string& extension : context.profile().cgi.extensions) {
    const Proof proof(context);
    const std::string name = "script" + extension;
    const std::string url = place.url_path(name);
    put_script(context, name, perl(context, proof.printed()));
    if (!context.expect(name + " is run", web.get(url), Serves(proof.said()))) continue;
    for (const std::string_view behind : {"?a=b", "?", "/path", "/"})
      context.expect(name + std::string(behind) + " does not show the source",
                     web.get(url + std::string(behind)), HidesSource());
    context.expect("a part of it is no part of the source",
                   web.send({.target = url, .headers = {{"Range", "bytes=0-400"}}}), HidesSource());
    context.expect("posting to it does not show the source",
                   web.send({.method = "POST", .target = url, .body = "a=b"}), HidesSource());
    place.change_mode(name, "644");
    context.expect("without permission to execute it is not shown as a text either", web.get(url),
                   AllOf(HidesSource(), Not(Status(0))));
  }
}

void php_by_interpreter_line(Context& context) {
  HttpClient web = context.web();
  for (const std::string& extension : context.profile().cgi.extensions) {
    const Proof proof(context);
    // The command-line kind of PHP prints no head of its own.
    put_script(
        context, "form" + extension,
        php_script(context,
                   "<?php if (php_sapi_name() == \"cli\") echo \"Content-Type: text/html\\n\\n\";\necho " +
                       proof.expression() + ";\n"));
    context.expect("form" + extension + " is run by PHP, which its interpreter line names",
                   web.get(context.place().url_path("form" + extension)), Serves(proof.said()));
  }
}

void php_without_permission_to_execute(Context& context) {
  HttpClient web = context.web();
  for (const std::string& extension : context.profile().cgi.php_extensions) {
    const Proof proof(context);
    const std::string name = "page" + extension;
    context.place().put(name, php_page(proof));
    context.place().change_mode(name, "644");
    context.expect(name + " with permissions 644 and no interpreter line is run by PHP",
                   web.get(context.place().url_path(name)), Serves(proof.said()));
  }
}

void php_in_every_directory(Context& context) {
  HttpClient web = context.web();
  const std::string directory = deep_directory(context);
  for (const std::string& extension : context.profile().cgi.php_extensions) {
    const Proof deep(context);
    context.place().put(directory + "/page" + extension, php_page(deep));
    context.expect("a page whose name ends in " + extension + " is run deep down",
                   web.get(context.place().url_path(directory + "/page" + extension)), Serves(deep.said()));
    const Proof first(context);
    const std::string name = context.target().place_prefix + context.unique() + extension;
    put_in_root(context, name, php_page(first), "644");
    context.expect("and in the site's first directory", web.get("/" + name), Serves(first.said()));
  }
}

void php_gets_what_forms_send(Context& context) {
  HttpClient web = context.web();
  Place& place = context.place();
  const Proof proof(context);
  const std::string name = "form" + php_extension(context);
  place.put(name,
            "<?php echo " + proof.expression() +
                ", '|', $_SERVER['REQUEST_METHOD'], '|', isset($_GET['colour']) ? $_GET['colour'] : '', "
                "'|', isset($_POST['taste']) ? $_POST['taste'] : '';\n");
  const std::string url = place.url_path(name);
  const std::string colour = context.unique();
  const std::string taste = context.unique();
  context.expect("a page gets the query of its URL, decoded", web.get(url + "?colour=%3C" + colour + "+b%3E"),
                 Serves(proof.said() + "|GET|<" + colour + " b>|"));
  context.expect("and the fields of a form that is posted to it",
                 web.send({.method = "POST",
                           .target = url + "?colour=" + colour,
                           .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                           .body = "taste=" + taste + "%26c"}),
                 Serves(proof.said() + "|POST|" + colour + "|" + taste + "&c"));
}

const Scenario table[] = {
    {.id = "cgi.run.by_extension",
     .clauses = {"CGI-1"},
     .purpose = "An executable file with the extension of scripts is run, and what it prints is the answer.",
     .needs = Need::web | Need::ftp_login,
     .tier = Tier::smoke,
     .run = by_extension},
    {.id = "cgi.run.in_the_root",
     .clauses = {"CGI-1"},
     .purpose = "Scripts run in the site's first directory, beside its pages.",
     .needs = Need::web | Need::ftp_login,
     .run = in_the_root},
    {.id = "cgi.run.deep_down",
     .clauses = {"CGI-1", "FTP-MODE-1"},
     .purpose = "Scripts can be put and made executable deep down in directories of the customer's, and run.",
     .needs = Need::web | Need::ftp_login,
     .run = deep_down},
    {.id = "cgi.run.source_is_not_shown",
     .clauses = {"CGI-1"},
     .purpose = "However a script is asked for, nobody gets to read it.",
     .needs = Need::web | Need::ftp_login,
     .run = source_is_not_shown},
    {.id = "cgi.php.by_interpreter_line",
     .clauses = {"CGI-2"},
     .purpose = "A script whose interpreter line names PHP is run by it.",
     .needs = Need::web | Need::ftp_login,
     .run = php_by_interpreter_line},
    {.id = "cgi.php.without_permission_to_execute",
     .clauses = {"CGI-3"},
     .purpose = "A PHP page as an editor uploads it is run, without any further step.",
     .needs = Need::web | Need::ftp_login,
     .tier = Tier::smoke,
     .run = php_without_permission_to_execute},
    {.id = "cgi.php.in_every_directory",
     .clauses = {"CGI-3"},
     .purpose = "PHP pages run in the site's first directory and deep down.",
     .needs = Need::web | Need::ftp_login,
     .run = php_in_every_directory},
    {.id = "cgi.php.gets_what_forms_send",
     .clauses = {"CGI-3"},
     .purpose = "A PHP page finds the query of its URL and the fields of a form where PHP keeps them.",
     .needs = Need::web | Need::ftp_login,
     .run = php_gets_what_forms_send},
};

}  // namespace

std::span<const Scenario> script_running_scenarios() {
  return table;
}

}  // namespace cts
