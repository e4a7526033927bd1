// FTP-XFER-2: the listings that the common clients parse.

#include "check/listing.h"
#include "check/ftp_checks.h"
#include "scenario/context.h"
#include "scenario/ftp/reading.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::Not;
using testing::UnorderedElementsAre;

/// A directory with something of each kind in it.
void furnish(Context& context) {
  Place& place = context.place();
  place.put("page.html", "seven77");
  place.put("my photos.txt", "0123456789");
  place.make_directory("album");
  place.put("album/inside.html", "x");
}

auto IsFile(std::string_view name, std::uint64_t size) {
  return AllOf(Field("name", &ListEntry::name, std::string(name)),
               Field("kind", &ListEntry::kind, ListEntry::Kind::file), Field("size", &ListEntry::size, size));
}
auto IsDirectory(std::string_view name) {
  return AllOf(Field("name", &ListEntry::name, std::string(name)),
               Field("kind", &ListEntry::kind, ListEntry::Kind::directory));
}

Listing listed(Context& context, const std::string& command) {
  const FtpTransfer list = context.place().session().list(command);
  context.expect("the target answers " + command, list, TransferSucceeds());
  return parse_unix_list(list.data);
}

void list_is_unix_style(Context& context) {
  furnish(context);
  context.place().change_mode("page.html", "644");
  context.need("the session can stand in the directory",
               context.place().session().command("CWD " + context.place().directory()), Completed());
  const Listing listing = listed(context, "LIST");
  context.expect("every line of LIST has the form that Unix's ls -l gives", listing.strange, ElementsAre());
  context.expect("LIST shows files and directories with their sizes and whole names", listing.entries,
                 AllOf(Contains(IsFile("page.html", 7)), Contains(IsFile("my photos.txt", 10)),
                       Contains(IsDirectory("album"))));
  context.expect(
      "LIST shows the permissions", listing.entries,
      Contains(AllOf(IsFile("page.html", 7), Field("permissions", &ListEntry::permissions, "rw-r--r--"))));
}

void list_takes_options(Context& context) {
  furnish(context);
  for (const std::string& options :
       {std::string("LIST -al"), "LIST -la " + context.place().directory(), std::string("LIST -aL")}) {
    context.need("the session can stand in the directory",
                 context.place().session().command("CWD " + context.place().directory()), Completed());
    context.expect(options + " shows the same files", listed(context, options).entries,
                   AllOf(Contains(IsFile("page.html", 7)), Contains(IsDirectory("album"))));
  }
}

void list_of_a_path(Context& context) {
  furnish(context);
  FtpClient& ftp = context.place().session();
  context.need("the session can stand elsewhere", ftp.command("CWD " + context.place().directory()),
               Completed());
  const std::string of_directory = ftp.list("LIST " + context.place().path("album")).data;
  context.expect("LIST of a directory shows what is in it, and not what is around it", of_directory,
                 AllOf(HasSubstr("inside.html"), Not(HasSubstr("page.html"))));
  const std::string of_file = ftp.list("LIST " + context.place().path("page.html")).data;
  context.expect("LIST of a file shows that file alone", of_file,
                 AllOf(HasSubstr("page.html"), Not(HasSubstr("album"))));
  const FtpTransfer absent = ftp.list("LIST " + context.place().path("absent"));
  context.record("ftp.list_of_an_absent_name", absent.succeeded() ? "empty" : "refused");
  context.expect("LIST of a name that is not there shows nothing", absent.data,
                 AllOf(Not(HasSubstr("page.html")), Not(HasSubstr("album"))));
}

void nlst_gives_names(Context& context) {
  furnish(context);
  FtpClient& ftp = context.place().session();
  context.need("the session can stand in the directory", ftp.command("CWD " + context.place().directory()),
               Completed());
  const FtpTransfer names = ftp.list("NLST");
  context.expect("NLST is answered", names, TransferSucceeds());
  std::vector<std::string> lines = lines_of(names.data);
  // Where hidden files are listed these are too, and * stands for none of them.
  std::erase_if(lines, [](const std::string& line) { return line == "." || line == ".."; });
  context.expect("NLST gives the names and nothing else, one on each line", lines,
                 UnorderedElementsAre("page.html", "my photos.txt", "album"));
}

void announced_features_work(Context& context) {
  furnish(context);
  FtpClient& ftp = context.place().session();
  const FtpReply features = ftp.command("FEAT");
  context.record("ftp.features", features.code == 211 ? "told" : "not told");
  const bool machine_listings = announces(features, "MLST");
  if (!machine_listings && !announces(features, "UTF8"))
    context.not_applicable("FEAT announces neither MLST nor UTF8");
  if (announces(features, "UTF8")) {
    // Whoever announces them has them always (RFC 2640); the command is a program's habit, and may be
    // unknown.
    const FtpReply switched = ftp.command("OPTS UTF8 ON");
    context.record("ftp.opts_utf8", switched.completed() ? "taken" : "refused");
    context.expect("OPTS UTF8 ON is answered", switched, testing::AnyOf(Completed(), Refused()));
  }
  context.expect("a file is still found then", fetched(context, "page.html"), DataIs("seven77"));
  if (!machine_listings) return;
  const FtpTransfer listing = ftp.list("MLSD " + context.place().directory());
  context.expect("MLSD, which FEAT announces, is answered", listing, TransferSucceeds());
  context.expect("it tells kind and size of each entry", parse_mlsd(listing.data).entries,
                 AllOf(Contains(IsFile("my photos.txt", 10)), Contains(IsDirectory("album"))));
}

const Scenario table[] = {
    {.id = "ftp.client.list_is_unix_style",
     .clauses = {"FTP-XFER-2"},
     .purpose = "LIST has the Unix form that every FTP program can read.",
     .needs = Need::ftp_login,
     .tier = Tier::smoke,
     .run = list_is_unix_style},
    {.id = "ftp.client.list_takes_options",
     .clauses = {"FTP-XFER-2"},
     .purpose = "Programs that list with options such as -al see the files, too.",
     .needs = Need::ftp_login,
     .run = list_takes_options},
    {.id = "ftp.client.list_of_a_path",
     .clauses = {"FTP-XFER-2"},
     .purpose = "LIST shows what it is asked for: a directory, a file, or nothing.",
     .needs = Need::ftp_login,
     .run = list_of_a_path},
    {.id = "ftp.client.nlst_gives_names",
     .clauses = {"FTP-XFER-2"},
     .purpose = "NLST gives the bare names, from which programs expand * and ?.",
     .needs = Need::ftp_login,
     .run = nlst_gives_names},
    {.id = "ftp.client.announced_features_work",
     .clauses = {"FTP-XFER-2"},
     .purpose = "What a program finds announced by FEAT, it can use.",
     .needs = Need::ftp_login,
     .run = announced_features_work},
};

}  // namespace

std::span<const Scenario> ftp_listing_scenarios() {
  return table;
}

}  // namespace cts
