// SSI-3, echo and set: variables of the server's, and the page's own.

#include "check/http_checks.h"
#include "scenario/context.h"
#include "scenario/ssi/page.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

std::string echo(std::string_view name, std::string_view encoding = "") {
  const std::string how = encoding.empty() ? "" : "encoding=\"" + std::string(encoding) + "\" ";
  return "<!--#echo " + how + "var=\"" + std::string(name) + "\" -->";
}

std::string set(std::string_view name, std::string_view value) {
  return "<!--#set var=\"" + std::string(name) + "\" value=\"" + std::string(value) + "\" -->";
}

void server_variables(Context& context) {
  const Framed frame(context);
  const std::string name = "page" + page_extension(context);
  const std::string url = context.place().url_path(name);
  context.place().put(name, frame.around(echo("DOCUMENT_NAME") + "," + echo("DOCUMENT_URI") + "," +
                                         echo("QUERY_STRING") + "," + echo("REQUEST_METHOD")));
  context.expect("echo shows the page's name and URL, the query and the method",
                 context.web().get(url + "?word=1"), Serves(frame.around(name + "," + url + ",word=1,GET")));
}

void time_variables(Context& context) {
  const Framed frame(context);
  const HttpReply reply =
      shown_page(context, "page",
                 frame.around(echo("DATE_GMT") + "," + echo("DATE_LOCAL") + "," + echo("LAST_MODIFIED")));
  context.expect("echo shows the time, in Greenwich and at the server, and the page's last change",
                 reply.body,
                 AllOf(HasSubstr(frame.before()), HasSubstr(frame.after()), Not(HasSubstr("(none)")),
                       Not(HasSubstr("<!--#"))));
}

void values_are_made_safe(Context& context) {
  const Framed frame(context);
  const std::string value = "<b>" + context.unique();
  const std::string safe = "&lt;b&gt;" + value.substr(3);
  context.expect("echo makes a value safe for HTML",
                 shown_page(context, "entity", set("x", value) + frame.around(echo("x"))),
                 Serves(frame.around(safe)));
  context.expect("unless the page asks for it as it is",
                 shown_page(context, "none", set("x", value) + frame.around(echo("x", "none"))),
                 Serves(frame.around(value)));
  context.expect("or for a form that can stand in a URL",
                 shown_page(context, "url", set("x", value) + frame.around(echo("x", "url"))),
                 AnyOf(Serves(frame.around("%3cb%3e" + value.substr(3))),
                       Serves(frame.around("%3Cb%3E" + value.substr(3)))));
}

void unknown_variable(Context& context) {
  const Framed frame(context);
  const HttpReply reply =
      shown_page(context, "page", set("x", "known") + frame.around(echo("no_such_variable") + echo("x")));
  const auto end = reply.body.find("known");
  const auto start = reply.body.find('[');
  context.expect(
      "a variable that is not set shows a word for that, or nothing, and the page goes on", reply.body,
      AllOf(HasSubstr(frame.before()), HasSubstr("known" + frame.after()), Not(HasSubstr("<!--#"))));
  if (start != std::string::npos && end != std::string::npos && end > start)
    context.record("ssi.unknown_variable", reply.body.substr(start + 1, end - start - 1));
}

void values_are_set(Context& context) {
  const Framed frame(context);
  const std::string first = context.unique();
  const std::string second = context.unique();
  context.expect("a variable has the value that set gave it last",
                 shown_page(context, "page",
                            set("x", first) + frame.around(echo("x") + set("x", second) + "," + echo("x"))),
                 Serves(frame.around(first + "," + second)));
}

void values_are_substituted(Context& context) {
  const Framed frame(context);
  const std::string value = context.unique();
  context.expect("$x and ${x} in a value stand for the variable, \\$ for a dollar",
                 shown_page(context, "page",
                            set("x", value) + set("y", "$x and ${x}s for \\$5") + frame.around(echo("y"))),
                 Serves(frame.around(value + " and " + value + "s for $5")));
}

const Scenario table[] = {
    {.id = "ssi.echo.server_variables",
     .clauses = {"SSI-3"},
     .purpose = "A page can show facts of the request and of itself.",
     .needs = Need::web | Need::ftp_login,
     .run = server_variables},
    {.id = "ssi.echo.times",
     .clauses = {"SSI-3"},
     .purpose = "A page can show the time and when it was changed.",
     .needs = Need::web | Need::ftp_login,
     .run = time_variables},
    {.id = "ssi.echo.encodings",
     .clauses = {"SSI-3"},
     .purpose = "A value is made safe for HTML unless the page asks otherwise.",
     .needs = Need::web | Need::ftp_login,
     .run = values_are_made_safe},
    {.id = "ssi.echo.unknown_variable",
     .clauses = {"SSI-3"},
     .purpose = "A variable that is not set does no harm; what is shown for it is recorded.",
     .needs = Need::web | Need::ftp_login,
     .run = unknown_variable},
    {.id = "ssi.set.values",
     .clauses = {"SSI-3"},
     .purpose = "A page can give variables values of its own, and others later.",
     .needs = Need::web | Need::ftp_login,
     .run = values_are_set},
    {.id = "ssi.set.substitution",
     .clauses = {"SSI-3"},
     .purpose = "A value can be made of other variables.",
     .needs = Need::web | Need::ftp_login,
     .run = values_are_substituted},
};

}  // namespace

std::span<const Scenario> ssi_variable_scenarios() {
  return table;
}

}  // namespace cts
