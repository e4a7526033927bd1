// ACL-10: access files are a matter of FTP; visitors of the site see pages as before.

#include "check/http_checks.h"
#include "scenario/access/guarded_directory.h"
#include "scenario/context.h"
#include "scenario/tables.h"

namespace cts {
namespace {

void are_served(Context& context) {
  GuardedDirectory members(context);
  const std::string url = context.place().url_path(members.in_place(members.file_name()));
  context.need("the page is served while there is no access file", context.web().get(url),
               Serves(members.text()));
  members.close();
  for (const unsigned from : {0u, 1u}) {
    HttpClient web = context.web(from);
    context.expect("a visitor is served the page of a directory with an access file, from vantage point " +
                       context.target().vantage_points[from].name,
                   web.get(url), Serves(members.text()));
  }
  const std::string& name = context.profile().access_files.file_name;
  const HttpReply file = context.web().get(context.place().url_path(members.in_place(name)));
  context.record("acl.access_file_over_http", std::to_string(file.status));
}

const Scenario table[] = {
    {.id = "acl.visitors.are_served",
     .clauses = {"ACL-10"},
     .purpose = "Visitors are served the pages of a directory that is closed to FTP.",
     .needs = Need::ftp_login | Need::web,
     .resources = {resource::root_access_file},
     .vantage_points = 2,
     .run = are_served},
};

}  // namespace

std::span<const Scenario> access_visitor_scenarios() {
  return table;
}

}  // namespace cts
