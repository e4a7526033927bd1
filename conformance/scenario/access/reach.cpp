// ACL-6: what an access file covers.

#include "check/ftp_checks.h"
#include "scenario/access/guarded_directory.h"
#include "scenario/context.h"
#include "scenario/tables.h"

namespace cts {
namespace {

void everything_below(Context& context) {
  GuardedDirectory members(context);
  Place& place = context.place();
  place.make_directory(members.in_place("2006"));
  place.make_directory(members.in_place("2006/spring"));
  const std::string text = context.unique();
  FtpClient before = stranger(context);
  for (const std::string_view name : {"2006/page.html", "2006/spring/page.html"}) {
    place.put(members.in_place(name), text);
    context.need("the other source can fetch " + std::string(name) + " while there is no access file",
                 before.download(members.path(name)), DataIs(text));
  }
  members.close();
  FtpClient other = stranger(context);
  for (const std::string_view directory : {"2006", "2006/spring"}) {
    const std::string below = members.path(directory);
    context.expect("a source that is not listed cannot fetch a file below the directory, " + below,
                   other.download(below + "/page.html"), TransferRefused());
    context.expect("nor store one", other.upload(below + "/new.html", context.unique()), TransferRefused());
    context.expect("nor see any", other.list("NLST " + below), ShowsNothingCalled("page.html"));
  }
}

void neither_siblings_nor_parent(Context& context) {
  GuardedDirectory members(context);
  Place& place = context.place();
  place.make_directory("staff");
  place.make_directory("members-2");
  need_open_to_strangers(context, members);
  members.close();
  FtpClient other = stranger(context);
  context.expect("a source that is not listed is refused in the directory of the access file",
                 other.download(members.file()), TransferRefused());
  for (const std::string_view name : {"page.html", "staff/page.html", "members-2/page.html"}) {
    const std::string text = context.unique();
    context.expect("it can store a file beside or above it, " + place.path(name),
                   other.upload(place.path(name), text), TransferSucceeds());
    context.expect("and fetch it", other.download(place.path(name)), DataIs(text));
  }
}

/// A copy of what is to stand in / must have let the suite work in a directory of its own before.
void rehearse(Context& context) {
  GuardedDirectory members(context, "rehearsal");
  members.close();
  FtpClient ftp = context.ftp();
  context.need("an access file as it is to stand in / lets the first vantage point fetch",
               ftp.download(members.file()), DataIs(members.text()));
  context.need("and delete its files", ftp.command("DELE " + members.file()), Completed());
  context.need("and the access file itself", ftp.command("DELE " + members.access_file()), Completed());
}

void all_of_the_contract_from_the_top(Context& context) {
  rehearse(context);
  const std::string text = context.unique();
  Place& documents = context.place();
  Place& users = context.place_in(context.profile().ftp.login_directory_of(context.ftp_login()));
  FtpClient before = stranger(context);
  for (Place* const place : {&documents, &users}) {
    place->put("page.html", text);
    context.need("the other source can fetch a file while there is no access file",
                 before.download(place->path("page.html")), DataIs(text));
  }
  const auto& names = context.profile().access_files;
  const std::string top = "/" + names.file_name;
  context.will_create(top);
  documents.put(names.upload_name, access_file_for(address_of(context, 0)));
  FtpClient& ftp = documents.session();
  context.need("the file can be renamed", ftp.command("RNFR " + documents.path(names.upload_name)),
               Intermediate());
  context.need("to " + top, ftp.command("RNTO " + top), Completed());
  FtpClient other = stranger(context);
  for (Place* const place : {&documents, &users}) {
    context.expect(
        "with an access file in / a source that is not listed cannot fetch a file from " + place->directory(),
        other.download(place->path("page.html")), TransferRefused());
    context.expect("nor store one there", other.upload(place->path("new.html"), context.unique()),
                   TransferRefused());
  }
}

const Scenario table[] = {
    {.id = "acl.reach.everything_below",
     .clauses = {"ACL-6"},
     .purpose = "An access file closes the directories below its own as well.",
     .needs = Need::ftp_login,
     .resources = {resource::root_access_file},
     .vantage_points = 2,
     .run = everything_below},
    {.id = "acl.reach.neither_siblings_nor_parent",
     .clauses = {"ACL-6"},
     .purpose = "An access file closes nothing beside or above its own directory.",
     .needs = Need::ftp_login,
     .resources = {resource::root_access_file},
     .vantage_points = 2,
     .run = neither_siblings_nor_parent},
    {.id = "acl.reach.all_of_the_contract_from_the_top",
     .clauses = {"ACL-6"},
     .purpose = "An access file at the top closes all directories, those of the users too.",
     .needs = Need::ftp_login,
     .consent = Consent::destructive,
     .resources = {resource::root_access_file},
     .vantage_points = 2,
     .run = all_of_the_contract_from_the_top},
};

}  // namespace

std::span<const Scenario> access_reach_scenarios() {
  return table;
}

}  // namespace cts
