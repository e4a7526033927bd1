#include "scenario/ssi/expressions.h"

#include "scenario/context.h"
#include "scenario/ssi/page.h"

namespace cts {

std::string variable_is(Dialect dialect, std::string_view name, std::string_view value) {
  const std::string variable(name);
  const std::string left = dialect == Dialect::modern ? "v('" + variable + "')" : "$" + variable;
  const std::string quote = dialect == Dialect::plain ? "" : "'";
  return left + " = " + quote + std::string(value) + quote;
}

std::string variable_matches(Dialect dialect, std::string_view name, std::string_view pattern) {
  const std::string variable(name);
  const std::string left = dialect == Dialect::modern ? "v('" + variable + "') =~ " : "$" + variable + " = ";
  return left + "/" + std::string(pattern) + "/";
}

std::string choice(std::string_view expression, std::string_view if_it_holds, std::string_view otherwise) {
  return "<!--#if expr=\"" + std::string(expression) + "\" -->" + std::string(if_it_holds) + "<!--#else -->" +
         std::string(otherwise) + "<!--#endif -->";
}

Dialect dialect_of(Context& context) {
  const std::string set = "<!--#set var=\"probe\" value=\"yes\" -->";
  struct Known {
    Dialect dialect;
    const char* stem;
    const char* reading;
  };
  static constexpr Known dialects[] = {{Dialect::legacy, "legacy-probe", "as up to Apache 2.2"},
                                       {Dialect::modern, "modern-probe", "as in Apache 2.4"},
                                       {Dialect::plain, "plain-probe", "as in nginx"}};
  for (const auto& [dialect, stem, reading] : dialects) {
    const Framed frame(context);
    const std::string text = choice(variable_is(dialect, "probe", "yes"), "1", "2") +
                             choice(variable_is(dialect, "probe", "no"), "3", "4");
    const HttpReply reply = shown_page(context, stem, set + frame.around(text));
    if (reply.status != 200 || reply.body != frame.around("14")) continue;
    context.record("ssi.expressions", reading);
    return dialect;
  }
  context.record("ssi.expressions", "no dialect is understood");
  return Dialect::none;
}

}  // namespace cts
