#include "reports/html/document.h"

#include <fmt/format.h>

#include "embedded/report_css.h"
#include "embedded/report_language.h"

namespace reports::html {
namespace {

const Script& language_script() {
  static const Script script{embedded::report_language, "tBxf+BbLAvlyy0of55HXSdhvkxV0oILF32ZL5K10Nes="};
  return script;
}

std::string content_security_policy(const Script& more) {
  std::string policy = fmt::format(
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
      "script-src 'sha256-{}'",
      language_script().sha256);
  if (!more.text.empty()) policy += fmt::format(" 'sha256-{}'", more.sha256);
  return policy;
}

void head(Markup& out, const Document& document) {
  const Element head(out, "head");
  out.empty("meta", {{"charset", "utf-8"}});
  out.empty("meta", {{"http-equiv", "Content-Security-Policy"},
                     {"content", content_security_policy(document.script)}});
  out.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  out.empty("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  out.leaf("title", document.title);
  out.raw("\n<style>\n");
  out.raw(embedded::report_css);
  out.raw(document.styles);
  out.raw("</style>\n");
}

void script(Markup& out, std::string_view text) {
  out.raw("<script>");
  out.raw(text);
  out.raw("</script>");
}

}  // namespace

std::string document(const Document& document, const std::function<void(Markup&)>& body) {
  Markup out;
  out.raw("<!DOCTYPE html>\n");
  {
    // What is in Japanese says so itself; much else that the suite says is English in either language.
    const Element root(out, "html", {{"lang", "en"}});
    head(out, document);
    const Element page(out, "body");
    {
      const Element main(out, "main");
      body(out);
    }
    if (!document.script.text.empty()) script(out, document.script.text);
  }
  out.raw("\n");
  return out.html();
}

void languages(Markup& out) {
  const Element group(out, "fieldset", {{"class", "languages"}});
  out.leaf("legend", "Language / 言語", {{"class", "spoken"}});
  out.raw(
      "<input type=\"radio\" name=\"language\" id=\"language-en\" value=\"en\" checked>"
      "<label for=\"language-en\">English</label>"
      "<input type=\"radio\" name=\"language\" id=\"language-ja\" value=\"ja\">"
      "<label for=\"language-ja\"><span class=\"always\" lang=\"ja\">日本語</span></label>");
  script(out, language_script().text);
}

}  // namespace reports::html
