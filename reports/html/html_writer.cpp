#include "reports/html/html_writer.h"

#include <fmt/format.h>

#include "embedded/report_css.h"
#include "reports/html/parts.h"

namespace reports {

std::string write_html(const RunRecord& record, const Phrases& phrases) {
  Markup out;
  const html::Page page{out, record, phrases};
  out.raw("<!DOCTYPE html>\n");
  {
    const Element root(out, "html", {{"lang", phrases.language}});
    {
      const Element head(out, "head");
      out.empty("meta", {{"charset", "utf-8"}});
      // Nothing may be loaded or run, whatever a target managed to put on the page.
      out.empty("meta",
                {{"http-equiv", "Content-Security-Policy"},
                 {"content",
                  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"}});
      out.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
      out.empty("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
      out.leaf("title", fmt::format("{}: {} – {}", record.target.name, headline(conclude(record), phrases),
                                    phrases.report_title));
      out.raw("\n<style>\n");
      out.raw(embedded::report_css);
      out.raw("</style>\n");
    }
    const Element body(out, "body");
    const Element main(out, "main");
    constexpr std::array sections{html::banner,          html::comparison,     html::root_causes,
                                  html::harness_errors,  html::failures,       html::inconclusive,
                                  html::leftovers,       html::known_failures, html::clause_matrix,
                                  html::readings,        html::software,       html::not_run,
                                  html::interconnection, html::times,          html::target_and_options};
    for (const auto& section : sections) section(page);
  }
  out.raw("\n");
  return out.html();
}

}  // namespace reports
