#include <fmt/format.h>

#include "reports/html/parts.h"
#include "reports/text/comparison_phrases.h"
#include "reports/text/format.h"
#include "reports/text/safe_text.h"

namespace reports::html {
namespace {

void trait_rows(Page page) {
  open_table(page, both(&ComparisonPhrases::software),
             {both(&Phrases::service), both(&ComparisonPhrases::what), both(&Phrases::value)});
  for (const Trait& trait : page.record.fingerprint.traits) {
    const Element row(page.out, "tr");
    page.out.leaf("td", trait.service, {{"class", "id"}});
    page.out.leaf("td", trait.name);
    const std::string values = shortened(fmt::format("{}", fmt::join(trait.values, ", ")), longest_shown);
    const LabelledCell cell(page, "value", both(&Phrases::value));
    say(page.out, values.empty() ? both(&ComparisonPhrases::none) : Both{values, values});
  }
  close_table(page);
}

void timing_rows(Page page) {
  if (page.record.fingerprint.timings.empty()) return;
  open_table(page, both(&ComparisonPhrases::times),
             {both(&Phrases::service), both(&ComparisonPhrases::what), both(&ComparisonPhrases::median)});
  for (const Timing& timing : page.record.fingerprint.timings) {
    const Element row(page.out, "tr");
    page.out.leaf("td", timing.service, {{"class", "id"}});
    page.out.leaf("td", timing.operation);
    const LabelledCell cell(page, "number", both(&ComparisonPhrases::median));
    page.out.text(fmt::format("{} ({})", duration_text(timing.median), timing.samples));
  }
  close_table(page);
}

}  // namespace

void software(Page page) {
  const Fingerprint& fingerprint = page.record.fingerprint;
  if (fingerprint.traits.empty() && fingerprint.timings.empty()) return;
  const Element section(page.out, "section");
  section_heading(page, "software", both(&ComparisonPhrases::software));
  const Element details(page.out, "details");
  leaf(page, "summary", both([&fingerprint](const Phrases& phrases) {
         return fmt::format("{} ({})", comparison_phrases(phrases).software, fingerprint.traits.size());
       }));
  trait_rows(page);
  timing_rows(page);
}

}  // namespace reports::html
