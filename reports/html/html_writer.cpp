#include "reports/html/html_writer.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "embedded/report_css.h"
#include "embedded/report_language.h"
#include "reports/html/parts.h"

namespace reports {

namespace {

/// For all dialogues together.
constexpr std::size_t transcripts_limit = 800'000;
/// For one.
constexpr std::size_t longest_transcript = 64'000;

/// Nothing may be loaded or run, whatever a target managed to put on the page, but for the one script of
/// ours: this is the SHA-256 of language.js (a test compares them).
constexpr std::string_view content_security_policy =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "script-src 'sha256-tBxf+BbLAvlyy0of55HXSdhvkxV0oILF32ZL5K10Nes='";

std::size_t transcript_limit(const RunRecord& record) {
  const std::size_t dialogues = html::broken_scenarios(record).size() + record.root_causes.size();
  return std::min(longest_transcript, transcripts_limit / std::max<std::size_t>(dialogues, 1));
}

}  // namespace

std::string write_html(const RunRecord& record) {
  Markup out;
  const html::Page page{out, record, transcript_limit(record)};
  out.raw("<!DOCTYPE html>\n");
  {
    // What is in Japanese says so itself; much else that the suite says is English in either language.
    const Element root(out, "html", {{"lang", "en"}});
    {
      const Element head(out, "head");
      out.empty("meta", {{"charset", "utf-8"}});
      out.empty("meta", {{"http-equiv", "Content-Security-Policy"}, {"content", content_security_policy}});
      out.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
      out.empty("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
      out.leaf("title", fmt::format("{}: {} – {}", record.target.name, headline(conclude(record), english()),
                                    english().report_title));
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
