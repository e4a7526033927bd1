// SSI-3, if: which of several texts is shown. How variables stand in an expression differs between Apache up
// to 2.2, Apache 2.4 and nginx: each is right, and recorded. Comparisons of constants are the same in all;
// what connects them is Apache's.

#include <span>

#include "check/http_checks.h"
#include "scenario/context.h"
#include "scenario/ssi/expressions.h"
#include "scenario/ssi/page.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::Ne;

void constants(Context& context) {
  struct Case {
    std::string_view expression;
    bool holds;
  };
  static constexpr Case comparisons[] = {
      {"'a' = 'a'", true},
      {"'a' = 'b'", false},
      {"'a' != 'b'", true},
      {"'a' != 'a'", false},
  };
  static constexpr Case connected[] = {
      {"('a' = 'b')", false},
      {"! ('a' = 'b')", true},
      {"('a' = 'a') && ('b' = 'b')", true},
      {"('a' = 'a') && ('b' = 'c')", false},
      {"('a' = 'b') || ('c' = 'c')", true},
      {"('a' = 'b') || ('c' = 'd')", false},
  };
  const auto expect_decided = [&](const std::string& what, std::string_view stem,
                                  std::span<const Case> cases) {
    std::string text;
    std::string expected;
    for (const auto& [expression, holds] : cases) {
      text += choice(expression, "1", "0") + " ";
      expected += holds ? "1 " : "0 ";
    }
    const Framed frame(context);
    context.expect(what + " decide what is shown", shown_page(context, stem, frame.around(text)),
                   Serves(frame.around(expected)));
  };
  expect_decided("comparisons", "comparisons", comparisons);
  if (dialect_of(context) != Dialect::plain) expect_decided("their connectives", "connected", connected);
}

void blocks(Context& context) {
  const Dialect dialect = dialect_of(context);
  context.expect("conditions on variables are understood, in the form of Apache 2.2, of 2.4 or of nginx",
                 dialect, Ne(Dialect::none));
  std::string text;
  for (const std::string_view value : {"one", "two", "three", "four"}) {
    text += "<!--#set var=\"x\" value=\"" + std::string(value) + "\" --><!--#if expr=\"" +
            variable_is(dialect, "x", "one") + "\" -->1<!--#elif expr=\"" + variable_is(dialect, "x", "two") +
            "\" -->2<!--#elif expr=\"" + variable_is(dialect, "x", "three") +
            "\" -->3<!--#else -->other<!--#endif -->,";
  }
  const Framed frame(context);
  context.expect("of if, elif and else the first that holds is shown, and no other",
                 shown_page(context, "page", frame.around(text)), Serves(frame.around("1,2,3,other,")));
}

void nested(Context& context) {
  const Framed frame(context);
  const std::string inner = choice("'a' = 'a'", "yes", "no");
  const std::string other = choice("'a' = 'b'", "yes", "no");
  context.expect("an if may stand in another's block, shown or not",
                 shown_page(context, "page",
                            frame.around(choice("'a' = 'a'", "(" + inner + other + ")", inner) +
                                         choice("'a' = 'b'", "(" + inner + other + ")", "<" + other + ">"))),
                 Serves(frame.around("(yesno)<no>")));
}

void hidden_blocks_do_nothing(Context& context) {
  const Framed frame(context);
  const std::string set = "<!--#set var=\"x\" value=\"";
  context.expect("directives in a block that is not shown are not carried out",
                 shown_page(context, "page",
                            set + "first\" -->" +
                                frame.around("<!--#if expr=\"'a' = 'b'\" -->" + set +
                                             "second\" --><!--#fsize file=\"nothing\" --><!--#endif -->"
                                             "<!--#echo var=\"x\" -->")),
                 Serves(frame.around("first")));
}

void patterns(Context& context) {
  const Dialect dialect = dialect_of(context);
  const Framed frame(context);
  const std::string set = "<!--#set var=\"x\" value=\"h1.tokyo.isp\" -->";
  const HttpReply reply =
      shown_page(context, "page",
                 set + frame.around(choice(variable_matches(dialect, "x", "^h1.(to[a-z]*)"), "1", "2") +
                                    "<!--#echo var=\"1\" -->" +
                                    choice(variable_matches(dialect, "x", "osaka"), "3", "4")));
  context.record("ssi.patterns", reply.body == frame.around("1tokyo4") ? "understood, with what they took"
                                                                       : "not understood, or otherwise");
  context.expect(
      "a page with patterns in its conditions is shown to its end", reply,
      testing::AllOf(Status(200), BodyContains(frame.after()), testing::Not(BodyContains("<!--#"))));
}

const Scenario table[] = {
    {.id = "ssi.if.constants",
     .clauses = {"SSI-3"},
     .purpose = "Comparisons, and their connectives, decide which text is shown.",
     .needs = Need::web | Need::ftp_login,
     .run = constants},
    {.id = "ssi.if.blocks",
     .clauses = {"SSI-3"},
     .purpose = "Of if, elif and else the first whose condition on a variable holds is shown.",
     .needs = Need::web | Need::ftp_login,
     .run = blocks},
    {.id = "ssi.if.nested",
     .clauses = {"SSI-3"},
     .purpose = "Conditions may stand inside one another.",
     .needs = Need::web | Need::ftp_login,
     .run = nested},
    {.id = "ssi.if.hidden_blocks",
     .clauses = {"SSI-3"},
     .purpose = "What is not shown is not carried out.",
     .needs = Need::web | Need::ftp_login,
     .run = hidden_blocks_do_nothing},
    {.id = "ssi.if.patterns",
     .clauses = {"SSI-3"},
     .purpose = "Regular expressions in a condition do no harm; whether they are understood is recorded.",
     .needs = Need::web | Need::ftp_login,
     .run = patterns},
};

}  // namespace

std::span<const Scenario> ssi_condition_scenarios() {
  return table;
}

}  // namespace cts
