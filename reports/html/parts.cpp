#include "reports/html/parts.h"

#include <algorithm>
#include <span>

#include "reports/text/format.h"
#include "reports/text/safe_text.h"

namespace reports::html {
namespace {

constexpr std::size_t entry_limit = 16'000;
constexpr std::size_t most_entries = 400;

std::string_view symbol(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return "✓";
    case Verdict::fail:
      return "✗";
    case Verdict::inconclusive:
      return "?";
    case Verdict::expected_failure:
      return "≈";
    case Verdict::not_run:
      return "○";
    case Verdict::not_applicable:
      return "–";
    case Verdict::none:
    case Verdict::unexpected_pass:
    case Verdict::error:
      break;
  }
  return "!";
}

/// `id` with a place to break the line after each of its words.
void breakable(Markup& out, std::string_view id) {
  while (!id.empty()) {
    const std::size_t end = std::min(id.find_first_of("._"), id.size() - 1) + 1;
    out.text(id.substr(0, end));
    id.remove_prefix(end);
    if (!id.empty()) out.raw("<wbr>");
  }
}

void transcript_entry(Page page, const TranscriptEntry& entry, bool judged) {
  Markup& out = page.out;
  const Element row(out, "div", {{"class", judged ? "entry judged" : "entry"}});
  out.leaf("span", seconds_three_decimals(entry.at), {{"class", "at"}});
  out.leaf("span", entry.channel, {{"class", "channel"}});
  out.leaf("span", arrow(entry.direction), {{"class", "arrow"}});
  const Element text(out, "pre");
  out.text(shortened(without_line_end(entry.text), entry_limit));
  if (judged) out.leaf("em", page.phrases.judged_here);
}

}  // namespace

void badge(Markup& out, Verdict verdict) {
  const Element element(out, "span", {{"class", std::string("badge v-").append(to_key(verdict))}});
  out.leaf("span", symbol(verdict), {{"aria-hidden", "true"}, {"class", "symbol"}});
  out.text(to_string(verdict));
}

std::string anchor(std::string_view scenario_id) {
  return std::string("s-").append(scenario_id);
}

bool has_card(const ScenarioResult& scenario) {
  return is_bad(scenario.verdict) || scenario.verdict == Verdict::none;
}

void scenario_name(Markup& out, const ScenarioResult& scenario) {
  const Element code(out, "code");
  const bool link = has_card(scenario);
  if (link) out.open("a", {{"href", "#" + anchor(scenario.id)}});
  breakable(out, scenario.id);
  if (link) out.close();
}

void transcript(Page page, const std::vector<TranscriptEntry>& entries,
                const std::vector<std::size_t>& judged) {
  if (entries.empty()) return;
  Markup& out = page.out;
  const Element details(out, "details");
  out.leaf("summary", std::string(page.phrases.transcript) + " (" + std::to_string(entries.size()) + ")");
  const Element box(out, "div", {{"class", "transcript"}, {"tabindex", "0"}, {"role", "group"}});
  const std::size_t shown = std::min(entries.size(), most_entries);
  for (std::size_t i = 0; i < shown; ++i) {
    const bool is_judged = std::find(judged.begin(), judged.end(), i) != judged.end();
    transcript_entry(page, entries[i], is_judged);
  }
  if (shown < entries.size()) {
    out.leaf("p", std::to_string(entries.size() - shown).append(" ").append(page.phrases.more));
  }
}

void section_heading(Markup& out, std::string_view id, std::string_view text) {
  out.leaf("h2", text, {{"id", id}});
}

void open_table(Markup& out, std::string_view caption, const std::vector<std::string_view>& columns,
                std::string_view css_class) {
  out.open("table", {{"class", css_class}});
  out.leaf("caption", caption);
  {
    const Element head(out, "thead");
    const Element row(out, "tr");
    for (const std::string_view column : columns) out.leaf("th", column, {{"scope", "col"}});
  }
  out.open("tbody");
}

void close_table(Markup& out) {
  out.close();
  out.close();
}

std::vector<const ScenarioResult*> with_verdict(const RunRecord& record, Verdict verdict) {
  std::vector<const ScenarioResult*> found;
  for (const ScenarioResult& scenario : record.scenarios) {
    if (scenario.verdict == verdict) found.push_back(&scenario);
  }
  return found;
}

}  // namespace reports::html
