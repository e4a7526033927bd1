// ACL-7, ACL-8: when an access file takes effect, and that who is locked out cannot end that.

#include "check/ftp_checks.h"
#include "scenario/access/guarded_directory.h"
#include "scenario/context.h"
#include "scenario/tables.h"

namespace cts {
namespace {

void when_renamed(Context& context) {
  GuardedDirectory members(context);
  FtpClient before = stranger(context);
  members.upload_access_file();
  const std::string text = context.unique();
  const std::string& upload_name = context.profile().access_files.upload_name;
  context.expect("as " + upload_name + " it keeps nobody from fetching files",
                 before.download(members.file()), DataIs(members.text()));
  context.expect("nor from storing them", before.upload(members.path("new.html"), text), TransferSucceeds());
  context.expect("which are whole", before.download(members.path("new.html")), DataIs(text));
  members.rename_access_file();
  context.expect("once it is renamed, a session that was open already is refused a file",
                 before.download(members.file()), TransferRefused());
  context.expect("and cannot store one", before.upload(members.path("late.html"), context.unique()),
                 TransferRefused());
  FtpClient after = stranger(context);
  context.expect("so is a new session", after.download(members.file()), TransferRefused());
}

/// Whether a rename was refused, at either of its steps.
FtpReply rename_attempt(FtpClient& ftp, const std::string& from, const std::string& to) {
  FtpReply reply = ftp.command("RNFR " + from);
  return reply.code == 350 ? ftp.command("RNTO " + to) : reply;
}

void cannot_be_undone(Context& context) {
  GuardedDirectory members(context);
  need_open_to_strangers(context, members);
  members.close();
  FtpClient other = stranger(context);
  // What the customer has in mind who forgot the own address. It opens the directory, so that the place can
  // be removed also where it gets through.
  const std::string harmless = "# nobody is kept out\n";
  context.expect("who is locked out cannot rename the access file",
                 rename_attempt(other, members.access_file(), members.path("old.txt")), Refused());
  context.expect("nor move it away",
                 rename_attempt(other, members.access_file(), context.place().path("old.txt")), Refused());
  context.expect("nor replace it", other.upload(members.access_file(), harmless), TransferRefused());
  context.expect("nor add to it", other.append(members.access_file(), harmless), TransferRefused());
  context.expect("nor delete it", other.command("DELE " + members.access_file()), Refused());
  context.place().put("mine.txt", harmless);
  context.expect("nor put another one in its place",
                 rename_attempt(other, context.place().path("mine.txt"), members.access_file()), Refused());
  context.expect("and stays locked out", other.download(members.file()), TransferRefused());
}

const Scenario table[] = {
    {.id = "acl.effect.when_renamed",
     .clauses = {"ACL-7"},
     .purpose = "An access file can be uploaded in peace, and closes the directory when it gets its name.",
     .needs = Need::ftp_login,
     .resources = {resource::root_access_file},
     .vantage_points = 2,
     .run = when_renamed},
    {.id = "acl.effect.cannot_be_undone",
     .clauses = {"ACL-8"},
     .purpose = "Who is locked out cannot get in by changing, renaming or deleting the access file.",
     .needs = Need::ftp_login,
     .resources = {resource::root_access_file},
     .vantage_points = 2,
     .run = cannot_be_undone},
};

}  // namespace

std::span<const Scenario> access_effect_scenarios() {
  return table;
}

}  // namespace cts
