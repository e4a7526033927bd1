// ACL-9: the operator releases a customer who is locked out.

#include <set>

#include "check/ftp_checks.h"
#include "check/listing.h"
#include "scenario/access/guarded_directory.h"
#include "scenario/context.h"
#include "scenario/ftp/reading.h"
#include "scenario/tables.h"

namespace cts {
namespace {

/// The text of each of the files in the guarded directory.
std::vector<std::string> texts_in(FtpClient& ftp, const GuardedDirectory& members) {
  const std::vector<std::string> told = names_in(ftp, members.path());
  std::set<std::string> names(told.begin(), told.end());
  // Hidden ones too: nothing says how the operator calls it.
  for (const ListEntry& entry : parse_unix_list(ftp.list("LIST -a").data).entries) {
    if (entry.kind == ListEntry::Kind::file) names.insert(entry.name);
  }
  for (const ListEntry& entry : parse_mlsd(ftp.list("MLSD").data).entries) {
    if (entry.kind == ListEntry::Kind::file) names.insert(entry.name);
  }
  std::vector<std::string> texts;
  for (const std::string& name : names) texts.push_back(ftp.download(members.path(name)).data);
  return texts;
}

void by_the_operator(Context& context) {
  GuardedDirectory members(context);
  need_open_to_strangers(context, members);
  members.close();
  FtpClient other = stranger(context);
  context.need("a source that is not listed is locked out", other.download(members.file()),
               TransferRefused());
  context.ask_operator("disable_access_file", members.path());
  const std::string text = context.unique();
  FtpClient again = stranger(context);
  context.expect("once the operator has renamed the access file, who was locked out can fetch files again",
                 again.download(members.file()), DataIs(members.text()));
  context.expect("and store them", again.upload(members.path("again.html"), text), TransferSucceeds());
  context.expect("which are whole", again.download(members.path("again.html")), DataIs(text));
  context.expect("the access file's text is kept under another name", texts_in(again, members),
                 testing::Contains(access_file_for(address_of(context, 0))));
  context.expect("the access file itself is gone", again.download(members.access_file()), TransferRefused());
}

const Scenario table[] = {
    {.id = "acl.release.by_the_operator",
     .clauses = {"ACL-9"},
     .purpose =
         "A customer who has locked himself out gets in again when the operator renames the access file.",
     .needs = Need::ftp_login,
     .resources = {resource::root_access_file},
     .vantage_points = 2,
     .hooks = {"disable_access_file"},
     .run = by_the_operator},
};

}  // namespace

std::span<const Scenario> access_release_scenarios() {
  return table;
}

}  // namespace cts
