// ACL-1, ACL-2: the listed source works, all others are kept out.

#include "check/ftp_checks.h"
#include "check/http_checks.h"
#include "scenario/access/guarded_directory.h"
#include "scenario/context.h"
#include "scenario/ftp/reading.h"
#include "scenario/tables.h"
#include "scenario/web/absence.h"

namespace cts {
namespace {

using testing::Contains;

void listed_source_works(Context& context) {
  GuardedDirectory members(context);
  members.close();
  const std::string text = context.unique();
  FtpClient ftp = context.ftp();
  context.expect("the listed source sees the directory's files", names_in(ftp, members.path()),
                 Contains(members.file_name()));
  context.expect("it can fetch them", ftp.download(members.file()), DataIs(members.text()));
  context.expect("it can store files", ftp.upload(members.path("new.html"), text), TransferSucceeds());
  context.expect("which are whole", ftp.download(members.path("new.html")), DataIs(text));
  context.expect("it can delete them", ftp.command("DELE " + members.path("new.html")), Completed());
  FtpClient other = stranger(context);
  context.expect("a source that is not listed cannot fetch anything there", other.download(members.file()),
                 TransferRefused());
}

void misprints_are_inert(Context& context) {
  FtpClient other = stranger(context);
  unsigned number = 0;
  for (const std::string& name : context.profile().access_files.inert_names) {
    GuardedDirectory members(context, "members-" + std::to_string(++number));
    members.upload_access_file();
    members.rename_access_file(name);
    const std::string text = context.unique();
    context.expect("a file called " + name + " keeps nobody from fetching files",
                   other.download(members.file()), DataIs(members.text()));
    context.expect("nor from storing them", other.upload(members.path("new.html"), text), TransferSucceeds());
    context.expect("which are whole", other.download(members.path("new.html")), DataIs(text));
  }
  if (number == 0) context.not_applicable("the profile names no misprint of the access file's name");
}

void others_see_nothing(Context& context) {
  GuardedDirectory members(context);
  FtpClient before = stranger(context);
  context.need("the other source sees the files while there is no access file",
               names_in(before, members.path()), Contains(members.file_name()));
  members.close();
  FtpClient other = stranger(context);
  for (const std::string command : {"LIST", "NLST", "MLSD"}) {
    context.expect(command + " of the directory shows a source that is not listed nothing",
                   other.list(command + " " + members.path()), ShowsNothingCalled(members.file_name()));
  }
  const FtpReply entered = other.command("CWD " + members.path());
  context.record("acl.closed_directory", entered.completed() ? "can be entered" : "cannot be entered");
  if (!entered.completed()) return;
  for (const std::string command : {"LIST", "NLST", "MLSD"}) {
    context.expect(command + " in the directory does not either", other.list(command),
                   ShowsNothingCalled(members.file_name()));
  }
}

void others_take_and_give_nothing(Context& context) {
  GuardedDirectory members(context);
  need_open_to_strangers(context, members);
  members.close();
  FtpClient other = stranger(context);
  const std::string text = context.unique();
  context.expect("a source that is not listed cannot fetch a file", other.download(members.file()),
                 TransferRefused());
  context.expect("it cannot store one", other.upload(members.path("new.html"), text), TransferRefused());
  context.expect("it cannot replace one", other.upload(members.file(), text), TransferRefused());
  HttpClient web = context.web();
  for (const std::string& name : {std::string("new.html"), members.file_name()}) {
    context.expect("nothing of what it sent has arrived as " + name,
                   web.get(context.place().url_path(members.in_place(name))), ShowsNothingOf(text));
  }
}

void session_goes_on(Context& context) {
  GuardedDirectory members(context);
  need_open_to_strangers(context, members);
  members.close();
  const std::string text = context.unique();
  FtpClient other = stranger(context);
  context.expect("a source that is not listed is refused a file", other.download(members.file()),
                 TransferRefused());
  context.expect("its session is answered on", other.command("NOOP"), NoProblem());
  context.expect("it can store a file where no access file is",
                 other.upload(context.place().path("page.html"), text), TransferSucceeds());
  context.expect("and fetch it", other.download(context.place().path("page.html")), DataIs(text));
}

const Scenario table[] = {
    {.id = "acl.limit.listed_source_works",
     .clauses = {"ACL-1"},
     .purpose = "With an access file the customer's own address works on, and no other one does.",
     .needs = Need::ftp_login,
     .resources = {resource::root_access_file},
     .vantage_points = 2,
     .run = listed_source_works},
    {.id = "acl.limit.misprints_are_inert",
     .clauses = {"ACL-1"},
     .purpose = "A file under one of the manual's misprinted names locks nobody out.",
     .needs = Need::ftp_login,
     .resources = {resource::root_access_file},
     .vantage_points = 2,
     .run = misprints_are_inert},
    {.id = "acl.others.see_nothing",
     .clauses = {"ACL-2"},
     .purpose = "Who comes from elsewhere is shown no file of a closed directory.",
     .needs = Need::ftp_login,
     .resources = {resource::root_access_file},
     .vantage_points = 2,
     .run = others_see_nothing},
    {.id = "acl.others.take_and_give_nothing",
     .clauses = {"ACL-2"},
     .purpose = "Who comes from elsewhere can neither fetch files of a closed directory nor store any.",
     .needs = Need::ftp_login | Need::web,
     .resources = {resource::root_access_file},
     .vantage_points = 2,
     .run = others_take_and_give_nothing},
    {.id = "acl.others.session_goes_on",
     .clauses = {"ACL-2"},
     .purpose = "Who was refused in a closed directory can work on elsewhere in the same session.",
     .needs = Need::ftp_login,
     .resources = {resource::root_access_file},
     .vantage_points = 2,
     .run = session_goes_on},
};

}  // namespace

std::span<const Scenario> access_limit_scenarios() {
  return table;
}

}  // namespace cts
