// CGI-8: the operator takes a dangerous script out of service.

#include "check/ftp_checks.h"
#include "check/http_checks.h"
#include "scenario/cgi/script.h"
#include "scenario/context.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::AllOf;
using testing::Not;

void removed_by_the_operator(Context& context) {
  Place& place = context.place();
  HttpClient web = context.web();
  const Proof proof(context);
  const Proof other(context);
  const std::string name = "door" + script_extension(context);
  const std::string beside = "bell" + script_extension(context);
  put_script(context, name, perl(context, proof.printed()));
  put_script(context, beside, perl(context, other.printed()));
  context.need("the script runs", web.get(place.url_path(name)), Serves(proof.said()));
  context.ask_operator("remove_script", place.path(name));
  const HttpReply reply = web.get(place.url_path(name));
  context.expect("a script that the operator has removed is not run", reply,
                 AllOf(Not(Status(0)), Not(BodyContains(proof.said()))));
  context.expect("nobody gets to read it either", reply, Not(BodyContains(Proof::in_source)));
  context.record(
      "cgi.removed_script",
      "answered " + std::to_string(reply.status) + ", " +
          (context.ftp().download(place.path(name)).succeeded() ? "still there for FTP" : "gone for FTP"));
  context.expect("the script beside it runs on", web.get(place.url_path(beside)), Serves(other.said()));
}

const Scenario table[] = {
    {.id = "cgi.removal.by_the_operator",
     .clauses = {"CGI-8"},
     .purpose = "A script that the operator removes is run no more, and the others stay.",
     .needs = Need::web | Need::ftp_login,
     .hooks = {"remove_script"},
     .run = removed_by_the_operator},
};

}  // namespace

std::span<const Scenario> script_removal_scenarios() {
  return table;
}

}  // namespace cts
