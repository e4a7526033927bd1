// SSI-3: exec and printenv, which a provider may forbid. What the target does is recorded; the page goes on.

#include "check/http_checks.h"
#include "scenario/context.h"
#include "scenario/ssi/page.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::AllOf;
using testing::Not;

auto GoesOn(const Framed& frame) {
  return AllOf(Status(200), BodyContains(frame.before()), BodyContains(frame.after()),
               Not(BodyContains("<!--#")));
}

void exec_command(Context& context) {
  const Framed frame(context);
  const HttpReply reply = shown_page(context, "page", frame.around(R"(<!--#exec cmd="expr 41 + 1" -->)"));
  context.record("ssi.exec_cmd", reply.body.find("[42") != std::string::npos ? "run" : "refused");
  context.expect("a page with a command in it goes on after it", reply, GoesOn(frame));
}

void exec_program(Context& context) {
  const std::string word = context.unique();
  context.place().put("run.cgi",
                      "#!/bin/sh\necho 'Content-Type: text/plain'\necho\necho " + word + "-$((40 + 2))\n");
  context.place().change_mode("run.cgi", "755");
  const std::string url = context.place().url_path("run.cgi");
  for (const std::string directive : {"exec cgi", "include virtual"}) {
    const Framed frame(context);
    const bool is_exec = directive.starts_with("exec");
    const HttpReply reply = shown_page(context, is_exec ? "exec" : "include",
                                       frame.around("<!--#" + directive + "=\"" + url + "\" -->"));
    context.record(is_exec ? "ssi.exec_cgi" : "ssi.include_cgi",
                   reply.body.find(word + "-42") != std::string::npos ? "run" : "refused");
    context.expect("a page with a program in it goes on after it, by " + directive, reply, GoesOn(frame));
  }
}

void printenv(Context& context) {
  const Framed frame(context);
  const HttpReply reply = shown_page(context, "page", frame.around("<!--#printenv -->"));
  const bool lists = reply.body.find("DOCUMENT_NAME=page") != std::string::npos;
  context.record("ssi.printenv", lists ? "lists the variables" : "does not");
  context.expect("a page with the list of variables in it goes on after it", reply, GoesOn(frame));
}

const Scenario table[] = {
    {.id = "ssi.exec.command",
     .clauses = {"SSI-3"},
     .purpose = "A command in a page does no harm; whether it is run is recorded.",
     .needs = Need::web | Need::ftp_login,
     .run = exec_command},
    {.id = "ssi.exec.program",
     .clauses = {"SSI-3"},
     .purpose = "A program in a page does no harm; whether it is run is recorded.",
     .needs = Need::web | Need::ftp_login,
     .run = exec_program},
    {.id = "ssi.printenv.list",
     .clauses = {"SSI-3"},
     .purpose = "The list of variables does no harm; whether there is one is recorded.",
     .needs = Need::web | Need::ftp_login,
     .run = printenv},
};

}  // namespace

std::span<const Scenario> ssi_recorded_scenarios() {
  return table;
}

}  // namespace cts
