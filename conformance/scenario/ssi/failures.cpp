// SSI-3: a directive that fails prints the error message, and the page goes on.

#include "check/http_checks.h"
#include "scenario/context.h"
#include "scenario/ssi/page.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

void page_goes_on(Context& context) {
  struct Case {
    const char* stem;
    const char* directive;
  };
  static constexpr Case cases[] = {
      {"no-file", R"(<!--#include file="nothing.html" -->)"},
      {"no-url", R"(<!--#include virtual="nothing.html" -->)"},
      {"no-size", R"(<!--#fsize file="nothing.html" -->)"},
      {"no-time", R"(<!--#flastmod file="nothing.html" -->)"},
      {"no-directive", "<!--#nonsense -->"},
      {"no-format", R"(<!--#config colour="red" -->)"},
      {"no-variable", R"(<!--#echo colour="red" -->)"},
  };
  for (const auto& [stem, directive] : cases) {
    const Framed frame(context);
    const std::string message = "sorry-" + context.unique();
    context.expect(std::string(directive).substr(4) + " prints the error message, and the page goes on",
                   shown_page(context, stem, error_message_set_to(message) + frame.around(directive)),
                   Serves(frame.around(message)));
  }
}

void default_message(Context& context) {
  const Framed frame(context);
  const HttpReply reply =
      shown_page(context, "page", frame.around(R"(<!--#include file="nothing.html" -->)"));
  context.expect("where the page has chosen no message, one of the server's is shown", reply.body,
                 AllOf(StartsWith(frame.before()), EndsWith(frame.after()), Not(HasSubstr("<!--#")),
                       Not(testing::Eq(frame.around("")))));
  if (reply.body.size() > frame.around("").size()) {
    context.record("ssi.error_message",
                   reply.body.substr(frame.before().size(), reply.body.size() - frame.around("").size()));
  }
}

void files_above_are_not_included(Context& context) {
  const std::string secret = context.unique();
  const std::string extension = page_extension(context);
  context.place().put("above.html", secret);
  context.place().make_directory("sub");
  HttpClient web = context.web();
  const std::pair<std::string, std::string> cases[] = {
      {"climbing", "../above.html"},
      {"absolute", context.place().path("above.html")},
  };
  for (const auto& [stem, name] : cases) {
    const Framed frame(context);
    context.place().put("sub/" + stem + extension, frame.around("<!--#include file=\"" + name + "\" -->"));
    // What stands there instead is another scenario's matter: not every server knows that name as a file's.
    context.expect("file= takes in nothing from above the page's directory: " + name,
                   web.get(context.place().url_path("sub/" + stem + extension)),
                   AllOf(Status(200), BodyContains(frame.before()), BodyContains(frame.after()),
                         Not(BodyContains(secret))));
  }
}

void unfinished_directive(Context& context) {
  const Framed frame(context);
  const std::string url = context.place().url_path("page" + page_extension(context));
  const HttpReply reply = shown_page(
      context, "page", frame.before() + "<!--#echo var=\"DOCUMENT_URI\" --><!--#echo var=\"DOCUMENT_URI\"");
  // What was begun is no directive yet: some servers show it as it stands, others an error message.
  context.expect(
      "a page that ends inside a directive is shown up to there, the directives before it carried out", reply,
      AllOf(Status(200), BodyContains(frame.before() + url)));
}

void broken_condition(Context& context) {
  const Framed frame(context);
  const std::string message = "sorry-" + context.unique();
  // Apache up to some 2.4 shows the block after a broken condition, later ones do not; and where no block was
  // begun its end is another error.
  context.expect("a condition that is none prints the error message, and the page goes on after its block",
                 shown_page(context, "page",
                            error_message_set_to(message) +
                                frame.around("<!--#if expr=\"'a' ( 'b'\" -->block<!--#endif -->")),
                 AnyOf(Serves(frame.around(message)), Serves(frame.around(message + "block")),
                       Serves(frame.around(message + "block" + message))));
}

void loop_ends(Context& context) {
  const Framed frame(context);
  const std::string url = context.place().url_path("page" + page_extension(context));
  const HttpReply reply =
      shown_page(context, "page", frame.around("<!--#include virtual=\"" + url + "\" -->"));
  context.expect("a page that includes itself ends, and shows what stands after that", reply,
                 AllOf(Status(200), BodyContains(frame.before()), BodyContains(frame.after()),
                       Not(BodyContains("<!--#"))));
}

const Scenario table[] = {
    {.id = "ssi.errors.page_goes_on",
     .clauses = {"SSI-3"},
     .purpose = "Where a directive fails the error message stands, and the page goes on.",
     .needs = Need::web | Need::ftp_login,
     .run = page_goes_on},
    {.id = "ssi.errors.default_message",
     .clauses = {"SSI-3"},
     .purpose = "A failing directive is noticed also in a page that has chosen no message.",
     .needs = Need::web | Need::ftp_login,
     .run = default_message},
    {.id = "ssi.errors.files_above",
     .clauses = {"SSI-3"},
     .purpose = "By a file's name nothing above the page's directory can be included.",
     .needs = Need::web | Need::ftp_login,
     .run = files_above_are_not_included},
    {.id = "ssi.errors.unfinished_directive",
     .clauses = {"SSI-3"},
     .purpose = "A directive that never ends does no harm to what stands before it.",
     .needs = Need::web | Need::ftp_login,
     .run = unfinished_directive},
    {.id = "ssi.errors.broken_condition",
     .clauses = {"SSI-3"},
     .purpose = "A condition that cannot be understood prints the error message.",
     .needs = Need::web | Need::ftp_login,
     .run = broken_condition},
    {.id = "ssi.errors.loop",
     .clauses = {"SSI-3"},
     .purpose = "Pages that include one another in a circle come to an end.",
     .needs = Need::web | Need::ftp_login,
     .run = loop_ends},
};

}  // namespace

std::span<const Scenario> ssi_failure_scenarios() {
  return table;
}

}  // namespace cts
