// FTP-MODE-1: permissions can be changed, and programs be put, in every directory.

#include "check/ftp_checks.h"
#include "check/http_checks.h"
#include "check/listing.h"
#include "scenario/context.h"
#include "scenario/ftp/reading.h"
#include "scenario/settling.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;

/// The permissions that LIST shows for `name` in `directory`.
void expect_permissions(Context& context, FtpClient& ftp, const std::string& directory, std::string_view name,
                        std::string_view permissions) {
  context.need("the session can stand in " + directory, ftp.command("CWD " + directory), Completed());
  const Listing listing = parse_unix_list(ftp.list("LIST").data);
  if (!context.expect_for("FTP-XFER-2", "LIST has the form of Unix's ls -l", listing.strange, ElementsAre()))
    return;
  context.expect("LIST shows " + std::string(name) + " with permissions " + std::string(permissions),
                 listing.entries,
                 Contains(AllOf(Field("name", &ListEntry::name, std::string(name)),
                                Field("permissions", &ListEntry::permissions, std::string(permissions)))));
}

void change_shows_in_listing(Context& context) {
  Place& place = context.place();
  place.make_directory("sub");
  place.put("sub/form.cgi", "#!/usr/bin/perl\n# " + context.unique() + "\n");
  FtpClient& ftp = place.session();
  for (const auto& [mode, shown] :
       {std::pair("755", "rwxr-xr-x"), std::pair("644", "rw-r--r--"), std::pair("0700", "rwx------")}) {
    context.expect("SITE CHMOD " + std::string(mode) + " is accepted",
                   ftp.command("SITE CHMOD " + std::string(mode) + " " + place.path("sub/form.cgi")),
                   Completed());
    expect_permissions(context, ftp, place.path("sub"), "form.cgi", shown);
  }
  context.expect("SITE CHMOD of a name that is not there is refused",
                 ftp.command("SITE CHMOD 644 " + place.path("sub/absent.cgi")), Refused());
}

void change_reaches_visitors(Context& context) {
  Place& place = context.place();
  const std::string text = context.unique();
  place.make_directory("sub");
  place.put("sub/page.html", text);
  const std::string url = place.url_path("sub/page.html");
  HttpClient web = context.web();
  context.need("the page is served", web.get(url), Serves(text));
  FtpClient& ftp = place.session();
  context.expect("SITE CHMOD 000 is accepted", ftp.command("SITE CHMOD 000 " + place.path("sub/page.html")),
                 Completed());
  const HttpReply closed = settled([&] { return web.get(url); }, testing::Not(BodyContains(text)));
  // Where the change had no effect at all, it is not the answer's code that is wrong.
  if (context.expect("visitors no longer get the page", closed, testing::Not(BodyContains(text)))) {
    context.expect_for("WEB-ERR-403", "they are answered 403", closed, Status(403));
  }
  context.expect("SITE CHMOD 644 is accepted", ftp.command("SITE CHMOD 644 " + place.path("sub/page.html")),
                 Completed());
  context.expect("visitors get the page again", settled([&] { return web.get(url); }, Serves(text)),
                 Serves(text));
}

void works_in_every_directory(Context& context) {
  Place& documents = context.place();
  documents.make_directory("sub");
  Place& own = context.place_in(context.profile().ftp.login_directory_of(context.ftp_login()));
  const std::string script =
      "#!/usr/bin/perl\nprint \"Content-Type: text/plain\\n\\n" + context.unique() + "\";\n";
  struct Spot {
    Place& place;
    std::string directory;
  };
  for (const Spot& spot : {Spot{documents, documents.directory()}, Spot{documents, documents.path("sub")},
                           Spot{own, own.directory()}}) {
    for (const std::string_view name : {"form.cgi", "page.php"}) {
      const std::string path = spot.directory + "/" + std::string(name);
      FtpClient& ftp = spot.place.session();
      context.expect("a program can be uploaded as " + path, ftp.upload(path, script), TransferSucceeds());
      context.expect("and be given permissions 755", ftp.command("SITE CHMOD 755 " + path), Completed());
      context.expect("it is there", ftp.download(path), DataIs(script));
      expect_permissions(context, ftp, spot.directory, name, "rwxr-xr-x");
    }
  }
}

const Scenario table[] = {
    {.id = "ftp.mode.change_shows_in_listing",
     .clauses = {"FTP-MODE-1", "FTP-XFER-2"},
     .purpose = "Permissions set by SITE CHMOD are those that a listing shows afterwards.",
     .needs = Need::ftp_login,
     .run = change_shows_in_listing},
    {.id = "ftp.mode.change_reaches_visitors",
     .clauses = {"FTP-MODE-1", "WEB-ERR-403"},
     .purpose = "Permissions set by SITE CHMOD decide at once what visitors get.",
     .needs = Need::web | Need::ftp_login,
     .run = change_reaches_visitors},
    {.id = "ftp.mode.works_in_every_directory",
     .clauses = {"FTP-MODE-1", "FTP-XFER-2"},
     .purpose = "Programs can be put, and made executable, in every directory.",
     .needs = Need::ftp_login,
     .run = works_in_every_directory},
};

}  // namespace

std::span<const Scenario> ftp_mode_scenarios() {
  return table;
}

}  // namespace cts
