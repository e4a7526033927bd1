// FTP-DIR-1 … FTP-DIR-3: where a login lands, what is above it, and what is not.

#include "check/ftp_checks.h"
#include "scenario/context.h"
#include "scenario/ftp/reading.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::Contains;
using testing::Eq;

std::string last_component(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

void expect_at_root(Context& context, FtpClient& ftp, std::string_view requirement) {
  context.expect(requirement, working_directory(ftp), Eq(std::string("/")));
}

void climbing_reaches_root(Context& context) {
  FtpClient ftp = context.ftp();
  context.record("ftp.login_directory", working_directory(ftp));
  context.expect("only a directory that is there can be entered", ftp.command("CWD " + context.unique()),
                 Refused());
  const unsigned levels = context.profile().ftp.levels_to_root;
  for (unsigned level = 1; level <= levels; ++level) {
    context.expect("one can climb " + std::to_string(level) + " of " + std::to_string(levels) + " levels up",
                   ftp.command("CWD .."), Completed());
  }
  expect_at_root(context, ftp, "that leads to /");
  context.expect("which holds the directory of the documents", names_in(ftp, "/"),
                 Contains(last_component(context.profile().web.document_directory)));
}

void root_is_a_floor(Context& context) {
  FtpClient ftp = context.ftp();
  context.expect("/ can be entered", ftp.command("CWD /"), Completed());
  context.expect("a directory that is not there cannot", ftp.command("CWD /" + context.unique()), Refused());
  for (int time = 0; time < 3; ++time) {
    context.expect("climbing from / is no mistake", ftp.command("CWD .."), Completed());
    expect_at_root(context, ftp, "and stays there");
  }
  context.expect("it is still the customer's /", names_in(ftp, "/"),
                 Contains(last_component(context.profile().web.document_directory)));
}

void initial_folder(Context& context) {
  const std::string text = context.unique();
  context.place().put("page.html", text);
  const std::string& documents = context.profile().web.document_directory;
  const std::string relative_page = context.place().path("page.html").substr(documents.size() + 1);
  FtpClient ftp = context.ftp();
  const std::string& initial = context.profile().ftp.path_to_documents;
  const std::string login_directory = working_directory(ftp);
  const std::string by_its_full_name = login_directory + "/" + initial;
  // As FFFTP sends its initial folder, and as lftp sends "cd" to it.
  for (const std::string& path : {initial, by_its_full_name}) {
    context.expect("one CWD to the initial folder is enough", ftp.command("CWD " + path), Completed());
    context.expect("it leads to the documents", working_directory(ftp), Eq(documents));
    context.expect("where the customer's files are", ftp.download(relative_page), DataIs(text));
    context.need("the session can go back to where it began", ftp.command("CWD " + login_directory),
                 Completed());
  }
}

void exist_from_the_start(Context& context) {
  FtpClient ftp = context.ftp();
  for (const std::string& directory : context.profile().ftp.directories) {
    const std::string parent = directory.substr(0, directory.rfind('/') + 1);
    context.expect(directory + " is listed", names_in(ftp, parent), Contains(last_component(directory)));
    context.expect(directory + " can be entered", ftp.command("CWD " + directory), Completed());
    context.expect("the session stands in " + directory + " then", working_directory(ftp), Eq(directory));
  }
}

/// A customer's / may hold an "etc" of its own: what is listed there may be read, and is not the machine's.
bool is_customers_own(const std::vector<std::string>& names_in_root, std::string_view name) {
  return std::ranges::find(names_in_root, name) != names_in_root.end();
}

void nothing_outside_by_absolute_path(Context& context) {
  const std::string text = context.unique();
  context.place().put("inside.txt", text);
  context.expect("a file of the customer's is reached by its absolute path", fetched(context, "inside.txt"),
                 DataIs(text));
  FtpClient& ftp = context.place().session();
  const std::vector<std::string> own = names_in(ftp, "/");
  for (const std::string_view top : {"etc", "proc", "root"}) {
    if (is_customers_own(own, top)) continue;
    context.expect("/" + std::string(top) + ", which / does not show, cannot be entered",
                   ftp.command("CWD /" + std::string(top)), Refused());
  }
  if (is_customers_own(own, "etc")) return;
  for (const std::string_view path : {"/etc/passwd", "/etc/hostname"}) {
    context.expect(std::string(path) + " of the machine cannot be fetched", ftp.download(path),
                   TransferRefused());
  }
  // Few servers let a customer make symbolic links; those that do must not follow one out.
  const FtpReply link = context.ftp().command("SITE SYMLINK /etc/passwd " + context.place().path("link.txt"));
  context.record("ftp.site_symlink", link.completed() ? "offered" : "not offered");
  if (link.completed()) {
    context.expect("nor through a symbolic link", fetched(context, "link.txt"), TransferRefused());
  }
}

void nothing_outside_by_climbing(Context& context) {
  const std::string text = context.unique();
  context.place().put("inside.txt", text);
  FtpClient& ftp = context.place().session();
  const bool has_etc_of_its_own = is_customers_own(names_in(ftp, "/"), "etc");
  context.expect("a place of the customer's can be entered",
                 ftp.command("CWD " + context.place().directory()), Completed());
  context.expect("its file is reached by its name", ftp.download("inside.txt"), DataIs(text));
  if (has_etc_of_its_own) return;
  std::string up;
  for (int level = 0; level < 16; ++level) up += "../";
  for (const std::string& path :
       {up + "etc/passwd", "/" + up + "etc/passwd", "/web/" + up + "etc/hostname"}) {
    context.expect("climbing in a path does not lead out: " + path, ftp.download(path), TransferRefused());
  }
  context.expect("nor does it in a CWD", ftp.command("CWD " + up + "etc"), Refused());
}

const Scenario table[] = {
    {.id = "ftp.dir.climbing_reaches_root",
     .clauses = {"FTP-DIR-1"},
     .purpose =
         "From where a login lands, going up as often as the manual says leads to the top, where web is.",
     .needs = Need::ftp_login,
     .tier = Tier::smoke,
     .consent = Consent::observe,
     .run = climbing_reaches_root},
    {.id = "ftp.dir.root_is_a_floor",
     .clauses = {"FTP-DIR-1"},
     .purpose = "Going up once too often does no harm: the top stays the top.",
     .needs = Need::ftp_login,
     .consent = Consent::observe,
     .run = root_is_a_floor},
    {.id = "ftp.dir.initial_folder",
     .clauses = {"FTP-DIR-2"},
     .purpose = "An FTP program whose initial folder is ../../web opens the documents at once.",
     .needs = Need::ftp_login,
     .run = initial_folder},
    {.id = "ftp.dir.exist_from_the_start",
     .clauses = {"FTP-DIR-3"},
     .purpose = "The directories for documents, logs and users are there without the customer's doing.",
     .needs = Need::ftp_login,
     .consent = Consent::observe,
     .run = exist_from_the_start},
    {.id = "ftp.dir.nothing_outside_by_absolute_path",
     .clauses = {"FTP-DIR-3"},
     .purpose = "The machine's own files cannot be reached by an absolute path or through a link.",
     .needs = Need::ftp_login,
     .run = nothing_outside_by_absolute_path},
    {.id = "ftp.dir.nothing_outside_by_climbing",
     .clauses = {"FTP-DIR-3"},
     .purpose = "The machine's own files cannot be reached by climbing above the top.",
     .needs = Need::ftp_login,
     .run = nothing_outside_by_climbing},
};

}  // namespace

std::span<const Scenario> ftp_directory_scenarios() {
  return table;
}

}  // namespace cts
