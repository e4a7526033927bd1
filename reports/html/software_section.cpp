#include <fmt/format.h>

#include "reports/html/parts.h"
#include "reports/text/comparison_phrases.h"
#include "reports/text/format.h"

namespace reports::html {
namespace {

void trait_rows(Page page) {
  const ComparisonPhrases& phrases = english_comparison();
  open_table(page.out, phrases.software, {page.phrases.service, phrases.what, page.phrases.value});
  for (const Trait& trait : page.record.fingerprint.traits) {
    const Element row(page.out, "tr");
    page.out.leaf("td", trait.service, {{"class", "id"}});
    page.out.leaf("td", trait.name);
    const std::string values = fmt::format("{}", fmt::join(trait.values, ", "));
    page.out.leaf("td", values.empty() ? phrases.none : std::string_view(values),
                  {{"class", "value"}, {"data-label", page.phrases.value}});
  }
  close_table(page.out);
}

void timing_rows(Page page) {
  const ComparisonPhrases& phrases = english_comparison();
  if (page.record.fingerprint.timings.empty()) return;
  open_table(page.out, phrases.times, {page.phrases.service, phrases.what, phrases.median});
  for (const Timing& timing : page.record.fingerprint.timings) {
    const Element row(page.out, "tr");
    page.out.leaf("td", timing.service, {{"class", "id"}});
    page.out.leaf("td", timing.operation);
    page.out.leaf("td", fmt::format("{} ({})", duration_text(timing.median), timing.samples),
                  {{"class", "number"}, {"data-label", phrases.median}});
  }
  close_table(page.out);
}

}  // namespace

void software(Page page) {
  const Fingerprint& fingerprint = page.record.fingerprint;
  if (fingerprint.traits.empty() && fingerprint.timings.empty()) return;
  const ComparisonPhrases& phrases = english_comparison();
  const Element section(page.out, "section");
  section_heading(page.out, "software", phrases.software);
  const Element details(page.out, "details");
  page.out.leaf("summary", fmt::format("{} ({})", phrases.software, fingerprint.traits.size()));
  trait_rows(page);
  timing_rows(page);
}

}  // namespace reports::html
