// FTP-XFER-2: renaming, deleting, making and removing.

#include "check/ftp_checks.h"
#include "scenario/context.h"
#include "scenario/ftp/reading.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Not;

std::vector<std::string> names_in_place(Context& context) {
  return names_in(context.place().session(), context.place().directory());
}

void rename(Context& context) {
  Place& place = context.place();
  const std::string text = context.unique();
  place.put("draft.html", text);
  place.make_directory("done");
  FtpClient& ftp = place.session();
  context.expect("RNFR names the file and waits", ftp.command("RNFR " + place.path("draft.html")), Code(350));
  context.expect("RNTO gives it a new name", ftp.command("RNTO " + place.path("final.html")), Completed());
  context.expect("the file is there under its new name", fetched(context, "final.html"), DataIs(text));
  context.expect("and no longer under the old", names_in_place(context),
                 AllOf(Contains("final.html"), Not(Contains("draft.html"))));
  context.expect("RNFR works for a move, too", ftp.command("RNFR " + place.path("final.html")), Code(350));
  context.expect("into another directory", ftp.command("RNTO " + place.path("done/final.html")), Completed());
  context.expect("the file is there then", fetched(context, "done/final.html"), DataIs(text));
  context.expect("RNTO without a RNFR before is refused", ftp.command("RNTO " + place.path("other.html")),
                 Refused());
  context.expect("RNFR of a name that is not there is refused",
                 ftp.command("RNFR " + place.path("draft.html")), Refused());
}

void remove(Context& context) {
  Place& place = context.place();
  const std::string text = context.unique();
  place.put("old.html", text);
  place.put("kept.html", text);
  context.expect("DELE removes a file", place.session().command("DELE " + place.path("old.html")),
                 Completed());
  context.expect("it is no longer listed, and the others are", names_in_place(context),
                 AllOf(Not(Contains("old.html")), Contains("kept.html")));
  context.expect("it can no longer be fetched", fetched(context, "old.html"), TransferRefused());
  context.expect("DELE of a name that is not there is refused",
                 place.session().command("DELE " + place.path("old.html")), Refused());
  context.expect("what was not deleted is there", fetched(context, "kept.html"), DataIs(text));
}

void make_and_remove_directory(Context& context) {
  Place& place = context.place();
  FtpClient& ftp = place.session();
  const std::string text = context.unique();
  context.expect("MKD makes a directory", ftp.command("MKD " + place.path("album")), Code(257));
  context.expect("it is listed", names_in_place(context), Contains("album"));
  context.expect("MKD of what is there is refused", ftp.command("MKD " + place.path("album")), Refused());
  place.put("album/page.html", text);
  context.expect("RMD of a directory with files is refused", ftp.command("RMD " + place.path("album")),
                 Refused());
  context.expect("its files stay", fetched(context, "album/page.html"), DataIs(text));
  place.remove("album/page.html");
  context.expect("RMD removes an empty directory", ftp.command("RMD " + place.path("album")), Completed());
  context.expect("it is no longer there", ftp.command("CWD " + place.path("album")), Refused());
}

const Scenario table[] = {
    {.id = "ftp.client.rename",
     .clauses = {"FTP-XFER-2"},
     .purpose = "A file can be renamed, and moved to another directory.",
     .needs = Need::ftp_login,
     .run = rename},
    {.id = "ftp.client.delete",
     .clauses = {"FTP-XFER-2"},
     .purpose = "A file that is deleted is gone, and only that one.",
     .needs = Need::ftp_login,
     .run = remove},
    {.id = "ftp.client.make_and_remove_directory",
     .clauses = {"FTP-XFER-2"},
     .purpose = "Directories can be made and removed, but not with files in them.",
     .needs = Need::ftp_login,
     .run = make_and_remove_directory},
};

}  // namespace

std::span<const Scenario> ftp_change_scenarios() {
  return table;
}

}  // namespace cts
